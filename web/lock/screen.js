/** One section of the lock page at a time; which one follows from what lies on the phone. */
import { becomes, currentPerson } from "../worker/pages.js";
import { saveFile, waitingHere } from "../field/handover.js";
import { Keeper } from "../field/keeper.js";
import { contacted, looked, tooLong } from "../field/marks.js";
import { hello, leave, openEscrow } from "../field/office.js";
import { wrongWith } from "../field/tries.js";
import { keepMarks, makePhoneId, marks, phoneId, vaultOf } from "../field/vaults.js";
import { wipe } from "../field/wipe.js";
import { makeVault, tryPin } from "./safe.js";

const LOGIN = "/login?next=";
const NEW_PIN = encodeURIComponent("/field/lock?new=1");

export class LockScreen {
  constructor(document) {
    const { defaultView: window, body } = document;
    const asked = new URLSearchParams(window.location.search);
    Object.assign(this, { document, window, words: body.dataset, asked, caches: window.caches });
  }

  async wake() {
    await this.begin().catch(() => this.complain(this.words.nothing));
  }

  async begin() {
    for (const [act, work] of Object.entries({ ask: this.open, choose: this.choose, forgot: () => this.logInAgain(NEW_PIN), other: () => this.logInAgain("/field"), file: this.file })) {
      for (const button of this.all(`[data-act=${act}]`)) button.addEventListener("click", () => this.busy(button, work));
    }
    for (const link of this.all("[data-to]")) link.addEventListener("click", () => this.show(link.dataset.to));
    this.document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    if (this.asked.has("ended")) return this.show("ended");
    if (this.asked.has("new")) return this.startNew();
    this.person = await currentPerson(this.caches);
    this.vault = this.person && (await vaultOf(this.person));
    await this.tellWaiting();
    if (!this.vault) return this.window.location.replace("/field");
    if (!this.vault.wrapped) return this.show("wiped");
    if (await this.keeper().key(this.vault.idle)) return this.goOn();
    this.show("ask");
  }

  keeper() {
    return new Keeper(this.window, this.person);
  }

  all(selector) {
    return this.document.querySelectorAll(selector);
  }

  show(name) {
    for (const section of this.all("[data-screen]")) section.hidden = section.dataset.screen !== name;
    this.complain("");
    this.document.querySelector(`[data-screen=${name}] input`)?.focus();
  }

  complain(words) {
    const told = this.document.querySelector("[data-complaint]");
    told.hidden = !words;
    told.querySelector("span").textContent = words;
  }

  async busy(button, work) {
    button.disabled = true;
    this.complain("");
    try {
      await work.call(this, button);
    } catch (error) {
      this.complain(error.name === "QuotaExceededError" ? this.words.full : this.words.failed);
    }
    button.disabled = false;
  }

  typed(name) {
    const input = this.document.querySelector(`input[data-pin=${name}]`);
    const text = input.value.trim();
    input.value = "";
    input.focus();
    return text;
  }

  async open() {
    const pin = this.typed("ask");
    if (wrongWith(pin) === "form") return this.complain(this.words.form);
    this.vault = await vaultOf(this.person);
    const said = await tryPin(this.vault, pin, Date.now(), wipe);
    if (said.wiped) return this.show("wiped");
    if (said.wait) return this.complain(this.words.wait.replace("{n}", Math.ceil(said.wait / 1000)));
    if (said.wrong) return this.complain(this.words.wrong.replace("{n}", said.wrong));
    await this.keeper().give(said.key, this.vault.idle);
    return this.goOn();
  }

  /** Back to the page that was asked for; without the office for too long there is none. */
  async goOn() {
    const known = await marks();
    if (known) await keepMarks(looked(known, Date.now()));
    if (tooLong(known, Date.now()) && !(await this.greet())?.ok) return this.show("stale");
    const { location } = this.window;
    const next = this.asked.get("next") ?? "/field";
    if (location.pathname !== "/field/lock") return location.reload();
    return location.replace(next.startsWith("/field") ? next : "/field");
  }

  async greet() {
    const id = await phoneId();
    const answer = id && (await hello(id, undefined));
    if (answer?.ok) await keepMarks(contacted(answer.said.now, Date.now()));
    return answer;
  }

  /** A new PIN: the office must know who asks, and give its key. */
  async startNew() {
    registered(this.window).catch(() => {}); // it comes while the person thinks of a PIN; `keep` waits for it
    const answer = await hello(await makePhoneId(), undefined);
    if (!answer) return this.show("away");
    if (answer.status === 401) return this.window.location.replace(LOGIN + NEW_PIN);
    if (!answer.ok) return this.show("away");
    await keepMarks(contacted(answer.said.now, Date.now()));
    if (answer.said.state === "ended") return this.show("ended");
    this.office = answer.said;
    this.person = String(answer.said.person);
    this.vault = await vaultOf(this.person);
    return this.show("choose");
  }

  async choose() {
    const [pin, again] = [this.typed("again"), this.typed("choose")].reverse();
    const wrong = wrongWith(pin) ?? (pin === again ? null : "again");
    if (wrong) return this.complain(this.words[wrong]);
    const { office, slip, idle_minutes: idle } = this.office;
    try {
      await this.keep(await makeVault({ person: this.person, pin, office, idle, slip, escrow: this.vault?.escrow }, recover), idle);
    } catch (error) {
      if (error.message !== "login") throw error;
      return this.show("fresh");
    }
    return this.window.location.replace("/field#pack");
  }

  async keep(key, idle) {
    await registered(this.window);
    await this.window.navigator.serviceWorker.ready;
    await becomes(this.caches, this.person);
    await this.keeper().give(key, idle);
  }

  /** Whoever is logged in here is not asked whether they may: the password is. */
  async logInAgain(next) {
    const answer = await leave();
    if (!answer) return this.complain(this.words.away);
    return this.window.location.assign(LOGIN + next);
  }

  file() {
    return saveFile(this.document, new Date());
  }

  async tellWaiting() {
    const { own, others } = await waitingHere(this.person);
    for (const [name, n] of Object.entries({ own, others })) {
      const line = this.document.querySelector(`[data-waits=${name}]`);
      line.hidden = !n;
      line.textContent = line.dataset.words.replace("{n}", n);
    }
    this.document.querySelector("[data-waiting]").hidden = !(own + others);
  }
}

const registered = ({ navigator }) => navigator.serviceWorker.register("/sw.js", { scope: "/field" });

/** The data key of before, from the office; Error "login" where the password must be given first. */
async function recover(escrow) {
  const answer = await openEscrow(escrow);
  if (answer?.ok) return answer.said.key;
  throw new Error(answer?.status === 403 ? "login" : "away");
}
