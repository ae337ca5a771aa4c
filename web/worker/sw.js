/**
 * The service worker of the phone pages. The office's answer comes first, always; what was packed is
 * shown only when there is none. It never touches the outbox, which lives in IndexedDB.
 */
import { answerOffline, keepFresh } from "./pages.js";

/* global PRECACHE, VERSION: written in by web/build.mjs */
const ASSETS = `assets-${VERSION}`;
const NO_SIGNAL = "/no-signal";
const PATIENCE = 8_000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll([...PRECACHE, NO_SIGNAL])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

/** A pack keeps the files its own pages name; older ones are of no use to anybody else. */
async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("assets-") && name !== ASSETS).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Built files carry a hash of their content: one that is here is the right one. */
async function asset(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function page(event, url) {
  const network = fetch(event.request);
  try {
    const answer = await soon(network);
    event.waitUntil(keepFresh(caches, url, answer.clone()).catch(() => {}));
    return answer;
  } catch {
    const kept = await answerOffline(caches, url, Date.now());
    if (kept) return kept;
    return network.catch(async () => (await caches.match(NO_SIGNAL)) ?? Response.error());
  }
}

/** A bar of signal that carries nothing is no signal. */
function soon(network) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("slow")), PATIENCE);
    network.then(resolve, reject);
  });
}
