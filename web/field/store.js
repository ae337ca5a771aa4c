/**
 * Where a person's outbox, drafts and things lie: one IndexedDB per person, all of it ciphertext
 * under the person's data key. In clear stand ids, sequence numbers, whether a report still waits, when it
 * was answered for, and the office's epoch.
 */
import { openDB } from "idb";
import { emptyBox } from "./outbox.js";
import { asItLies, sealedInEpoch, settledSealed } from "./sealed.js";
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

/** Change the records and the rest of the box as they lie; needs no key. `change` is pure. */
async function changeLocked(person, change) {
  const db = await database(person);
  const tx = db.transaction(["items", "box"], "readwrite", STRICT);
  const items = tx.objectStore("items");
  const rest = await tx.objectStore("box").get("box");
  if (rest) {
    const before = await items.getAll();
    const { box, records } = change({ box: rest, records: before });
    const [was, kept] = [new Set(before), new Set(records.map(({ id }) => id))];
    tx.objectStore("box").put({ ...box, turn: (rest.turn ?? 0) + 1 }, "box");
    for (const { id } of before) if (!kept.has(id)) items.delete(id);
    for (const record of records) if (!was.has(record)) items.put(record);
  }
  await tx.done.finally(() => db.close());
}

/** The office took these from the sealed box. A phone without room even for that lets go of them at once. */
export async function settleLocked(person, ids, epoch, at) {
  const settle = (kept) => changeLocked(person, (sealed) => settledSealed(sealed, ids, epoch, kept ? at : null));
  try {
    await settle(true);
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
    await settle(false);
  }
}

/** What the sealed box does on hearing the office's epoch; `before` (ISO instant): no backup is that old. */
export const epochLocked = (person, epoch, before) => changeLocked(person, (sealed) => sealedInEpoch(sealed, epoch, before));

export class Store {
  /** Without a key only what an older app left in clear can be read and sent; nothing new is kept. */
  static async open(person, key = null) {
    return new Store(await database(person), key);
  }

  constructor(db, key) {
    Object.assign(this, { db, key, unwritten: {} });
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
      try {
        if (await this.#write(turn, after, puts, [...old.keys()].filter((id) => !kept.has(id)))) return after;
      } catch (error) {
        if (error.name !== "QuotaExceededError" || fresh.some((item) => !old.has(item.id))) throw error;
        return this.#letGo(after, fresh);
      }
    }
  }

  /**
   * No room even for the office's word: what it has just answered for goes at once, in place of after
   * two weeks. When that was is known as long as the page lives.
   */
  async #letGo(box, fresh) {
    const gone = new Set(fresh.filter((item) => item.fate !== null).map((item) => item.id));
    const tx = this.db.transaction("items", "readwrite", STRICT);
    for (const id of gone) tx.store.delete(id);
    await tx.done;
    this.unwritten = { sentAt: box.sentAt, askedAt: box.askedAt }; // not the epoch: what goes again must be written first
    return { ...box, items: box.items.filter((item) => !gone.has(item.id)) };
  }

  /** What was answered so far; undefined too where it cannot be read without the key. */
  async draft(visit) {
    const kept = await this.db.get("drafts", visit);
    if (!kept?.locked) return kept;
    return this.key ? unlock(this.key, `drafts/${visit}`, kept.locked) : undefined;
  }

  async keepDraft(visit, draft) {
    const locked = draft && (await lock(this.#must(), `drafts/${visit}`, draft));
    const tx = this.db.transaction("drafts", "readwrite", STRICT);
    if (draft) tx.store.put({ locked }, visit);
    else tx.store.delete(visit);
    return tx.done;
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
    return { turn, box: { ...box, ...this.unwritten, items }, inClear: readable.some((record) => !record.locked) };
  }

  /** Frozen anew: an item without change is known by being the same object. */
  async #opened(record) {
    return Object.freeze(asItLies(await unlock(this.key, `items/${record.id}`, record.locked), record));
  }

  /** What an older app left in clear stays so until there is a key: it is on its way to the office. */
  async #sealed(item) {
    if (!this.key) return item;
    const { id, outcome, fate, settledAt } = item;
    return { id, seq: outcome.seq, waits: fate === null, settledAt, locked: await lock(this.key, `items/${id}`, item) };
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
    this.unwritten = {};
    return true;
  }
}
