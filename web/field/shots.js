/** Photos and signatures on the record screens: taken, shown, taken away again; kept on the phone at once. */
import { shrunk } from "./camera.js";
import { Signature } from "./signature.js";

export class Shots {
  constructor(form, album, stop) {
    Object.assign(this, { form, album, stop, notes: [], window: form.ownerDocument.defaultView });
  }

  /** Show what was taken for this recording before the phone was put away. */
  async begin() {
    this.notes = (await this.album.notes()).filter((note) => note.visit_id === this.stop.visit_id && !note.outcome_id);
    for (const box of this.form.querySelectorAll("[data-shots]")) this.watch(box);
    for (const box of this.form.querySelectorAll("[data-signature]")) this.write(box);
    for (const note of this.notes) if (note.kind !== "signature") await this.show(note);
  }

  watch(box) {
    box.hidden = false;
    const [agreed, file] = [box.querySelector("[data-agreed]"), box.querySelector("input[type=file]")];
    const allow = () => (box.querySelector("[data-take]").hidden = !agreed.checked);
    agreed.checked = this.of(box.dataset.screen).some((note) => note.kind !== "signature");
    agreed.addEventListener("change", allow);
    allow();
    file.addEventListener("change", () => this.take(box, file));
  }

  async take(box, input) {
    const [file] = input.files;
    if (!file) return;
    const wrong = box.querySelector("[data-wrong]");
    wrong.hidden = true;
    try {
      const note = await this.album.add(this.facts(box), await shrunk(file, this.window));
      this.notes.push(note);
      await this.show(note);
    } catch {
      wrong.hidden = false;
    }
    input.value = "";
  }

  facts(box) {
    const { screen: step, kind, caseId, about } = box.dataset;
    return { visit_id: this.stop.visit_id, case_id: Number(caseId), kind, about: about ?? "", step, label: this.stop.name };
  }

  of(step) {
    return this.notes.filter((note) => note.step === step);
  }

  async show(note) {
    const box = this.form.querySelector(`[data-shots][data-screen="${note.step}"]`);
    if (!box) return;
    const one = box.querySelector("template").content.firstElementChild.cloneNode(true);
    const picture = one.querySelector("img");
    picture.src = this.window.URL.createObjectURL(new Blob([await this.album.bytes(note.id)], { type: "image/jpeg" }));
    one.querySelector("button").addEventListener("click", async () => {
      await this.remove(note);
      this.window.URL.revokeObjectURL(picture.src);
      one.remove();
    });
    box.querySelector("ul").append(one);
  }

  async remove(note) {
    this.notes = this.notes.filter((one) => one !== note);
    await this.album.drop(note.id);
  }

  /** The pad stands where "Ký tên" is chosen. */
  write(box) {
    const choices = this.form.querySelectorAll(`[name="${box.dataset.screen}-mark"]`);
    const look = () => (box.hidden = ![...choices].some((one) => one.checked && one.value === "signature"));
    for (const one of choices) one.addEventListener("change", look);
    look();
    const pad = new Signature(box, (bytes) => this.signed(box, bytes));
    const before = this.of(box.dataset.screen).find((note) => note.kind === "signature");
    if (before) this.album.bytes(before.id).then((bytes) => pad.restore(bytes));
  }

  /** Strokes follow each other quickly: each picture replaces the one before, one at a time. */
  signed(box, bytes) {
    this.last = (this.last ?? Promise.resolve()).then(async () => {
      for (const note of this.of(box.dataset.screen)) if (note.kind === "signature") await this.remove(note);
      if (bytes) this.notes.push(await this.album.add(this.facts(box), bytes));
    }).catch(() => {});
    return this.last;
  }

  /** Before the report is kept: what belongs to a screen that is not part of it goes, and so does a signature not asked for. */
  async settle(recording) {
    await this.last;
    const steps = recording.steps();
    const unasked = ({ kind, step }) => !steps.includes(step) || (kind === "signature" && recording.text(`${step}-mark`) !== "signature");
    for (const note of this.notes.filter(unasked)) await this.remove(note);
  }
}
