/** What goes when a phone is ended or its PIN was guessed at: packs and keys. What still waits stays, sealed to the office. */
import { dayCache, drop } from "../worker/pages.js";
import { changeVault } from "./vaults.js";

export async function wipe(person) {
  await changeVault(person, (vault) => ({ ...vault, wrapped: null, kdf: null, tries: 0 }));
  await drop(window.caches, (name) => name === dayCache(person));
}
