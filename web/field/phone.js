/** The phone by itself: its outbox, what it shows of it, the pack, and sending when it can. */
import { Asker } from "./ask.js";
import { holdUntilItsDay, keepTicks, sayRecorded, showDay } from "./day.js";
import { saveFile, waitingHere } from "./handover.js";
import { Identity } from "./identity.js";
import { withOffset } from "./ids.js";
import { offerInstall } from "./install.js";
import { lockOnLeaving } from "./leaving.js";
import { add, latestOf, pruned, waiting } from "./outbox.js";
import { pack, packed } from "./pack.js";
import { Album, unsent } from "./photos.js";
import { Store } from "./store.js";
import { flush, keepSending, post } from "./sync.js";
import { office, upload } from "./upload.js";
import { showPhotos, showWaiting } from "./waiting.js";
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
    lockOnLeaving(this.document);
    if (!this.person || !this.window.navigator.serviceWorker || !this.window.indexedDB) return this.leaveToServer();
    offerInstall(this.document);
    holdUntilItsDay(this.document, Date.now());
    sayRecorded(this.document);
    try {
      this.identity = new Identity(this.document, this.person);
      if (!(await this.identity.open())) return this.identity.goToLock();
      this.store = await Store.open(this.person, this.identity.key);
      this.album = new Album(this.store);
      this.offerPack();
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
    if (!this.identity.key) return this.leaveToServer();
    const form = this.document.querySelector("[data-whole]");
    if (form) await new Asker(form, this.store, this).begin();
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
    await this.identity.greet();
    if (!this.identity.maySend) return this.show();
    const send = (body) => post(this.person, body, this.window.fetch.bind(this.window));
    const go = async () => {
      this.stop = await flush(this.store, send, () => new Date().toISOString());
      if (!this.stop) this.stop = await this.sendPhotos();
    };
    try {
      await this.window.navigator.locks.request(`outbox-${this.person}`, { ifAvailable: true }, (lock) => lock && go());
    } finally {
      await this.show();
    }
  }

  /** After the reports, which weigh nothing: photos, one after another. */
  async sendPhotos() {
    if (!this.identity.key) return null;
    await this.album.bind((await this.store.box()).items);
    return upload(this.album, office(this.person, this.window.fetch.bind(this.window)));
  }

  /** Photos that were taken here; none while the phone is locked. */
  async photos() {
    return this.identity.key ? this.album.bind((await this.store.box()).items) : [];
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
    const photos = await this.photos();
    const waits = waiting(box).length + unsent(photos).length;
    const count = this.document.querySelector("[data-waiting]");
    if (count) Object.assign(count, { hidden: !waits, textContent: ` (${waits})` });
    for (const badge of this.document.querySelectorAll("[data-kept]")) {
      const item = this.latest(box, Number(badge.dataset.kept));
      badge.hidden = !item || badge.dataset.state !== (item.fate === null ? "waits" : "sent");
    }
    showDay(this.document, (visit) => this.latest(box, visit));
    showPhotos(this.document, photos);
    showWaiting(this.document, box, this.stop);
    await this.tellOthers();
  }

  /** On the page of what was sent: what else waits on this phone, and the way to carry it to the office. */
  async tellOthers() {
    const line = this.document.querySelector("[data-others]");
    if (!line) return;
    const { own, others } = await waitingHere(this.person);
    Object.assign(line, { hidden: !others, textContent: line.dataset.words.replace("{n}", others) });
    const file = this.document.querySelector("[data-file]");
    file.hidden = !(own + others);
    file.querySelector("button").onclick = () => saveFile(this.document, new Date());
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
    button.addEventListener("click", () => (this.identity.key ? this.packNow(card, button, say) : this.identity.makePin()));
    card.hidden = false;
    const note = await packed(this.person);
    if (note) say(note);
    if (!this.identity.key || this.window.location.hash !== "#pack") return;
    this.window.history.replaceState(null, "", this.window.location.pathname + this.window.location.search);
    await this.packNow(card, button, say);
  }

  async packNow(card, button, say) {
    const before = button.textContent;
    Object.assign(button, { disabled: true, textContent: card.dataset.busy });
    try {
      say(await pack(this.person, card.dataset.pack, JSON.parse(card.dataset.files), this.identity.key));
    } catch {
      card.querySelector("[data-pack-words]").textContent = card.dataset.failed;
      button.textContent = before;
    }
    button.disabled = false;
  }
}
