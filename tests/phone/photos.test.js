import assert from "node:assert/strict";
import { test } from "node:test";
import { Album, announcement, bound, unsent } from "../../web/field/photos.js";
import { PIECE, sendOne, upload } from "../../web/field/upload.js";

const taken = (at, more = {}) => ({ id: `photo-${at}`, visit_id: 3, case_id: 7, kind: "paper", about: "", step: "take-7", taken_at: at, size: 4, sha256: "0", outcome_id: null, fate: null, message: "", label: "Nhà Bảy", ...more });
const report = (id, visit_id, recorded_at) => ({ id, outcome: { visit_id, recorded_at } });
const NINE = "2026-12-07T09:00:00+07:00";
const TEN = "2026-12-07T10:00:00+07:00";
const ELEVEN = "2026-12-07T11:00:00+07:00";

test("a photo belongs to the first report of its visit recorded after it", () => {
  const items = [report("a", 3, NINE), report("b", 4, ELEVEN), report("c", 3, ELEVEN), report("d", 3, "2026-12-07T12:00:00+07:00")];
  assert.equal(bound([taken(TEN)], items)[0].outcome_id, "c");
});

test("a photo of a visit not yet recorded waits, and is not sent", () => {
  const [note] = bound([taken(TEN)], [report("a", 3, NINE), report("b", 4, ELEVEN)]);
  assert.equal(note.outcome_id, null);
  assert.deepEqual(unsent([note]), []);
});

test("what belongs to a report stays with it, and what was answered for is not sent again", () => {
  const mine = taken(TEN, { outcome_id: "x" });
  assert.equal(bound([mine], [report("c", 3, ELEVEN)])[0], mine);
  assert.deepEqual(unsent([mine, taken(NINE, { outcome_id: "x", fate: "refused" })]), [mine]);
});

test("the office is told what the contract names, and nothing the phone keeps for itself", () => {
  const told = announcement(taken(TEN, { outcome_id: "x" }));
  assert.deepEqual(Object.keys(told).sort(), ["about", "agreed", "case_id", "id", "kind", "outcome_id", "schema", "sha256", "size", "taken_at", "visit_id"]);
});

/** A store in memory with the same calls as web/field/store.js. */
function store() {
  const kept = new Map();
  return {
    keepBytes: async (kind, id, bytes) => void kept.set(`${kind}/${id}`, bytes),
    bytes: async (kind, id) => kept.get(`${kind}/${id}`),
    idsOf: async (kind) => [...kept.keys()].filter((name) => name.startsWith(`${kind}/`)).map((name) => name.slice(kind.length + 1)),
    dropBytes: async (kind, id) => void kept.delete(`${kind}/${id}`),
  };
}

/** An office that keeps what it gets; `dies` names the call after which nothing more is heard. */
function office(size, { dies = Infinity, had = 0 } = {}) {
  const state = { got: new Uint8Array(size), received: had, calls: 0 };
  const say = () => (++state.calls > dies ? { stop: "away" } : { fate: state.received === size ? "stored" : "coming", received: state.received });
  return {
    state,
    announce: async () => say(),
    put: async (_id, offset, piece) => {
      if (offset !== state.received) return { again: true };
      state.got.set(piece, offset);
      state.received += piece.length;
      return say();
    },
  };
}

const picture = Uint8Array.from({ length: 3 * PIECE + 5 }, (_, index) => index % 251);

test("a photo goes in pieces, whole and in order", async () => {
  const there = office(picture.length);
  assert.equal((await sendOne(taken(TEN), picture, there)).fate, "stored");
  assert.deepEqual(there.state.got, picture);
});

test("an answer lost at any call: the next try goes on, and all arrives", async () => {
  for (let dies = 0; dies < 5; dies++) {
    const there = office(picture.length, { dies });
    assert.deepEqual(await sendOne(taken(TEN), picture, there), { stop: "away" });
    const again = office(picture.length, { had: there.state.received });
    again.state.got = there.state.got;
    assert.equal((await sendOne(taken(TEN), picture, again)).fate, "stored");
    assert.deepEqual(again.state.got, picture, `lost after call ${dies}`);
  }
});

test("an office that never has enough is left", async () => {
  const never = { announce: async () => ({ fate: "coming", received: 0 }), put: async () => ({ fate: "coming", received: 0 }) };
  assert.deepEqual(await sendOne(taken(TEN), picture, never), { stop: "away" });
});

test("a stored photo leaves the phone; a refused one stays as a note of why", async () => {
  const album = new Album(store());
  const facts = { visit_id: 3, case_id: 7, kind: "paper", about: "", step: "take-7", label: "Nhà Bảy" };
  const [one, two] = [await album.add(facts, picture), await album.add(facts, picture)];
  for (const note of [one, two]) await album.keep({ ...note, outcome_id: "x" });
  const said = { [one.id]: { fate: "stored" }, [two.id]: { fate: "refused", message: "Không phải ảnh" } };
  assert.equal(await upload(album, { announce: async (note) => said[note.id] }), null);
  assert.deepEqual((await album.notes()).map(({ id, fate, message }) => [id, fate, message]), [[two.id, "refused", "Không phải ảnh"]]);
  assert.equal(await album.bytes(two.id), undefined);
});

test("the bytes are named by their hash", async () => {
  const note = await new Album(store()).add({}, new TextEncoder().encode("abc"));
  assert.equal(note.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
