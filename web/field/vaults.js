/**
 * What this phone knows of itself and of each person's key: one small IndexedDB without names.
 *
 * A vault: {person, wrapped, kdf, escrow, idle, tries, triedAt}. `wrapped` is the data key under the
 * person's PIN, null once it was wiped; `escrow` the same key sealed to the office, which stays as long
 * as the person has anything here, so that nothing recorded is lost with the PIN.
 */
import { openDB } from "idb";

const open = () => openDB("fieldops-phone", 1, {
  upgrade(db) {
    db.createObjectStore("vaults", { keyPath: "person" });
    db.createObjectStore("phone");
  },
});

async function within(work) {
  const db = await open();
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

export const vaultOf = (person) => within((db) => db.get("vaults", person));
export const vaults = () => within((db) => db.getAll("vaults"));
export const keepVault = (vault) => within((db) => db.put("vaults", vault));

/** Change the vault as it now is, in one transaction; gives the new one. */
export const changeVault = (person, change) => within(async (db) => {
  const tx = db.transaction("vaults", "readwrite", { durability: "strict" });
  const after = change(await tx.store.get(person));
  await tx.store.put(after);
  await tx.done;
  return after;
});

export const marks = () => within((db) => db.get("phone", "marks"));
export const keepMarks = (kept) => within((db) => db.put("phone", kept, "marks"));

/** The phone's own UUID, or undefined on one that never kept anything. */
export const phoneId = () => within((db) => db.get("phone", "id"));

export const makePhoneId = () => within(async (db) => {
  const tx = db.transaction("phone", "readwrite");
  const id = (await tx.store.get("id")) ?? crypto.randomUUID();
  await tx.store.put(id, "id");
  await tx.done;
  return id;
});
