/** The service worker's share of the open key: see web/field/keeper.js. */
import { ask } from "../field/keeper.js";
import { vaultOf } from "../field/vaults.js";

let held = null; // {person, key, usedAt, minutes}

/** {person, key, usedAt, minutes} of the person, asked of the open pages where the worker was asleep; null when locked. */
export async function heldBy(clients, person) {
  if (held?.person !== person) held = await fromPages(clients, person);
  if (held && Date.now() - held.usedAt > held.minutes * 60_000) held = null;
  return held;
}

/** Whether this person's day is under a PIN here. */
export const hasLock = async (person) => Boolean((await vaultOf(person))?.wrapped);

async function fromPages(clients, person) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const answers = await Promise.all(pages.map((page) => ask(page, { ask: "key" })));
  return answers.find((answer) => answer?.person === person) ?? null;
}

/** What pages tell and ask; `whose` is the person this phone is set to. */
export async function answer(clients, { data, ports, source }, whose) {
  const reply = (said) => ports[0]?.postMessage(said);
  if (data.ask === "key") return reply(await heldBy(clients, await whose()));
  if (data.forget) await forgetAll(clients, source);
  else if (data.key) held = data;
  else if (data.usedAt && held) held.usedAt = Math.max(held.usedAt, data.usedAt);
  return reply(true);
}

async function forgetAll(clients, source) {
  held = null;
  for (const page of await clients.matchAll({ type: "window" })) if (page.id !== source?.id) page.postMessage({ lock: true });
}
