/** "Tải tuyến về máy": the day's pages, and what they load, kept for a day without signal. */
import { becomes, currentPerson, dayCache, stamped } from "../worker/pages.js";

/** What is packed for this person: {at, bytes} or null. */
export async function packed(person) {
  if (!("caches" in window) || (await currentPerson(caches)) !== person || !(await caches.has(dayCache(person)))) return null;
  const note = await (await caches.open(dayCache(person))).match("/packed");
  return note ? note.json() : null;
}

/** Fetch every page first, then keep them all: a pack is whole, or the one before stays. */
export async function pack(person, urls) {
  await navigator.serviceWorker.register("/sw.js", { scope: "/field" });
  await navigator.serviceWorker.ready;
  await navigator.storage?.persist?.();
  const at = Date.now();
  const pages = await Promise.all(urls.map((url) => download(person, url, at)));
  await becomes(caches, person);
  const cache = await caches.open(dayCache(person));
  for (const [url, answer] of pages) await cache.put(url, answer);
  const kept = new Set(pages.map(([url]) => url));
  for (const request of await cache.keys()) if (!kept.has(request.url)) await cache.delete(request);
  const note = { at, bytes: pages.reduce((sum, [, , bytes]) => sum + bytes, 0) };
  await cache.put("/packed", new Response(JSON.stringify(note)));
  return note;
}

/** One page or file; a page for somebody else, logged in meanwhile in another tab, ends the pack. */
async function download(person, url, at) {
  const answer = await fetch(url, { credentials: "same-origin" });
  const whose = answer.headers.get("Fieldops-Person") ?? person;
  if (!answer.ok || answer.redirected || whose !== person) throw new Error(`${url}: ${answer.status}`);
  const bytes = (await answer.clone().arrayBuffer()).byteLength;
  return [new URL(url, location.href).href, stamped(answer, at), bytes];
}
