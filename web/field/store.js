/**
 * Where a person's outbox, drafts and things lie: one IndexedDB per person, all of it ciphertext
 * under the person's data key. In clear stand ids, sequence numbers, and whether a report still waits.
 */
import { openDB } from "idb";
import { emptyBox } from "./outbox.js";
import { decrypt, encrypt, lock, unlock } from "./secret.js";

const STRICT = { durability: "strict" };

const database = (person) => openDB(`fieldops-${person}`, 2, {
  upgrade(db, old) {
    if (old < 1) {
      db.createObjectStore("items", { keyPath: "id" });
      db.createObjectStore("box");
      db.createObjectStore("drafts");
    }
    db.createObjectStore("things");
  },
  blocking: (_now, _wanted, event) => event.target.close(),
});

/** The reports of a person that still wait, as they lie: {id, seq, locked}. Needs no key. */
export async function waitingLocked(person) {
  const db = await database(person);
  const records = await db.getAll("items");
  db.close();
  return records.filter((record) => record.waits ?? record.fate === null);
}

/** Let go of reports the office took from the sealed box. */
export async function dropWaiting(person, ids) {
  const db = await database(person);
  const tx = db.transaction(["items", "box"], "readwrite", STRICT);
  const box = await tx.objectStore("box").get("box");
  if (box) tx.objectStore("box").put({ ...box, turn: (box.turn ?? 0) + 1 }, "box");
  for (const id of ids) tx.objectStore("items").delete(id);
  await tx.done;
  db.close();
}

export class Store {
  /** Without a key only what an older app left in clear can be read and sent; nothing new is kept. */
  static async open(person, key = null) {
    return new Store(await database(person), key);
  }

  constructor(db, key) {
    Object.assign(this, { db, key });
  }

  async box() {
    return (await this.#read()).box;
  }

  /**
   * Change the box: two tabs never give out one number twice. `change` is pure, and runs again on the
   * newer box where another tab was quicker: opening and sealing outlive a transaction of IndexedDB.
   */
  async change(change) {
    for (;;) {
      const { turn, box, inClear } = await this.#read();
      const after = change(box);
      if (after === box && !(this.key && inClear)) return after;
      const old = new Map(box.items.map((item) => [item.id, item]));
      const fresh = after.items.filter((item) => inClear || old.get(item.id) !== item);
      if (fresh.some((item) => !old.has(item.id))) this.#must();
      const puts = await Promise.all(fresh.map((item) => this.#sealed(item)));
      const kept = new Set(after.items.map((item) => item.id));
      if (await this.#write(turn, after, puts, [...old.keys()].filter((id) => !kept.has(id)))) return after;
    }
  }

  /** What was answered so far; undefined too where it cannot be read without the key. */
  async draft(visit) {
    const kept = await this.db.get("drafts", visit);
    if (!kept?.locked) return kept;
    return this.key ? unlock(this.key, `drafts/${visit}`, kept.locked) : undefined;
  }

  async keepDraft(visit, draft) {
    if (!draft) return this.db.delete("drafts", visit);
    return this.db.put("drafts", { locked: await lock(this.#must(), `drafts/${visit}`, draft) }, visit);
  }

  /** Anything else of this person, as `kind` and `id`: a photo, a signature. `bytes`: Uint8Array or ArrayBuffer. */
  async keepBytes(kind, id, bytes) {
    const name = `${kind}/${id}`;
    const locked = await encrypt(this.#must(), name, bytes);
    const tx = this.db.transaction("things", "readwrite", STRICT);
    tx.store.put({ locked }, name);
    return tx.done;
  }

  async bytes(kind, id) {
    const kept = await this.db.get("things", `${kind}/${id}`);
    return kept && decrypt(this.#must(), `${kind}/${id}`, kept.locked);
  }

  /** The ids kept under a kind. */
  async idsOf(kind) {
    const names = await this.db.getAllKeys("things", IDBKeyRange.bound(`${kind}/`, `${kind}/\uffff`));
    return names.map((name) => name.slice(kind.length + 1));
  }

  dropBytes(kind, id) {
    return this.db.delete("things", `${kind}/${id}`);
  }

  #must() {
    if (!this.key) throw new Error("locked");
    return this.key;
  }

  async #read() {
    const tx = this.db.transaction(["items", "box"]);
    const [rest, records] = await Promise.all([tx.objectStore("box").get("box"), tx.objectStore("items").getAll()]);
    const readable = records.filter((record) => this.key || !record.locked);
    const items = await Promise.all(readable.map((record) => (record.locked ? this.#opened(record) : record)));
    items.sort((one, other) => one.outcome.seq - other.outcome.seq);
    const { turn = 0, ...box } = rest ?? emptyBox(crypto.randomUUID());
    return { turn, box: { ...box, items }, inClear: readable.some((record) => !record.locked) };
  }

  /** Frozen anew: an item without change is known by being the same object. */
  async #opened(record) {
    return Object.freeze(await unlock(this.key, `items/${record.id}`, record.locked));
  }

  /** What an older app left in clear stays so until there is a key: it is on its way to the office. */
  async #sealed(item) {
    if (!this.key) return item;
    const { id, outcome, fate } = item;
    return { id, seq: outcome.seq, waits: fate === null, locked: await lock(this.key, `items/${id}`, item) };
  }

  /** False when another tab wrote since `turn` was read. */
  async #write(turn, { items, ...rest }, puts, gone) {
    const tx = this.db.transaction(["items", "box"], "readwrite", STRICT);
    const now = await tx.objectStore("box").get("box");
    if ((now?.turn ?? 0) !== turn) return false;
    tx.objectStore("box").put({ ...rest, turn: turn + 1 }, "box");
    for (const record of puts) tx.objectStore("items").put(record);
    for (const id of gone) tx.objectStore("items").delete(id);
    await tx.done;
    return true;
  }
}
