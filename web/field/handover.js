/** The outboxes of this phone as they lie, sealed: for the office to open, by the net or as a file. Needs no PIN. */
import { base64url } from "./secret.js";
import { waitingLocked } from "./store.js";
import { vaults } from "./vaults.js";

/** One box per person with something waiting: {person, escrow, items: [{id, seq, sealed}]}. */
export async function sealedBoxes() {
  const boxes = await Promise.all((await vaults()).map(async ({ person, escrow }) => {
    const items = (await waitingLocked(person)).filter((record) => record.locked);
    return { person, escrow, items: items.map(({ id, seq, locked }) => ({ id, seq, sealed: base64url(locked) })) };
  }));
  return boxes.filter((box) => box.items.length);
}

export const asFile = (boxes, madeAt) => ({ fieldops: "outbox", schema: 1, made_at: madeAt, boxes: boxes.map(({ escrow, items }) => ({ escrow, items })) });

/** How many wait on this phone: {own, others}. */
export async function waitingHere(person) {
  const counts = await Promise.all((await vaults()).map(async (vault) => [vault.person, (await waitingLocked(vault.person)).length]));
  const sum = (list) => list.reduce((all, [, count]) => all + count, 0);
  return { own: sum(counts.filter(([who]) => who === person)), others: sum(counts.filter(([who]) => who !== person)) };
}

/** Save the file where the phone keeps its downloads. */
export async function saveFile(document, now) {
  const text = JSON.stringify(asFile(await sealedBoxes(), now.toISOString()));
  const link = document.createElement("a");
  const two = (number) => String(number).padStart(2, "0");
  link.download = `cho-gui-${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}.json`;
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
