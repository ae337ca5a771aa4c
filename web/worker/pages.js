/** Which packed page may be shown, and to whom: only that of the person who was last logged in here, with the key open. */
import { decrypt, encrypt } from "../field/secret.js";
import { keptAs, localDay, lookups } from "./addresses.js";

const LONGEST = 72 * 3600 * 1000;
export const META = "phone-meta";
const WHO = "/who";

export const dayCache = (person) => `pack-${person}`;

export async function currentPerson(caches) {
  const kept = await (await caches.open(META)).match(WHO);
  return kept ? kept.text() : null;
}

/** From now on the phone is this person's; whatever was packed for another goes. Outboxes stay. */
export async function becomes(caches, person) {
  await drop(caches, (name) => isPack(name) && name !== dayCache(person));
  await (await caches.open(META)).put(WHO, new Response(person));
}

/** Nobody's phone, without any pack: no page is shown without signal until someone logs in and packs. */
export const clear = (caches) => drop(caches, (name) => isPack(name) || name === META);

/** "day-…" is a pack of the time before packs were encrypted. */
const isPack = (name) => name.startsWith("pack-") || name.startsWith("day-");

export async function drop(caches, unwanted) {
  await Promise.all((await caches.keys()).filter(unwanted).map((name) => caches.delete(name)));
}

/**
 * A page that came from the office replaces the packed one; a page for another person ends the pack. One of a day to come
 * was made to be looked at today and records nothing: the packed one, made for its own day, stays.
 */
export async function keepFresh(caches, url, answer, key) {
  const person = answer.headers.get("Fieldops-Person");
  if (!answer.ok || answer.redirected || !person) return;
  const current = await currentPerson(caches);
  if (current !== null && current !== person) return becomes(caches, person);
  if (!key || current === null || !(await caches.has(dayCache(person)))) return;
  const day = answer.headers.get("Fieldops-Day");
  if (day && day > localDay(Number(answer.headers.get("Fieldops-Now")))) return;
  const cache = await caches.open(dayCache(person));
  const address = keptAs(url, day);
  const old = await cache.match(address);
  if (old) await cache.put(address, await stamped(address, answer, old.headers.get("Fieldops-Packed"), key));
}

/** The packed page of this address, younger than three days, opened with the person's key; null where there is none. */
export async function answerOffline(caches, url, now, key) {
  const person = await currentPerson(caches);
  if (!key || person === null || !(await caches.has(dayCache(person)))) return null;
  const cache = await caches.open(dayCache(person));
  const note = await (await cache.match("/packed"))?.json();
  for (const address of lookups(url, [localDay(now), ...(note?.days ?? [])])) {
    const kept = await cache.match(address);
    if (kept && now - Number(kept.headers.get("Fieldops-Packed")) < LONGEST) return opened(address, kept, key).catch(() => null);
  }
  return null;
}

/** The answer as it is kept: sealed, unless it is a built file that everybody may read, with the instant (ms) it was packed. */
export async function stamped(href, answer, at, key) {
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding"); // the body is unpacked already
  headers.delete("Content-Length");
  headers.set("Fieldops-Packed", String(at));
  const body = await answer.arrayBuffer();
  const open = new URL(href).pathname.startsWith("/static/");
  return new Response(open ? body : await encrypt(key, href, body), { status: answer.status, headers });
}

async function opened(href, kept, key) {
  const body = await decrypt(key, href, await kept.arrayBuffer());
  return new Response(body, { status: kept.status, headers: kept.headers });
}
