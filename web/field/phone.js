/** The phone by itself: its outbox, what it shows of it, the pack, and sending when it can. */
import { Asker } from "./ask.js";
import { holdUntilItsDay, keepTicks, sayRecorded, showDay } from "./day.js";
import { withOffset } from "./ids.js";
import { offerInstall } from "./install.js";
import { lockOnLeaving } from "./leaving.js";
import { add, latestOf, pruned, waiting } from "./outbox.js";
import { pack, packed } from "./pack.js";
import { Store } from "./store.js";
import { flush, keepSending, post } from "./sync.js";
import { showWaiting } from "./waiting.js";
import { shortDay, shortMoment } from "./words.js";

const DAY = 24 * 3600 * 1000;
const KEPT_FOR = 14 * DAY; // as long as an office may be put back from a backup
const PACKED_FOR = 3 * DAY; // pages know of what was sent by then
const PATIENCE = 4_000;

const since = (millis) => new Date(Date.now() - millis).toISOString();

export class Phone {
  constructor(document, tell) {
    Object.assign(this, { document, tell, person: document.body.dataset.person, window: document.defaultView });
  }

  async wake() {
    lockOnLeaving(this.document, async () => (this.store ? waiting(await this.store.box()).length : 0));
    if (!this.person || !this.window.navigator.serviceWorker || !this.window.indexedDB) return this.leaveToServer();
    this.offerPack();
    offerInstall(this.document);
    holdUntilItsDay(this.document, Date.now());
    sayRecorded(this.document);
    try {
      this.store = await Store.open(this.person);
      await this.show();
    } catch {
      return this.leaveToServer(); // a browser that keeps nothing records at the server
    }
    await this.recordHere();
    await keepTicks(this.document, this.store);
    keepSending(this.document, () => this.send());
  }

  /** Once packed, this phone asks and keeps by itself; until then the server does. */
  async recordHere() {
    const form = this.document.querySelector("[data-whole]");
    if (form) await new Asker(form, this.store, this).begin();
    if (!(await this.window.navigator.serviceWorker.getRegistration("/field"))) return;
    for (const link of this.document.querySelectorAll("[data-begin]")) link.search += link.search ? "&whole=1" : "?whole=1";
  }

  leaveToServer() {
    if (this.document.querySelector("[data-whole]")) this.window.location.replace(this.window.location.href.replace(/whole=1&?/, ""));
  }

  /** Into the outbox: safe on the phone once this resolves. */
  async keep(factsOf, label) {
    const now = new Date();
    const stamp = { at: withOffset(now), millis: now.getTime(), chance: this.window.crypto.getRandomValues(new Uint8Array(10)), label };
    await this.store.change((box) => add(pruned(box, since(KEPT_FOR)), factsOf(box), stamp));
  }

  async send() {
    const send = (body) => post(this.person, body, this.window.fetch.bind(this.window));
    const go = async () => (this.stop = await flush(this.store, send, () => new Date().toISOString()));
    try {
      await this.window.navigator.locks.request(`outbox-${this.person}`, { ifAvailable: true }, (lock) => lock && go());
    } finally {
      await this.show();
    }
  }

  async sendQuickly() {
    if (this.window.navigator.onLine === false) return;
    await Promise.race([this.send().catch(() => {}), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }

  /** The report a new one of this visit corrects: one of before is on the packed pages. */
  latest(box, visit) {
    return latestOf(box, visit, since(PACKED_FOR));
  }

  async show() {
    const box = await this.store.box();
    if (box.items.length || (await packed(this.person))) this.tell(box, this.stop);
    const waits = waiting(box).length;
    const count = this.document.querySelector("[data-waiting]");
    if (count) Object.assign(count, { hidden: !waits, textContent: ` (${waits})` });
    for (const badge of this.document.querySelectorAll("[data-kept]")) {
      const item = this.latest(box, Number(badge.dataset.kept));
      badge.hidden = !item || badge.dataset.state !== (item.fate === null ? "waits" : "sent");
    }
    showDay(this.document, box);
    showWaiting(this.document, box, this.stop);
  }

  async offerPack() {
    const card = this.document.querySelector("[data-pack]");
    if (!card) return;
    const button = card.querySelector("button");
    const say = (note) => {
      const kb = Math.ceil(note.bytes / 1024);
      card.querySelector("[data-pack-words]").textContent = card.dataset.had.replace("{at}", shortMoment(new Date(note.at), new Date())).replace("{kb}", kb).replace("{days}", note.days.map(shortDay).join(", "));
      button.textContent = card.dataset.again;
    };
    button.addEventListener("click", () => this.packNow(card, button, say));
    card.hidden = false;
    const note = await packed(this.person);
    if (note) say(note);
  }

  async packNow(card, button, say) {
    const before = button.textContent;
    Object.assign(button, { disabled: true, textContent: card.dataset.busy });
    try {
      say(await pack(this.person, card.dataset.pack, JSON.parse(card.dataset.files)));
    } catch {
      card.querySelector("[data-pack-words]").textContent = card.dataset.failed;
      button.textContent = before;
    }
    button.disabled = false;
  }
}
