import assert from "node:assert/strict";
import { test } from "node:test";
import { asItLies, sealedInEpoch, settledSealed } from "../../web/field/sealed.js";

const NOON = "2026-12-07T05:00:00Z";
const TWO_WEEKS_BEFORE = "2026-11-23T05:00:00Z";
const record = (id, more = {}) => ({ id, seq: 1, waits: true, settledAt: null, locked: new Uint8Array(4), ...more });
const sealed = (...records) => ({ box: { epoch: "e1" }, records });
const waits = ({ records }) => records.filter((one) => one.waits).map((one) => one.id);

test("what the office took sealed stays here, and waits no more", () => {
  const after = settledSealed(sealed(record("a"), record("b")), ["a"], "e1", NOON);
  assert.deepEqual(waits(after), ["b"]);
  assert.deepEqual(after.records[0], record("a", { waits: false, settledAt: NOON }));
});

test("to an office put back from a backup all of it goes again, also what was sent while it was open", () => {
  const taken = settledSealed(sealed(record("a"), record("b", { waits: false })), ["a"], "e1", NOON);
  const after = sealedInEpoch(taken, "e2", TWO_WEEKS_BEFORE);
  assert.deepEqual(waits(after), ["a", "b"]);
  assert.equal(after.box.epoch, "e2");
  assert.deepEqual(waits(settledSealed(after, ["a", "b"], "e2", NOON)), []);
});

test("in the same epoch, the first one heard of, or one that is not told, nothing goes again", () => {
  const taken = settledSealed(sealed(record("a")), ["a"], "e1", NOON);
  for (const epoch of ["e1", undefined, null]) assert.deepEqual(waits(sealedInEpoch(taken, epoch, TWO_WEEKS_BEFORE)), []);
  assert.deepEqual(sealedInEpoch({ box: { epoch: null }, records: taken.records }, "e2", TWO_WEEKS_BEFORE).box, { epoch: "e2" });
  assert.deepEqual(waits(sealedInEpoch({ box: { epoch: null }, records: taken.records }, "e2", TWO_WEEKS_BEFORE)), []);
});

test("put back between the greeting and the answer: nothing is settled, the next greeting sees it", () => {
  const before = sealed(record("a"));
  assert.deepEqual(settledSealed(before, ["a"], "e2", NOON), before);
});

test("after two weeks what was taken goes; what waits never does", () => {
  const old = { waits: false, settledAt: "2026-11-23T04:59:59Z" };
  const after = sealedInEpoch(sealed(record("a", old), record("b", { ...old, settledAt: TWO_WEEKS_BEFORE }), record("c")), "e1", TWO_WEEKS_BEFORE);
  assert.deepEqual(after.records.map((one) => one.id), ["b", "c"]);
});

test("without room what was taken goes at once, and nothing else", () => {
  const after = settledSealed(sealed(record("a"), record("b")), ["a"], "e1", null);
  assert.deepEqual(after.records, [record("b")]);
});

test("opened again, an item stands as its record says", () => {
  const recorded = { id: "a", outcome: { seq: 1 }, fate: null, settledAt: null };
  assert.deepEqual(asItLies(recorded, record("a")), recorded);
  assert.deepEqual(asItLies(recorded, record("a", { waits: false, settledAt: NOON })), { ...recorded, fate: "already", settledAt: NOON });
  const stored = { ...recorded, fate: "stored", settledAt: NOON };
  assert.deepEqual(asItLies(stored, record("a", { waits: false, settledAt: NOON })), stored);
  assert.equal(asItLies(stored, record("a")).fate, null, "it went into another epoch meanwhile");
});
