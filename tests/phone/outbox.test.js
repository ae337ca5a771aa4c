import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { add, again, asked, count, emptyBox, halved, inEpoch, latestOf, nextBatch, pruned, settle, waiting } from "../../web/field/outbox.js";
import { flush, post } from "../../web/field/sync.js";

const DEVICE = "7f4c2b1e-0000-4000-8000-000000000001";
const NOON = Date.parse("2026-11-24T05:00:00Z");

/** Random numbers that are the same in every run: Mulberry32. */
function chances(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function recorded(box, visit, draw = chances(visit)) {
  const chance = Array.from({ length: 10 }, () => Math.floor(draw() * 256));
  return add(box, { visit_id: visit, result: "done" }, { at: "2026-11-24T12:00:00+07:00", millis: NOON + visit, chance, label: "bà Bảy" });
}

const filled = (visits) => Array.from({ length: visits }, (_, index) => index + 1).reduce((box, visit) => recorded(box, visit), emptyBox(DEVICE));
const answer = (outcome, fate = "stored", message = "") => ({ id: outcome.id, fate, message });

test("a device numbers its reports from 1 without a gap, and each id is a UUIDv7 of its own", () => {
  const outcomes = nextBatch(filled(3));
  assert.deepEqual(outcomes.map((one) => one.seq), [1, 2, 3]);
  assert.equal(new Set(outcomes.map((one) => one.id)).size, 3);
  for (const one of outcomes) assert.match(one.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a report never changes once it is recorded", () => {
  const [outcome] = nextBatch(add(emptyBox(DEVICE), { visit_id: 1, cases: [{ case_id: 7 }] }, { at: "", millis: NOON, chance: new Array(10).fill(0) }));
  assert.throws(() => { outcome.result = "refused"; }, TypeError);
  assert.throws(() => { outcome.cases[0].case_id = 8; }, TypeError);
});

test("each of the four fates lets go; anything else is sent again", () => {
  for (const fate of ["stored", "already", "needs_review", "quarantined"]) {
    const box = filled(1);
    assert.equal(waiting(settle(box, [answer(box.items[0].outcome, fate)], "2026-11-24T05:00:00Z")).length, 0);
  }
  const box = filled(1);
  assert.equal(settle(box, [answer(box.items[0].outcome, "maybe")], "x"), box);
});

test("an answer for another report, or a second one for the same, changes nothing", () => {
  const box = filled(2);
  const once = settle(box, [answer(box.items[0].outcome)], "first");
  assert.equal(settle(once, [answer(box.items[0].outcome, "already"), { id: "stranger", fate: "stored" }], "later"), once);
  assert.deepEqual(waiting(once).map((item) => item.outcome.visit_id), [2]);
});

test("what waits is never pruned, and what the office took stays for its days", () => {
  const box = filled(2);
  const one = settle(box, [answer(box.items[0].outcome)], "2026-11-21T05:00:00Z");
  assert.deepEqual(pruned(one, "2026-11-22T05:00:00Z").items.map((item) => item.outcome.visit_id), [2]);
  assert.equal(pruned(one, "2026-11-20T05:00:00Z").items.length, 2);
});

test("numbers go on after what was pruned", () => {
  const box = filled(1);
  const gone = pruned(settle(box, [answer(box.items[0].outcome)], "2026-11-21T05:00:00Z"), "2026-11-24T05:00:00Z");
  assert.equal(recorded(gone, 2).items[0].outcome.seq, 2);
});

test("the latest report of a visit is the one to correct", () => {
  const box = recorded(filled(2), 1, chances(9));
  assert.equal(latestOf(box, 1).outcome.seq, 3);
  assert.equal(latestOf(box, 5), null);
});

test("what was answered for long ago is no longer corrected by its id", () => {
  const box = filled(1);
  const sent = settle(box, [answer(box.items[0].outcome)], "2026-11-21T05:00:00Z");
  assert.equal(latestOf(sent, 1, "2026-11-20T00:00:00Z").outcome.seq, 1);
  assert.equal(latestOf(sent, 1, "2026-11-22T00:00:00Z"), null);
  assert.equal(latestOf(box, 1, "2026-11-22T00:00:00Z").outcome.seq, 1, "what waits always is");
});

test("an office in another epoch gets everything again, as first sent", () => {
  const box = inEpoch(filled(3), "one");
  const sent = settle(box, box.items.map((item) => answer(item.outcome)), "2026-11-24T05:00:00Z");
  assert.equal(inEpoch(sent, "one"), sent);
  const put = inEpoch(sent, "two");
  assert.deepEqual(nextBatch(put), nextBatch(box));
  assert.equal(put.epoch, "two");
});

test("the first epoch heard of sends nothing twice", () => {
  const box = filled(1);
  const sent = settle(box, [answer(box.items[0].outcome)], "2026-11-24T05:00:00Z");
  assert.equal(waiting(inEpoch(sent, "one")).length, 0);
});

test("a number the office misses goes again; one that is gone is said so", () => {
  const box = filled(3);
  const sent = settle(box, box.items.map((item) => answer(item.outcome)), "2026-11-24T05:00:00Z");
  assert.deepEqual(waiting(again(sent, [2])).map((item) => item.outcome.seq), [2]);
  assert.equal(again(sent, [9]).items.length, 3);
});

test("a phone vouches for its numbers up to what stays behind", () => {
  const box = filled(5);
  assert.deepEqual(count(box, nextBatch(box, 2)), { id: DEVICE, last: 2, lost: [] });
  assert.equal(count(box, nextBatch(box)).last, 5);
  assert.equal(count(emptyBox(DEVICE), []).last, 0);
});

test("batches halve down to one, never to none", () => {
  assert.deepEqual([100, 3, 2, 1].map(halved), [50, 1, 1, 1]);
});

/** A store in memory with the contract of web/field/store.js. */
function memory(box) {
  return { now: box, async box() { return this.now; }, async change(change) { return (this.now = change(this.now)); } };
}

const NOW = "2026-11-24T06:00:00Z";
const said = (answers, more = {}) => ({ answers, missing: {}, epoch: "one", ...more });

test("a batch that is too slow is sent in halves, unchanged", async () => {
  const store = memory(filled(5));
  const sizes = [];
  const why = await flush(store, async ({ outcomes }) => {
    sizes.push(outcomes.length);
    return outcomes.length > 2 ? { stop: "slow" } : said(outcomes.map((one) => answer(one)));
  }, () => NOW);
  assert.equal(why, null);
  assert.deepEqual(sizes, [5, 2, 2, 1]);
  assert.equal(waiting(store.now).length, 0);
  assert.equal(store.now.sentAt, NOW);
});

test("no way to the office, or an office that answers for nothing, ends the try and keeps all", async () => {
  for (const one of [{ stop: "away" }, { stop: "slow" }, { stop: "login" }, said([])]) {
    const store = memory(filled(1));
    let tries = 0;
    assert.equal(await flush(store, async () => (tries++, one), () => NOW), one.stop ?? "away");
    assert.equal(tries, 1);
    assert.equal(waiting(store.now).length, 1);
  }
});

test("with nothing to send the office is asked now and then, and a fresh phone asks nothing", async () => {
  let tries = 0;
  const send = async () => (tries++, said([]));
  await flush(memory(emptyBox(DEVICE)), send, () => NOW);
  assert.equal(tries, 0);
  const box = filled(1);
  const store = memory(settle(box, [answer(box.items[0].outcome)], NOW));
  await flush(store, send, () => NOW);
  await flush(store, send, () => NOW);
  assert.equal(tries, 1);
  await flush(store, send, () => "2026-11-24T06:20:00Z");
  assert.equal(tries, 2);
});

test("an office put back from a backup gets its holes filled in one go, and hears of those it cannot have", async () => {
  let box = filled(4);
  box = asked(inEpoch(settle(box, box.items.map((item) => answer(item.outcome)), NOW), "one"), NOW);
  box = { ...box, items: box.items.filter((item) => item.outcome.seq !== 2) }; // pruned long ago
  const store = memory(recorded(box, 9));
  const [office, lost] = [new Set(), new Set()];
  await flush(store, async ({ outcomes, device }) => {
    for (const one of outcomes) office.add(one.seq);
    for (const seq of device.lost) lost.add(seq);
    const missing = [1, 2, 3, 4, 5].filter((seq) => seq <= device.last && !office.has(seq) && !lost.has(seq));
    return said(outcomes.map((one) => answer(one)), { epoch: "two", missing: { [DEVICE]: missing } });
  }, () => NOW);
  assert.deepEqual([[...office].sort(), [...lost]], [[1, 3, 4, 5], [2]]);
  assert.equal(waiting(store.now).length, 0);
});

test("an office that misses what it took, or is another one each time, is not sent to for ever", async () => {
  for (const odd of [() => ({ missing: { [DEVICE]: [1, 2] } }), (n) => ({ epoch: `${n}` })]) {
    const store = memory(filled(2));
    let tries = 0;
    await flush(store, async ({ outcomes }) => said(outcomes.map((one) => answer(one)), odd(tries++)), () => NOW);
    assert.ok(tries < 6, `${tries} tries`);
  }
});

test("what the server says becomes answers, or the reason to stop", async () => {
  const saying = (status, body) => async () => new Response(JSON.stringify(body), { status });
  const whole = { answers: [1], missing: {}, epoch: "one" };
  assert.deepEqual(await post(3, {}, saying(200, whole)), whole);
  assert.deepEqual(await post(3, {}, saying(200, { answers: [] })), { answers: [], missing: {}, epoch: null }, "an office of before epochs");
  assert.deepEqual(await post(3, {}, saying(200, { hello: "log in to the hotel" })), { stop: "away" });
  for (const [status, stop] of [[413, "large"], [409, "other"], [401, "login"], [503, "away"], [400, "away"]])
    assert.deepEqual(await post(3, {}, saying(status, {})), { stop });
  assert.deepEqual(await post(3, {}, async () => new Response("<html>")), { stop: "away" });
  const never = (_url, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  assert.deepEqual(await post(3, {}, never, { timeout: 1 }), { stop: "slow" });
});

test("a long batch goes packed, a short one as it is", async () => {
  const seen = [];
  const fetch = async (_url, { headers, body }) => {
    seen.push([headers["Content-Encoding"], body]);
    return new Response(JSON.stringify({ answers: [] }));
  };
  await post(3, { outcomes: nextBatch(filled(1)) }, fetch);
  await post(3, { outcomes: nextBatch(filled(30)) }, fetch);
  assert.equal(seen[0][0], undefined);
  assert.equal(seen[1][0], "gzip");
  const text = gunzipSync(Buffer.from(await seen[1][1].arrayBuffer())).toString();
  assert.equal(JSON.parse(text).outcomes.length, 30);
  assert.ok(seen[1][1].size < text.length / 5);
});

test("through drops, lost answers, doubles, reorders and restored backups nothing is lost and nothing is twice", async () => {
  let faults = 0;
  for (let seed = 1; seed <= 240; seed++) {
    const draw = chances(seed);
    let [office, backup, epoch] = [new Map(), new Map(), 1];
    const late = [];
    const store = memory(emptyBox(DEVICE));
    const take = (batch) => batch.map((one) => {
      const fate = office.has(one.id) ? "already" : "stored";
      if (fate === "already") assert.deepEqual(one, office.get(one.id), "the same report, whenever it is sent");
      office.set(one.id, one);
      return answer(one, fate);
    });
    const whole = (answers, device) => {
      const came = new Set([...office.values()].map((one) => one.seq));
      const missing = Array.from({ length: device.last }, (_, index) => index + 1).filter((seq) => !came.has(seq));
      return said(answers, { epoch: `${epoch}`, missing: { [DEVICE]: missing } });
    };
    const send = async ({ outcomes, device }) => {
      const fault = draw();
      if (fault < 0.25) return faults++, { stop: "away" }; // never arrived
      const answers = take(fault < 0.5 ? [...outcomes].reverse() : outcomes);
      if (fault < 0.4) return faults++, late.push(answers), { stop: "slow" }; // kept, and the answer lost or late
      if (fault < 0.5) return faults++, whole(answers.slice(1), device); // one answer missing
      return whole(answers, device);
    };
    let hour = 0;
    const now = () => new Date(NOON + 3600_000 * hour++).toISOString();
    for (let visit = 1; visit <= 12; visit++) {
      store.now = recorded(store.now, visit, draw);
      if (draw() < 0.6) await flush(store, send, now);
      if (draw() < 0.2) backup = new Map(office);
      if (draw() < 0.1) faults++, late.splice(0), (office = new Map(backup)), draw() < 0.5 && epoch++; // seen at its start, or by nobody
      if (late.length && draw() < 0.5) store.now = settle(store.now, late.shift(), NOW);
    }
    await flush(store, async ({ outcomes, device }) => whole(take(outcomes), device), now);
    assert.equal(waiting(store.now).length, 0);
    assert.deepEqual([...office.values()].map((one) => one.seq).sort((a, b) => a - b), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  }
  assert.ok(faults >= 1000, `${faults} faults were injected`);
});
