/** Two tabs of one phone share one outbox: each number is given out once, and one sends while the other waits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { add, waiting } from "../../web/field/outbox.js";
import { Phone } from "../../web/field/phone.js";
import { asKey, newSecret } from "../../web/field/secret.js";
import { Store } from "../../web/field/store.js";

/** Just enough of IndexedDB, as idb wraps it: what one tab wrote the next one reads. */
function database() {
  const stores = { items: new Map(), box: new Map() };
  const objectStore = (name) => ({
    get: async (key) => stores[name].get(key),
    getAll: async () => [...stores[name].values()],
    put: (value, key) => void stores[name].set(key ?? value.id, value),
    delete: (key) => void stores[name].delete(key),
  });
  return { transaction: () => ({ objectStore, done: Promise.resolve() }) };
}

/** The browser's locks: by turns. */
function locks() {
  let last = Promise.resolve();
  return { request: (_name, work) => (last = last.then(work)) };
}

const report = (store, visit) =>
  store.change((box) => add(box, { visit_id: visit }, { at: "2026-12-07T09:00:00+07:00", millis: Date.now(), chance: crypto.getRandomValues(new Uint8Array(10)) }));

async function twoTabs() {
  const [db, key] = [database(), await asKey(newSecret())];
  return [new Store(db, key), new Store(db, key)];
}

test("what two tabs record at the same moment is all kept, each with a number of its own", async () => {
  const tabs = await twoTabs();
  await Promise.all(tabs.flatMap((store, tab) => [report(store, 10 + tab), report(store, 20 + tab)]));
  const { last, items } = await tabs[0].box();
  assert.deepEqual(items.map((item) => item.outcome.seq), [1, 2, 3, 4]);
  assert.deepEqual(items.map((item) => item.outcome.visit_id).sort(), [10, 11, 20, 21]);
  assert.equal(last, 4);
});

test("while one tab sends the other waits, and then finds nothing to send", async () => {
  const stores = await twoTabs();
  for (const visit of [1, 2]) await report(stores[0], visit);
  const [shared, sent] = [locks(), []];
  const fetch = async (_address, { body }) => {
    const { outcomes } = JSON.parse(body);
    sent.push(outcomes.map((one) => one.seq));
    await new Promise((then) => setTimeout(then, 20)); // the other tab could send meanwhile
    return Response.json({ answers: outcomes.map(({ id }) => ({ id, fate: "stored" })), missing: {}, epoch: "e1" });
  };
  const tabs = stores.map((store) => {
    const window = { navigator: { locks: shared, onLine: true }, fetch };
    const phone = new Phone({ body: { dataset: { person: "7" } }, defaultView: window, querySelector: () => null }, () => {});
    return Object.assign(phone, { store, identity: { greet: async () => {}, maySend: true }, show: async () => {}, sendPhotos: async () => null });
  });
  await Promise.all(tabs.map((phone) => phone.send()));
  assert.deepEqual(sent, [[1, 2]]);
  assert.deepEqual(waiting(await stores[1].box()), []);
});
