/** Sending the outbox: batch by batch, until it is empty or something stands in the way. */
import { halved, MOST, nextBatch, settle } from "./outbox.js";

const TIMEOUT = 20_000;
const EVERY = 60_000;

/** Give a batch to the office: {answers}, or {stop: "slow" | "large" | "away"}. */
export async function post(person, outcomes, fetch, timeout = TIMEOUT) {
  const patience = new AbortController();
  const alarm = setTimeout(() => patience.abort(), timeout);
  try {
    const answer = await fetch("/api/v1/outcomes", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Fieldops-Person": String(person) },
      body: JSON.stringify({ schema: 1, outcomes }),
      signal: patience.signal,
    });
    if (answer.ok) return { answers: (await answer.json()).answers };
    return { stop: answer.status === 413 ? "large" : "away" };
  } catch {
    return { stop: patience.signal.aborted ? "slow" : "away" };
  } finally {
    clearTimeout(alarm);
  }
}

/** Send all that waits; gives the box as it then is. Whatever was not answered for is sent again, unchanged. */
export async function flush(store, send, now) {
  let limit = MOST;
  for (;;) {
    const batch = nextBatch(await store.box(), limit);
    if (!batch.length) return store.box();
    const { answers, stop } = await send(batch);
    if (stop && (stop === "away" || batch.length === 1)) return store.box();
    if (stop) limit = halved(batch.length);
    else if (!(await settled(store, batch, answers, now()))) return store.box();
  }
}

/** Whether the answers took anything off the box; an office that answers for nothing is not asked for ever. */
async function settled(store, batch, answers, at) {
  const after = await store.change((box) => settle(box, answers, at));
  const open = new Set(after.items.filter((item) => item.fate === null).map((item) => item.id));
  return batch.some((outcome) => !open.has(outcome.id));
}

/** Send at the start, when signal comes back, when the page comes to the front, and every minute. */
export function keepSending(document, send) {
  const window = document.defaultView;
  const go = () => window.navigator.onLine !== false && document.visibilityState !== "hidden" && send();
  window.addEventListener("online", go);
  document.addEventListener("visibilitychange", go);
  window.setInterval(go, EVERY);
  go();
}
