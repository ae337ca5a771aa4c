import assert from "node:assert/strict";
import { test } from "node:test";
import { add, emptyBox, halved, latestOf, nextBatch, pruned, settle, waiting } from "../../web/field/outbox.js";
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

test("batches halve down to one, never to none", () => {
  assert.deepEqual([100, 3, 2, 1].map(halved), [50, 1, 1, 1]);
});

/** A store in memory with the contract of web/field/store.js. */
function memory(box) {
  return { now: box, async box() { return this.now; }, async change(change) { return (this.now = change(this.now)); } };
}

test("a batch that is too slow is sent in halves, unchanged", async () => {
  const store = memory(filled(5));
  const sizes = [];
  await flush(store, async (batch) => {
    sizes.push(batch.length);
    return batch.length > 2 ? { stop: "slow" } : { answers: batch.map((one) => answer(one)) };
  }, () => "2026-11-24T06:00:00Z");
  assert.deepEqual(sizes, [5, 2, 2, 1]);
  assert.equal(waiting(store.now).length, 0);
  assert.equal(store.now.sentAt, "2026-11-24T06:00:00Z");
});

test("no way to the office, or an office that answers for nothing, ends the try and keeps all", async () => {
  for (const said of [{ stop: "away" }, { stop: "slow" }, { answers: [] }]) {
    const store = memory(filled(1));
    let tries = 0;
    await flush(store, async () => (tries++, said), () => "now");
    assert.equal(tries, 1);
    assert.equal(waiting(store.now).length, 1);
  }
});

test("what the server says becomes answers, or the reason to stop", async () => {
  const saying = (status, body) => async () => new Response(JSON.stringify(body), { status });
  assert.deepEqual(await post(3, [], saying(200, { answers: [1] })), { answers: [1] });
  assert.deepEqual(await post(3, [], saying(413, {})), { stop: "large" });
  assert.deepEqual(await post(3, [], saying(409, {})), { stop: "away" });
  assert.deepEqual(await post(3, [], saying(503, {})), { stop: "away" });
  assert.deepEqual(await post(3, [], async () => new Response("<html>")), { stop: "away" });
  const never = (_url, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  assert.deepEqual(await post(3, [], never, 1), { stop: "slow" });
});

test("through drops, lost answers, doubles and reorders nothing is lost and nothing is twice", async () => {
  let faults = 0;
  for (let seed = 1; seed <= 240; seed++) {
    const draw = chances(seed);
    const office = new Map();
    const late = [];
    const store = memory(emptyBox(DEVICE));
    const send = async (batch) => {
      const fault = draw();
      if (fault < 0.25) return faults++, { stop: "away" }; // never arrived
      const order = fault < 0.5 ? [...batch].reverse() : batch;
      const answers = order.map((one) => {
        const fate = office.has(one.id) ? "already" : "stored";
        if (fate === "already") assert.deepEqual(one, office.get(one.id), "the same report, whenever it is sent");
        office.set(one.id, one);
        return answer(one, fate);
      });
      if (fault < 0.4) return faults++, late.push(answers), { stop: "slow" }; // kept, and the answer lost or late
      if (fault < 0.5) return faults++, { answers: answers.slice(1) }; // one answer missing
      return { answers };
    };
    for (let visit = 1; visit <= 12; visit++) {
      store.now = recorded(store.now, visit, draw);
      if (draw() < 0.6) await flush(store, send, () => "2026-11-24T06:00:00Z");
      if (late.length && draw() < 0.5) store.now = settle(store.now, late.shift(), "2026-11-24T06:00:00Z");
      for (const item of store.now.items) if (item.fate) assert.ok(office.has(item.id), "let go of only what the office has");
    }
    await flush(store, async (batch) => ({ answers: batch.map((one) => (office.set(one.id, office.get(one.id) ?? one), answer(one))) }), () => "end");
    assert.equal(waiting(store.now).length, 0);
    assert.deepEqual([...office.values()].map((one) => one.seq).sort((a, b) => a - b), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  }
  assert.ok(faults >= 1000, `${faults} faults were injected`);
});
