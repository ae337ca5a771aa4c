/**
 * The service worker of the phone pages. The office's answer comes first, always; what was packed is
 * shown only when there is none, and nothing of a person who set a PIN before it was given. It never
 * touches the outbox, which lies in IndexedDB.
 */
import { HELP_PAGE, LOCK_PAGE } from "../field/keeper.js";
import { contacted, looked, present, tooLong } from "../field/marks.js";
import { keepMarks, marks } from "../field/vaults.js";
import { answer as answerPage, hasLock, heldBy } from "./keyring.js";
import { answerOffline, currentPerson, drop, keepFresh } from "./pages.js";

/* global PRECACHE, VERSION: written in by web/build.mjs */
const ASSETS = `assets-${VERSION}`;
const NO_SIGNAL = "/no-signal";
const PATIENCE = 8_000;
const PATIENCE_LOCKED = 3_000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll([...PRECACHE, NO_SIGNAL, LOCK_PAGE, HELP_PAGE])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => event.waitUntil(answerPage(self.clients, event, () => currentPerson(caches))));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.hash = ""; // pages are kept, and sealed, under their address without it
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(navigated(event, url));
});

function navigated(event, url) {
  if (url.pathname === LOCK_PAGE) return lockPage();
  return url.pathname === HELP_PAGE ? helpPage(event.request) : page(event, url);
}

/** A pack keeps the files its own pages name; packs from before they were encrypted go. */
async function takeOver() {
  await drop(caches, (name) => name.startsWith("day-") || (name.startsWith("assets-") && name !== ASSETS));
  await self.clients.claim();
}

/** Built files carry a hash of their content: one that is here is the right one. */
async function asset(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

const lockPage = async () => (await caches.match(LOCK_PAGE, { ignoreSearch: true })) ?? fetch(LOCK_PAGE);

/** Nobody's data stands there: it opens locked or not, and as it was kept where there is no signal. */
const helpPage = (request) => soon(fetch(request), PATIENCE_LOCKED).catch(async () => (await caches.match(HELP_PAGE)) ?? Response.error());

async function page(event, url) {
  const network = fetch(event.request);
  network.catch(() => {}); // told below, where it is awaited
  const who = await currentPerson(caches);
  const held = who && (await heldBy(self.clients, who));
  if (who && !held && (await hasLock(who))) return locked(event, url, network, who);
  try {
    const answer = await soon(network, PATIENCE);
    event.waitUntil(kept(url, answer.clone(), held).catch(() => {}));
    return answer;
  } catch {
    return (await withoutSignal(url, held)) ?? network.catch(async () => (await caches.match(NO_SIGNAL)) ?? Response.error());
  }
}

/** The office may know that somebody else is logged in by now, or nobody: theirs it may show; this person's only after the PIN. */
async function locked(event, url, network, who) {
  const answer = await soon(network, PATIENCE_LOCKED).catch(() => null);
  if (!answer || answer.headers.get("Fieldops-Person") === who || answer.status >= 500) return lockPage();
  event.waitUntil(kept(url, answer.clone(), null).catch(() => {}));
  return answer;
}

async function kept(url, answer, held) {
  const server = Number(answer.headers.get("Fieldops-Now"));
  if (server) await keepMarks(contacted(server, Date.now()));
  await keepFresh(caches, url, answer, held?.key);
}

/** The packed page; the lock where the office has not been heard of for 72 hours. */
async function withoutSignal(url, held) {
  const known = await marks();
  const device = Date.now();
  if (!held || !known) return null;
  await keepMarks(looked(known, device)).catch(() => {}); // a phone that is full still shows the day
  return tooLong(known, device) ? lockPage() : answerOffline(caches, url, present(known, device), held.key);
}

/** A bar of signal that carries nothing is no signal. */
function soon(network, patience) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("slow")), patience);
    network.then(resolve, reject);
  });
}
