/** Which packed page may be shown, and to whom: only that of the person who was last logged in here. */
import { keptAs, localDay, lookups } from "./addresses.js";

const LONGEST = 72 * 3600 * 1000;
export const META = "phone-meta";
const WHO = "/who";

export const dayCache = (person) => `day-${person}`;

export async function currentPerson(caches) {
  const kept = await (await caches.open(META)).match(WHO);
  return kept ? kept.text() : null;
}

/** From now on the phone is this person's; whatever was packed for another goes. Outboxes stay. */
export async function becomes(caches, person) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("day-") && name !== dayCache(person)).map((name) => caches.delete(name)));
  await (await caches.open(META)).put(WHO, new Response(person));
}

/** Nobody's phone: no page is shown without signal until someone logs in and packs. */
export async function lock(caches) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("day-") || name === META).map((name) => caches.delete(name)));
}

/** A page that came from the office replaces the packed one; a page for another person ends the pack. */
export async function keepFresh(caches, url, answer) {
  const person = answer.headers.get("Fieldops-Person");
  if (!answer.ok || answer.redirected || !person) return;
  const current = await currentPerson(caches);
  if (current !== null && current !== person) return becomes(caches, person);
  if (current === null || !(await caches.has(dayCache(person)))) return;
  const cache = await caches.open(dayCache(person));
  const address = keptAs(url, answer.headers.get("Fieldops-Day"));
  const old = await cache.match(address);
  if (old) await cache.put(address, stamped(answer, old.headers.get("Fieldops-Packed")));
}

/** The packed page of this address, younger than three days; null where there is none. */
export async function answerOffline(caches, url, now) {
  const person = await currentPerson(caches);
  if (person === null || !(await caches.has(dayCache(person)))) return null;
  const cache = await caches.open(dayCache(person));
  const note = await (await cache.match("/packed"))?.json();
  for (const address of lookups(url, [localDay(now), ...(note?.days ?? [])])) {
    const kept = await cache.match(address);
    if (kept && now - Number(kept.headers.get("Fieldops-Packed")) < LONGEST) return kept;
  }
  return null;
}

/** The answer with the instant (ms) its pack was taken. */
export function stamped(answer, at) {
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding"); // the body is unpacked already
  headers.delete("Content-Length");
  headers.set("Fieldops-Packed", String(at));
  return new Response(answer.body, { status: answer.status, headers });
}
