/**
 * The outbox: reports recorded on this phone until the office has answered for each, and for two
 * weeks after, so that an office put back from a backup gets them again. Pure: no page, network or
 * clock. A box is a value; each function gives a new one. A report never changes once it is in the
 * box: a correction is another report that supersedes it.
 */
import { uuid7 } from "./ids.js";

/** Every fate means "committed at the office": the phone may let go of it. */
export const FATES = new Set(["stored", "already", "needs_review", "quarantined"]);
export const MOST = 100;

/** Milliseconds what was answered for is kept: as long as an office may be put back from a backup. */
export const KEPT_FOR = 14 * 24 * 3600 * 1000;

export const emptyBox = (device) => Object.freeze({ device, last: 0, sentAt: null, epoch: null, askedAt: null, items: Object.freeze([]) });

/** The box with one more report. `facts`: what was found; `at`: ISO instant with offset; `chance`: ten random bytes. */
export function add(box, facts, { at, millis, chance, label = "" }) {
  const seq = box.last + 1;
  const outcome = frozen({ ...facts, schema: 1, id: uuid7(millis, chance), device_id: box.device, seq, recorded_at: at });
  const item = Object.freeze({ id: outcome.id, outcome, label, fate: null, message: "", settledAt: null });
  return Object.freeze({ ...box, last: seq, items: Object.freeze([...box.items, item]) });
}

/** The oldest reports still to send, in the order recorded. */
export const nextBatch = (box, limit = MOST) => waiting(box).slice(0, limit).map((item) => item.outcome);

export const waiting = (box) => box.items.filter((item) => item.fate === null);

/** What this phone says of its numbers beside a batch: up to which one the office then has them all, and which are `lost` here. */
export function count(box, batch, lost = []) {
  const going = new Set(batch.map((outcome) => outcome.id));
  const later = waiting(box).find((item) => !going.has(item.id));
  return { id: box.device, last: later ? later.outcome.seq - 1 : box.last, lost };
}

/** Answers are matched by id alone: lost, doubled or late ones change nothing else. */
export function settle(box, answers, at) {
  const known = new Map(answers.filter((one) => FATES.has(one.fate)).map((one) => [one.id, one]));
  const items = box.items.map((item) => {
    const answer = item.fate === null && known.get(item.id);
    return answer ? Object.freeze({ ...item, fate: answer.fate, message: answer.message ?? "", settledAt: at }) : item;
  });
  const any = items.some((item, index) => item !== box.items[index]);
  return any ? Object.freeze({ ...box, sentAt: at, items: Object.freeze(items) }) : box;
}

/** An office in another epoch was put back from a backup: everything still here goes to it again, as first sent. */
export function inEpoch(box, epoch) {
  if (!epoch || epoch === box.epoch) return box;
  return Object.freeze({ ...(box.epoch ? reopened(box, () => true) : box), epoch });
}

/** What the office never got (`missing`: numbers) goes again. */
export const again = (box, missing) => (missing.length ? reopened(box, (item) => missing.includes(item.outcome.seq)) : box);

function reopened(box, wanted) {
  const items = box.items.map((item) => (item.fate !== null && wanted(item) ? Object.freeze({ ...item, fate: null }) : item));
  return Object.freeze({ ...box, items: Object.freeze(items) });
}

export const asked = (box, at) => Object.freeze({ ...box, askedAt: at });

/** How many to send next time: half after a batch that was too slow or too large, never none. */
export const halved = (sent) => Math.max(1, Math.floor(sent / 2));

/** The latest report of a visit made here that waits, or was answered for since `since`; a new one corrects it. */
export const latestOf = (box, visit, since = "") =>
  box.items.filter((item) => item.outcome.visit_id === visit && (item.fate === null || item.settledAt >= since)).pop() ?? null;

/** Without what the office answered for before `before` (ISO instant): no backup is that old. */
export function pruned(box, before) {
  const items = box.items.filter((item) => item.fate === null || Date.parse(item.settledAt) >= Date.parse(before));
  return Object.freeze({ ...box, items: Object.freeze(items) });
}

function frozen(value) {
  if (value && typeof value === "object") Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
