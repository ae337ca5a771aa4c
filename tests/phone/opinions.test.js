import assert from "node:assert/strict";
import { test } from "node:test";
import { Opinions, weekOf } from "../../web/field/opinions.js";

const ANSWERS = { satisfied: "very", polite: "yes", on_time: "yes", asked_twice: "no", words: "Cảm ơn.", csrf_token: "x", form_token: "y" };
const WEDNESDAY = new Date(2026, 11, 9, 10).getTime();

/** A store in memory with the calls of web/field/store.js. */
function store() {
  const kept = new Map();
  return {
    kept,
    keepBytes: async (kind, id, bytes) => void kept.set(`${kind}/${id}`, bytes),
    bytes: async (kind, id) => kept.get(`${kind}/${id}`),
    idsOf: async (kind) => [...kept.keys()].filter((name) => name.startsWith(`${kind}/`)).map((name) => name.slice(kind.length + 1)),
    dropBytes: async (kind, id) => void kept.delete(`${kind}/${id}`),
  };
}

async function waiting(count) {
  const opinions = new Opinions(store());
  for (let n = 0; n < count; n++) await opinions.keep("p", ANSWERS, WEDNESDAY);
  return opinions;
}

test("the week begins on Monday, on Sunday too", () => {
  assert.equal(weekOf(WEDNESDAY), "2026-12-07");
  assert.equal(weekOf(new Date(2026, 11, 7, 0, 5).getTime()), "2026-12-07");
  assert.equal(weekOf(new Date(2026, 11, 13, 23).getTime()), "2026-12-07");
});

test("what is sent holds the answers and the week, and nothing of who, where or when", async () => {
  const opinions = await waiting(1);
  const sent = [];
  await opinions.send(async (body) => (sent.push(...body.opinions), { answers: [] }));
  const { id, ...rest } = sent[0];
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.deepEqual(rest, { schema: 1, how: "p", week_on: "2026-12-07", satisfied: "very", polite: "yes", on_time: "yes", asked_twice: "no", words: "Cảm ơn." });
});

test("what the office answered for is gone; what it did not waits, unchanged", async () => {
  const opinions = await waiting(3);
  const [first] = await opinions.ids();
  const before = opinions.store.kept.get(`opinion/${first}`);
  let turn = 0;
  const half = async ({ opinions: sent }) => (turn++ ? { stop: "away" } : { answers: sent.filter((one) => one.id !== first).map(({ id }) => ({ id, fate: "stored" })) });
  assert.equal(await opinions.send(half), "away");
  assert.deepEqual(await opinions.ids(), [first]);
  assert.equal(opinions.store.kept.get(`opinion/${first}`), before);
});

test("an answer that was lost on the way is sent again under the same id", async () => {
  const opinions = await waiting(1);
  const seen = [];
  assert.equal(await opinions.send(async (body) => (seen.push(body.opinions[0].id), { stop: "away" })), "away");
  assert.equal(await opinions.send(async (body) => (seen.push(body.opinions[0].id), { answers: [{ id: body.opinions[0].id, fate: "already" }] })), null);
  assert.equal(seen[0], seen[1]);
  assert.deepEqual(await opinions.ids(), []);
});

test("an office that answers for nothing is not asked for ever", async () => {
  const opinions = await waiting(1);
  let asked = 0;
  assert.equal(await opinions.send(async () => (asked++, { answers: [{ id: "other", fate: "stored" }] })), "away");
  assert.equal(asked, 1);
  assert.equal((await opinions.ids()).length, 1);
});

test("a hundred and twenty go in three batches", async () => {
  const opinions = await waiting(120);
  const sizes = [];
  await opinions.send(async ({ opinions: sent }) => (sizes.push(sent.length), { answers: sent.map(({ id }) => ({ id, fate: "stored" })) }));
  assert.deepEqual(sizes, [50, 50, 20]);
});
