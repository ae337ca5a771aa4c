/** Where a person's outbox lives: one IndexedDB per person, so that nobody sees or sends another's. */
import { openDB } from "idb";
import { emptyBox } from "./outbox.js";

const STRICT = { durability: "strict" };

export class Store {
  static async open(person) {
    const db = await openDB(`fieldops-${person}`, 1, {
      upgrade(db) {
        db.createObjectStore("items", { keyPath: "id" });
        db.createObjectStore("box");
        db.createObjectStore("drafts");
      },
    });
    return new Store(db);
  }

  constructor(db) {
    this.db = db;
  }

  async box() {
    return assemble(this.db.transaction(["items", "box"]));
  }

  /** Change the box in one transaction: two tabs never give out one number twice. `change` is pure. */
  async change(change) {
    const tx = this.db.transaction(["items", "box"], "readwrite", STRICT);
    const before = await assemble(tx);
    const after = change(before);
    const { items, ...rest } = after;
    const old = new Map(before.items.map((item) => [item.id, item]));
    tx.objectStore("box").put(rest, "box");
    for (const item of items) if (old.get(item.id) !== item) tx.objectStore("items").put(item);
    const kept = new Set(items.map((item) => item.id));
    for (const id of old.keys()) if (!kept.has(id)) tx.objectStore("items").delete(id);
    await tx.done;
    return after;
  }

  draft(visit) {
    return this.db.get("drafts", visit);
  }

  keepDraft(visit, draft) {
    return draft ? this.db.put("drafts", draft, visit) : this.db.delete("drafts", visit);
  }
}

async function assemble(tx) {
  const [rest, items] = await Promise.all([tx.objectStore("box").get("box"), tx.objectStore("items").getAll()]);
  items.sort((one, other) => one.outcome.seq - other.outcome.seq);
  return { ...(rest ?? emptyBox(crypto.randomUUID())), items };
}
