/** Sending the outbox: batch by batch, until it is empty or something stands in the way. */
import { again, asked, count, FATES, halved, inEpoch, MOST, nextBatch, settle } from "./outbox.js";

const TIMEOUT = 20_000;
const EVERY = 60_000;
const ASK_EVERY = 15 * 60_000;
const WORTH_PACKING = 1_000;
const STOPS = { 401: "login", 403: "login", 409: "other", 413: "large" };

/** Give a batch to the office: {answers, missing, epoch}, or {stop: "slow" | "large" | "away" | "login" | "other"}. */
export async function post(person, body, fetch, { to = "outcomes", timeout = TIMEOUT } = {}) {
  const patience = new AbortController();
  const alarm = setTimeout(() => patience.abort(), timeout);
  try {
    const packed = await gzipped(JSON.stringify({ schema: 1, ...body }));
    const headers = { "Content-Type": "application/json", "Fieldops-Person": String(person), ...packed.headers };
    const answer = await fetch(`/api/v1/${to}`, { method: "POST", headers, body: packed.body, signal: patience.signal });
    if (answer.ok) return heard(await answer.json());
    return { stop: STOPS[answer.status] ?? "away" };
  } catch {
    return { stop: patience.signal.aborted ? "slow" : "away" };
  } finally {
    clearTimeout(alarm);
  }
}

function heard({ answers, missing = {}, epoch = null }) {
  if (!Array.isArray(answers)) throw new TypeError("no answers"); // some other site's page, on the hotel's line
  return { answers, missing, epoch };
}

/** Text is a tenth of its size when packed; a browser that cannot pack sends it as it is. */
async function gzipped(text) {
  if (text.length < WORTH_PACKING || !globalThis.CompressionStream) return { body: text, headers: {} };
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return { body: await new Response(stream).blob(), headers: { "Content-Encoding": "gzip" } };
}

/**
 * Send all that waits, then whatever the office finds missing; gives why it stopped, or null.
 *
 * Whatever was not answered for is sent again, unchanged. With nothing to send the office is still
 * asked now and then: it may have been put back from a backup, or never have got a number. It ends:
 * each round takes something off the box, and no number is dealt with twice.
 */
export async function flush(store, send, now) {
  const turn = { limit: MOST, dealt: new Set(), lost: [], epochs: 0 };
  for (let ask = dueToAsk(await store.box(), now()); ; ask = false) {
    const box = await store.box();
    const batch = nextBatch(box, turn.limit);
    if (!batch.length && !turn.lost.length && !ask) return null;
    const answer = await send({ outcomes: batch, device: count(box, batch, turn.lost) });
    if (answer.stop === "slow" || answer.stop === "large") {
      if (batch.length <= 1) return answer.stop;
      turn.limit = halved(batch.length);
    } else if (answer.stop) return answer.stop;
    else if (!(await taken(store, turn, batch, answer, now()))) return "away";
  }
}

/** A phone that never recorded anything has nothing to ask. */
const dueToAsk = (box, now) => box.last > 0 && Date.parse(now) - Date.parse(box.askedAt ?? 0) >= ASK_EVERY;

/** Whether to go on: an office that answers for nothing, or is another one each time, is not asked for ever. */
async function taken(store, turn, batch, answer, at) {
  let missing = [];
  const after = await store.change((box) => {
    if (box.epoch && answer.epoch && answer.epoch !== box.epoch) turn.epochs++;
    missing = (answer.missing[box.device] ?? []).filter((seq) => !turn.dealt.has(seq));
    return again(settle(inEpoch(asked(box, at), answer.epoch), answer.answers, at), missing);
  });
  for (const seq of missing) turn.dealt.add(seq);
  const here = new Set(after.items.map((item) => item.outcome.seq));
  turn.lost = missing.filter((seq) => seq <= after.last && !here.has(seq));
  const answered = new Set(answer.answers.filter((one) => FATES.has(one.fate)).map((one) => one.id));
  return turn.epochs < 2 && (!batch.length || batch.some((outcome) => answered.has(outcome.id)));
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
