/** Whose phone this is now: the open key, what the office says of the phone, and what becomes of it. */
import { becomes, clear } from "../worker/pages.js";
import { asFile, sealedBoxes, waitingHere } from "./handover.js";
import { Keeper, LOCK_PAGE } from "./keeper.js";
import { contacted } from "./marks.js";
import { handIn, hello, sayWiped } from "./office.js";
import { KEPT_FOR } from "./outbox.js";
import { epochLocked, settleLocked } from "./store.js";
import { changeVault, keepMarks, phoneId, vaultOf, vaults } from "./vaults.js";
import { wipe } from "./wipe.js";

const GREET_EVERY = 5 * 60_000;

export class Identity {
  constructor(document, person) {
    Object.assign(this, { document, person, window: document.defaultView, key: null, vault: null, greeted: -Infinity });
  }

  /** False where the person has a PIN here and it was not given. */
  async open() {
    this.vault = await vaultOf(this.person);
    if (!this.vault?.wrapped) return true;
    this.key = await new Keeper(this.window, this.person).key(this.vault.idle);
    return Boolean(this.key);
  }

  async goToLock() {
    await becomes(this.window.caches, this.person);
    const { pathname, search } = this.window.location;
    this.window.location.replace(`${LOCK_PAGE}?next=${encodeURIComponent(pathname + search)}`);
  }

  makePin() {
    this.window.location.assign(`${LOCK_PAGE}?new=1`);
  }

  /** With a sealed box and no key the numbers in it must not look lost: it is handed over sealed, not sent. */
  get maySend() {
    return Boolean(this.key || !this.vault);
  }

  /** Tell the office that this phone is here, at most every few minutes; do what it answers. */
  async greet() {
    const id = await phoneId();
    if (!id || this.window.navigator.onLine === false || performance.now() - this.greeted < GREET_EVERY) return;
    const { own, others } = await waitingHere(this.person);
    const answer = await hello(id, own + others);
    if (!answer?.ok) return;
    this.greeted = performance.now();
    await keepMarks(contacted(answer.said.now, Date.now())).catch(() => {}); // a phone that is full sends all the same
    this.ahead = Date.now() - answer.said.now;
    if (answer.said.state === "ended") return this.end(id, answer.said.epoch);
    if (this.vault && this.vault.idle !== answer.said.idle_minutes) this.vault = await changeVault(this.person, (vault) => ({ ...vault, idle: answer.said.idle_minutes }));
    if (this.vault && !this.key) await handOver(answer.said.epoch);
  }

  /** First what is unsent is handed over, then packs and keys go; what the office did not answer for stays, sealed. */
  async end(id, epoch) {
    await handOver(epoch);
    for (const { person } of await vaults()) await wipe(person);
    await new Keeper(this.window, this.person).forget();
    await clear(this.window.caches);
    await sayWiped(id);
    this.window.location.replace(`${LOCK_PAGE}?ended=1`);
  }
}

/** Give every sealed box on this phone to the office; what it answers for is kept two weeks more. */
export async function handOver(epoch) {
  const before = new Date(Date.now() - KEPT_FOR).toISOString();
  for (const { person } of await vaults()) await epochLocked(person, epoch, before).catch(() => {}); // a phone that is full hands over all the same
  for (const box of await sealedBoxes()) {
    for (let at = 0; at < box.items.length; at += 50) {
      const part = { ...box, items: box.items.slice(at, at + 50) };
      const answer = await handIn(asFile([part], new Date().toISOString()));
      if (!answer?.ok) break;
      const { answers, epoch } = answer.said;
      await settleLocked(box.person, answers.filter((one) => one.fate).map((one) => one.id), epoch, new Date().toISOString());
    }
  }
}
