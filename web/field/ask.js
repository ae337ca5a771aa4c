/** The record screens without a server: all of them in one page, one shown at a time. */
import { CHECK, Recording } from "./recording.js";
import { askNameWhenOther, takePoint } from "./record.js";
import { Shots } from "./shots.js";

const SOON = 400;

export class Asker {
  /** `phone.keep` resolves once the report is safe in the outbox. */
  constructor(form, store, phone) {
    Object.assign(this, { form, store, phone, stop: JSON.parse(form.querySelector("[data-stop]").textContent) });
    this.sections = new Map([...form.querySelectorAll("[data-step]")].map((one) => [one.dataset.step, one]));
    this.words = form.dataset;
  }

  async begin() {
    const draft = await this.store.draft(this.stop.visit_id);
    if (draft) this.fill(draft.answers);
    askNameWhenOther(this.form);
    this.shots = new Shots(this.form, this.phone.album, this.stop);
    await this.shots.begin();
    this.form.addEventListener("submit", (event) => this.press(event));
    this.form.ownerDocument.defaultView.addEventListener("popstate", (event) => this.show(event.state?.step ?? "result"));
    this.form.addEventListener("change", () => this.remember());
    this.form.addEventListener("input", () => this.rememberSoon());
    this.show(draft && this.recording().steps().includes(draft.step) ? draft.step : "result");
    this.form.hidden = false;
  }

  recording() {
    const answers = {};
    for (const [name, value] of new FormData(this.form)) if (value !== "") (answers[name] ??= []).push(value);
    return new Recording(this.stop, answers);
  }

  fill(answers) {
    for (const control of this.form.elements) {
      const said = answers[control.name];
      if (!said) continue;
      if (control.type === "radio" || control.type === "checkbox") control.checked = said.includes(control.value);
      else control.value = said[0];
    }
  }

  /** What is being typed too: a phone can die before the finger leaves the box. */
  rememberSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.remember(), SOON);
  }

  /** One after another, so that the last word stays; a phone that keeps nothing more says so at once. */
  remember() {
    clearTimeout(this.soon);
    const draft = { step: this.step, answers: this.recording().answers };
    this.kept = (this.kept ?? Promise.resolve()).then(() => this.store.keepDraft(this.stop.visit_id, draft)).then(() => true, () => false);
    return this.kept.then((kept) => this.sayKept(kept));
  }

  sayKept(kept) {
    const refused = this.part("refused");
    const newly = refused.hidden && !kept;
    refused.hidden = kept;
    if (newly) refused.scrollIntoView({ block: "center" });
  }

  async press(event) {
    event.preventDefault();
    const go = event.submitter?.value ?? "next";
    const recording = this.recording();
    this.complain(null);
    if (go === "save") return this.save(event.submitter, recording);
    if (go === "back") return this.goTo(recording.before(this.step));
    if (go.startsWith("to:")) return this.goTo(go.slice(3));
    const wrong = recording.wrong(this.step);
    return wrong ? this.complain(wrong) : this.goTo(recording.after(this.step));
  }

  goTo(step) {
    this.form.ownerDocument.defaultView.history.pushState({ step }, "");
    this.show(step);
    this.remember();
  }

  show(step) {
    const recording = this.recording();
    const steps = recording.steps();
    this.step = steps.includes(step) ? step : "result";
    for (const [name, section] of this.sections) section.hidden = name !== this.step;
    for (const one of this.form.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== recording.result;
    this.part("save").hidden = this.step !== CHECK;
    this.part("next").hidden = this.step === CHECK;
    this.part("back").hidden = this.step === "result";
    this.part("thumb").classList.toggle("thumb--two", this.step !== "result");
    this.part("at").hidden = steps.length < 2;
    this.part("at").textContent = this.words.at.replace("{at}", steps.indexOf(this.step) + 1).replace("{all}", steps.length);
    if (this.step === CHECK) this.check(steps);
    this.form.ownerDocument.defaultView.scrollTo(0, 0);
  }

  part(name) {
    return this.form.querySelector(`[data-part=${name}]`);
  }

  complain(wrong) {
    this.form.querySelector("[data-complaint]")?.remove();
    if (!wrong) return;
    const [name, why] = wrong;
    const told = this.form.querySelector("template[data-error]").content.firstElementChild.cloneNode(true);
    told.querySelector("span").textContent = JSON.parse(this.words.errors)[why];
    told.dataset.complaint = "";
    const field = this.form.elements[name];
    ((field.length ? field[0] : field) ?? this.sections.get(this.step)).closest(".field, .choices").before(told);
    told.scrollIntoView({ block: "center" });
  }

  check(steps) {
    takePoint(this.form, this.form.ownerDocument.defaultView.navigator);
    this.summarise(steps);
  }

  /** Every answer in the words of its own question, each with a way back. */
  summarise(steps) {
    const list = this.sections.get(CHECK).querySelector("dl");
    const line = this.form.querySelector("template[data-line]").content.firstElementChild;
    list.replaceChildren(...steps.filter((step) => step !== CHECK).map((step) => {
      const one = line.cloneNode(true);
      const heading = [...this.sections.get(step).querySelectorAll("h1")].find((found) => !found.closest("[hidden][data-when]"));
      one.querySelector("dt").textContent = heading.textContent;
      one.querySelector("dd").textContent = [this.said(step), this.taken(step)].filter(Boolean).join("; ") || this.words.nothing;
      one.querySelector("button").value = `to:${step}`;
      return one;
    }));
  }

  said(step) {
    const parts = [];
    for (const control of this.sections.get(step).querySelectorAll("input, textarea")) {
      if (control.closest(".when-other")?.hidden || control.closest("[data-when]")?.hidden || !control.name) continue;
      if (control.checked) parts.push(control.parentElement.querySelector("span").firstChild.textContent);
      else if (!["radio", "checkbox"].includes(control.type) && control.value.trim()) parts.push(control.value.trim());
    }
    return parts.join("; ");
  }

  /** "2 ảnh": photos and signatures of a screen. */
  taken(step) {
    const count = this.shots.of(step).length;
    return count ? this.words.photos.replace("{n}", count) : "";
  }

  async save(button, recording) {
    const wrong = recording.firstWrong();
    if (wrong) return this.show(wrong), this.complain(recording.wrong(wrong));
    button.disabled = true;
    try {
      await this.shots.settle(recording);
      await this.remember();
      await this.phone.keep((box) => this.facts(recording, box), this.stop.name);
    } catch {
      button.disabled = false;
      this.part("refused").hidden = false;
      return;
    }
    await this.store.keepDraft(this.stop.visit_id, null).catch(() => {});
    await this.phone.sendQuickly();
    this.form.ownerDocument.defaultView.location.assign(`${this.words.home}#recorded-${this.stop.visit_id}`);
  }

  /** A visit recorded here before is corrected, also where the office does not know of it yet. */
  facts(recording, box) {
    const { plan_id, plan_version } = this.stop;
    const before = this.phone.latest(box, this.stop.visit_id);
    const supersedes = before?.fate === null ? before.id : (this.stop.supersedes ?? before?.id ?? null);
    return { ...recording.report(), plan_id, plan_version, point: this.point(), supersedes };
  }

  point() {
    const { lat, lon, accuracy } = Object.fromEntries(["lat", "lon", "accuracy"].map((name) => [name, this.form.elements[name].value]));
    return lat ? { lat: Number(lat), lon: Number(lon), accuracy_m: Number(accuracy) } : null;
  }
}

