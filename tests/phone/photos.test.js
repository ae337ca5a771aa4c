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

/** A store in memory with the same calls as web/field/store.js; `room`: bytes it holds. */
function store(room = Infinity) {
  const kept = new Map();
  const full = () => [...kept.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0) > room;
  return {
    keepBytes: async (kind, id, bytes) => {
      const before = kept.get(`${kind}/${id}`);
      kept.set(`${kind}/${id}`, bytes);
      if (!full()) return;
      if (before) kept.set(`${kind}/${id}`, before);
      else kept.delete(`${kind}/${id}`);
      throw new DOMException("full", "QuotaExceededError");
    },
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

const facts = { visit_id: 3, case_id: 7, kind: "paper", about: "", step: "take-7", label: "Nhà Bảy" };
const stores = { announce: async () => ({ fate: "stored" }) };

async function albumWith(number) {
  const album = new Album(store());
  for (let n = 0; n < number; n++) await album.keep({ ...(await album.add(facts, picture)), outcome_id: "x" });
  return album;
}

test("a stored photo waits no more; a refused one stays as a note of why, without its bytes", async () => {
  const album = await albumWith(2);
  const [one, two] = await album.notes();
  const said = { [one.id]: { fate: "stored" }, [two.id]: { fate: "refused", message: "Không phải ảnh" } };
  assert.equal(await upload(album, { announce: async (note) => said[note.id] }, "e1", TEN), null);
  const after = await album.notes();
  assert.deepEqual(after.map(({ id, fate, message }) => [id, fate, message]), [[one.id, "stored", ""], [two.id, "refused", "Không phải ảnh"]]);
  assert.deepEqual(unsent(after), []);
  assert.deepEqual(await album.bytes(one.id), picture);
  assert.equal(await album.bytes(two.id), undefined);
});

test("to an office put back from a backup a stored photo goes again, whole", async () => {
  const album = await albumWith(1);
  await upload(album, stores, "e1", TEN);
  await album.inEpoch("e1", NINE);
  assert.deepEqual(unsent(await album.notes()), []);
  await album.inEpoch("e2", NINE);
  const there = office(picture.length);
  assert.equal(await upload(album, there, "e2", ELEVEN), null);
  assert.deepEqual(there.state.got, picture);
  await album.inEpoch("e2", NINE);
  assert.deepEqual(unsent(await album.notes()), [], "once an epoch");
});

test("what the office has had for two weeks leaves the phone; what it never had does not", async () => {
  const album = await albumWith(1);
  await upload(album, stores, "e1", TEN);
  await album.keep({ ...(await album.add(facts, picture)), outcome_id: "x" });
  await album.inEpoch("e1", ELEVEN);
  assert.deepEqual((await album.notes()).map((note) => note.fate), [null]);
});

test("the bytes are named by their hash", async () => {
  const note = await new Album(store()).add({}, new TextEncoder().encode("abc"));
  assert.equal(note.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

/** Room for so many pictures with their notes, and not one more. */
const roomFor = (number) => new Album(store(number * (picture.length + 1_000)));

async function taken3(album, sent) {
  const notes = [];
  for (let n = 0; n < 3; n++) notes.push({ ...(await album.add(facts, picture)), outcome_id: "x" });
  for (const note of notes) await album.keep(note);
  for (const [index, at] of sent) await album.settle(notes[index], "e1", at);
  return notes.map((note) => note.id);
}

const idsOf = async (album) => (await album.notes()).map((note) => note.id);

test("on a full phone a new photo takes the place of the one the office has had longest", async () => {
  const album = roomFor(3);
  const [one, two, three] = await taken3(album, [[0, ELEVEN], [1, TEN]]);
  const fourth = await album.add(facts, picture);
  assert.deepEqual((await idsOf(album)).sort(), [one, three, fourth.id].sort());
  assert.equal(await album.bytes(two), undefined);
  assert.deepEqual(await album.bytes(fourth.id), picture);
});

test("what the office does not have is never given up: then the new photo is refused, and leaves nothing behind", async () => {
  const album = roomFor(3);
  const ids = await taken3(album, []);
  await assert.rejects(album.add(facts, picture), { name: "QuotaExceededError" });
  assert.deepEqual(await idsOf(album), ids.sort());
  assert.deepEqual((await album.store.idsOf("photo")).sort(), ids);
});

test("a refused photo's reason and a photo that is coming are no room either", async () => {
  const album = roomFor(3);
  const [, two] = await taken3(album, [[0, TEN]]);
  await album.keep({ ...(await album.notes()).find((note) => note.id === two), fate: "refused", message: "Không phải ảnh" });
  await album.add(facts, picture);
  await assert.rejects(album.add(facts, picture), { name: "QuotaExceededError" });
  assert.ok((await idsOf(album)).includes(two));
});

test("a report finds room where photos the office has were kept", async () => {
  const album = roomFor(3);
  const [one] = await taken3(album, [[0, TEN]]);
  await album.withRoom(() => album.store.keepBytes("report", "r", new Uint8Array(picture.length)));
  assert.equal((await idsOf(album)).includes(one), false);
});

test("another fault than want of room lets go of nothing", async () => {
  const album = roomFor(3);
  const ids = await taken3(album, [[0, TEN]]);
  await assert.rejects(album.withRoom(() => Promise.reject(new Error("locked"))), { message: "locked" });
  assert.deepEqual(await idsOf(album), ids.sort());
});

test("without room to note that the office has it, a photo goes at once", async () => {
  const kept = store();
  const album = new Album(kept);
  const note = await album.add(facts, picture);
  kept.keepBytes = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  await album.settle(note, "e1", TEN);
  assert.deepEqual(await album.notes(), []);
  assert.equal(await album.bytes(note.id), undefined);
});
