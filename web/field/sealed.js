/**
 * A person's outbox while nobody can open it: {box, records}, where a record is {id, seq, waits,
 * settledAt, locked}. The office may have taken it as it lies; it is kept two weeks after, as every
 * report is, so that an office put back from a backup gets it again. Pure.
 */

/** The office of this epoch took these. `at` null: there is no room to keep them. */
export function settledSealed({ box, records }, ids, epoch, at) {
  if (box.epoch && epoch && box.epoch !== epoch) return { box, records }; // put back meanwhile: all goes again
  const taken = new Set(ids);
  const kept = at ? records : records.filter(({ id }) => !taken.has(id));
  return { box: { ...box, epoch: epoch ?? box.epoch }, records: kept.map((record) => (taken.has(record.id) ? { ...record, waits: false, settledAt: at } : record)) };
}

/** In another epoch all that is here waits again. What the office has had since before `before` goes. */
export function sealedInEpoch({ box, records }, epoch, before) {
  const another = box.epoch && epoch && box.epoch !== epoch;
  const kept = records.filter((record) => !record.locked || record.waits || !record.settledAt || Date.parse(record.settledAt) >= Date.parse(before));
  return { box: { ...box, epoch: epoch ?? box.epoch }, records: another ? kept.map((record) => (record.locked ? { ...record, waits: true, settledAt: null } : record)) : kept };
}

/** An item just opened, as its record says it stands: what happened while it was sealed is not in it. */
export function asItLies(item, { waits, settledAt }) {
  if (waits) return { ...item, fate: null };
  return item.fate === null ? { ...item, fate: "already", settledAt } : item;
}
