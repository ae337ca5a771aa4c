/** The phone by itself: its outbox, what it shows of it, the pack, and sending when it can. */
import { Asker } from "./ask.js";
import { holdUntilItsDay, keepTicks, sayRecorded, showDay, showWrongClock } from "./day.js";
import { saveFile, waitingHere } from "./handover.js";
import { Identity } from "./identity.js";
import { withOffset } from "./ids.js";
import { offerInstall } from "./install.js";
import { lockOnLeaving } from "./leaving.js";
import { askOpinion, Opinions, showOpinions } from "./opinions.js";
import { add, KEPT_FOR, latestOf, pruned, waiting } from "./outbox.js";
import { pack, packed } from "./pack.js";
import { Album, unsent } from "./photos.js";
import { Store } from "./store.js";
import { flush, keepSending, post } from "./sync.js";
import { office, upload } from "./upload.js";
import { showPhotos, showWaiting } from "./waiting.js";
import { marks } from "./vaults.js";
import { shortDay, shortMoment } from "./words.js";

const DAY = 24 * 3600 * 1000;
const PACKED_FOR = 3 * DAY; // pages know of what was sent by then
const PATIENCE = 4_000;

const since = (millis) => new Date(Date.now() - millis).toISOString();

export class Phone {
  constructor(document, tell) {
    Object.assign(this, { document, tell, person: document.body.dataset.person, window: document.defaultView });
  }

  async wake() {
    lockOnLeaving(this.document);
    if (!this.person) return this.leaveToServer();
    if (!this.window.navigator.serviceWorker || !this.window.indexedDB) return this.keepsNothing();
    offerInstall(this.document);
    sayRecorded(this.document);
    try {
      holdUntilItsDay(this.document, Math.max(Date.now(), (await marks())?.seen ?? 0));
      this.identity = new Identity(this.document, this.person);
      if (!(await this.identity.open())) return this.identity.goToLock();
      this.store = await Store.open(this.person, this.identity.key);
      this.album = new Album(this.store);
      this.opinions = new Opinions(this.store);
      this.offerPack();
      await this.show();
    } catch {
      return this.keepsNothing();
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
    askOpinion(this.document, this.opinions, () => this.sendQuickly());
    for (const link of this.document.querySelectorAll("[data-begin]")) link.search += link.search ? "&whole=1" : "?whole=1";
  }

  /** A browser that keeps nothing says so before anything is recorded, and records at the server. */
  keepsNothing() {
    const notice = this.document.querySelector("[data-keeps-nothing]");
    if (notice) notice.hidden = false;
    return this.leaveToServer();
  }

  leaveToServer() {
    if (this.document.querySelector("[data-whole]")) this.window.location.replace(this.window.location.href.replace(/whole=1&?/, ""));
  }

  /** Into the outbox: safe on the phone once this resolves. */
  async keep(factsOf, label) {
    const now = new Date();
    const stamp = { at: withOffset(now), millis: now.getTime(), chance: this.window.crypto.getRandomValues(new Uint8Array(10)), label };
    const recorded = () => this.store.change((box) => add(pruned(box, since(KEPT_FOR)), factsOf(box), stamp));
    await this.album.withRoom(recorded);
  }

  /** In turn with the other tabs; a round that still waits for its turn will see what is recorded meanwhile. */
  send() {
    return (this.next ??= this.window.navigator.locks.request(`outbox-${this.person}`, () => {
      this.next = null;
      return this.round();
    }));
  }

  async round() {
    const send = (body, to) => post(this.person, body, this.window.fetch.bind(this.window), { to });
    try {
      await this.identity.greet();
      showWrongClock(this.document, this.identity.ahead, Date.now());
      if (!this.identity.maySend) return;
      this.stop = await flush(this.store, send, () => new Date().toISOString());
      if (!this.stop && this.identity.key) this.stop = await this.opinions.send((body) => send(body, "opinions"));
      if (!this.stop) this.stop = await this.sendPhotos();
    } finally {
      await this.show();
    }
  }

  /** After the reports, which weigh nothing: photos, one after another. */
  async sendPhotos() {
    if (!this.identity.key) return null;
    const { items, epoch } = await this.store.box();
    await this.album.bind(items);
    await this.album.inEpoch(epoch, since(KEPT_FOR));
    return upload(this.album, office(this.person, this.window.fetch.bind(this.window)), epoch, new Date().toISOString());
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
    const opinions = (await this.opinions.ids()).length;
    const waits = waiting(box).length + unsent(photos).length + opinions;
    const count = this.document.querySelector("[data-waiting]");
    if (count) Object.assign(count, { hidden: !waits, textContent: ` (${waits})` });
    for (const badge of this.document.querySelectorAll("[data-kept]")) {
      const item = this.latest(box, Number(badge.dataset.kept));
      badge.hidden = !item || badge.dataset.state !== (item.fate === null ? "waits" : "sent");
    }
    showDay(this.document, (visit) => this.latest(box, visit));
    showPhotos(this.document, photos);
    showOpinions(this.document, opinions, (visit) => this.latest(box, visit)?.outcome.result === "done");
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
    const say = async (note) => {
      const lasts = await this.window.navigator.storage?.persisted?.().catch(() => false);
      card.querySelector("[data-fleeting]").hidden = Boolean(lasts);
      const kb = Math.ceil(note.bytes / 1024);
      card.querySelector("[data-pack-words]").textContent = card.dataset.had.replace("{at}", shortMoment(new Date(note.at), new Date())).replace("{kb}", kb).replace("{days}", note.days.map(shortDay).join(", "));
      button.textContent = card.dataset.again;
    };
    button.addEventListener("click", () => (this.identity.key ? this.packNow(card, button, say) : this.identity.makePin()));
    card.hidden = false;
    const note = await packed(this.person);
    if (note) await say(note);
    if (!this.identity.key || this.window.location.hash !== "#pack") return;
    this.window.history.replaceState(null, "", this.window.location.pathname + this.window.location.search);
    await this.packNow(card, button, say);
  }

  async packNow(card, button, say) {
    const before = button.textContent;
    Object.assign(button, { disabled: true, textContent: card.dataset.busy });
    try {
      await say(await pack(this.person, card.dataset.pack, JSON.parse(card.dataset.files), this.identity.key));
    } catch {
      card.querySelector("[data-pack-words]").textContent = card.dataset.failed;
      button.textContent = before;
    }
    button.disabled = false;
  }
}
