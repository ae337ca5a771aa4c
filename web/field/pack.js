/** "Tải tuyến về máy": two days' pages in one answer, kept under the person's key for days without signal. */
import { keptAs } from "../worker/addresses.js";
import { becomes, currentPerson, dayCache, stamped } from "../worker/pages.js";

const SAME_FOR_ALL = ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Permissions-Policy", "Fieldops-Person"];

/** What is packed for this person: {at, bytes, days} or null. */
export async function packed(person) {
  if (!("caches" in window) || (await currentPerson(caches)) !== person || !(await caches.has(dayCache(person)))) return null;
  const note = await (await caches.open(dayCache(person))).match("/packed");
  return note ? note.json() : null;
}

/** Fetch everything first, then keep it all: a pack is whole, or the one before stays. `files`: what the pages load. */
export async function pack(person, address, files, key) {
  const [{ bundle, headers }, loaded] = await Promise.all([download(person, address), Promise.all(files.map(file)), worker()]);
  const at = Number(headers.get("Fieldops-Now")) || Date.now();
  const pages = await Promise.all(bundle.pages.map(async ({ url, html }) => {
    const place = keptAs(new URL(url, location.href));
    return [place, await stamped(place, page(html, headers), at, key)];
  }));
  const rules = await Promise.all(loaded.map(async ({ href, answer }) => [href, await stamped(href, answer, at)]));
  await becomes(caches, person);
  const cache = await caches.open(dayCache(person));
  for (const [url, answer] of [...pages, ...rules]) await cache.put(url, answer);
  const kept = new Set([...pages, ...rules].map(([url]) => url));
  for (const request of await cache.keys()) if (!kept.has(request.url)) await cache.delete(request);
  const bytes = bundle.pages.reduce((sum, { html }) => sum + html.length, 0) + loaded.reduce((sum, { size }) => sum + size, 0);
  const note = { at: Date.now(), bytes, days: bundle.days };
  await cache.put("/packed", new Response(JSON.stringify(note)));
  return note;
}

async function worker() {
  await navigator.serviceWorker.register("/sw.js", { scope: "/field" });
  await navigator.serviceWorker.ready;
  await navigator.storage?.persist?.();
}

/** The bundle; one for somebody else, logged in meanwhile in another tab, ends the pack. */
async function download(person, address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected || answer.headers.get("Fieldops-Person") !== person) throw new Error(`${address}: ${answer.status}`);
  return { bundle: await answer.json(), headers: answer.headers };
}

/** A page of the bundle as the office would have answered it. */
function page(html, from) {
  const headers = new Headers({ "Content-Type": "text/html; charset=utf-8" });
  for (const name of SAME_FOR_ALL) if (from.has(name)) headers.set(name, from.get(name));
  return new Response(html, { headers });
}

/** A style sheet, script or picture, as a rule already here: its name carries a hash of its content. */
async function file(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const { byteLength: size } = await answer.clone().arrayBuffer();
  return { href: new URL(url, location.href).href, answer, size };
}
