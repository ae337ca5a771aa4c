/**
 * What families say of the service on this phone, kept until the office has it: under an id drawn by
 * lot, with the week alone; no name, visit, device or hour. They lie apart from the reports and go
 * after them, in the order of their lots; once answered for they are gone from here.
 */
import { localDay } from "../worker/addresses.js";
import { utf8 } from "./secret.js";

const KIND = "opinion";
const AT_ONCE = 50;
const DAY = 24 * 3600 * 1000;
export const QUESTIONS = ["satisfied", "polite", "on_time", "asked_twice"];

/** The Monday of the phone's week, "2026-12-07". */
export const weekOf = (now) => localDay(now - ((new Date(now).getDay() + 6) % 7) * DAY);

export class Opinions {
  constructor(store, crypto = globalThis.crypto) {
    Object.assign(this, { store, crypto });
  }

  /** Safe on the phone once this resolves. `how`: "p" by the family's own hand, "s" spoken. */
  async keep(how, answers, now = Date.now()) {
    const id = [...this.crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const said = Object.fromEntries([...QUESTIONS, "words"].map((name) => [name, answers[name] ?? ""]));
    await this.store.keepBytes(KIND, id, utf8(JSON.stringify({ schema: 1, id, how, week_on: weekOf(now), ...said })));
  }

  ids() {
    return this.store.idsOf(KIND);
  }

  /** Give all that wait to the office; why it stopped, or null. It ends: an office that answers for nothing is left. */
  async send(post) {
    for (let ids = await this.ids(); ids.length; ids = await this.ids()) {
      const opinions = await Promise.all(ids.slice(0, AT_ONCE).map((id) => this.#read(id)));
      const answer = await post({ opinions });
      if (answer.stop) return answer.stop;
      const done = new Set(answer.answers.map((one) => one.id));
      const gone = ids.filter((id) => done.has(id));
      for (const id of gone) await this.store.dropBytes(KIND, id);
      if (!gone.length) return "away";
    }
    return null;
  }

  async #read(id) {
    return JSON.parse(new TextDecoder().decode(await this.store.bytes(KIND, id)));
  }
}

/** The form of the questions keeps its answers here, in place of sending them to the office at once. */
export function askOpinion(document, opinions, sendSoon) {
  const form = document.querySelector("[data-opinion]");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answers = Object.fromEntries(new FormData(form));
    form.querySelector("[data-complaint]")?.remove();
    const open = QUESTIONS.find((name) => !answers[name]);
    if (open) return complain(form, open);
    event.submitter.disabled = true;
    try {
      await opinions.keep(form.dataset.opinion, answers);
    } catch {
      event.submitter.disabled = false;
      form.querySelector("[data-refused]").hidden = false;
      return;
    }
    form.remove(); // the next family finds nobody's answers
    document.querySelector("[data-thanks]").hidden = false;
    document.defaultView.scrollTo(0, 0);
    await sendSoon();
  });
}

function complain(form, name) {
  const told = form.querySelector("template[data-error]").content.firstElementChild.cloneNode(true);
  told.querySelector("span").textContent = form.dataset.wrong;
  told.dataset.complaint = "";
  form.querySelector(`[name=${name}]`).closest(".field").querySelector(".choices").before(told);
  told.scrollIntoView({ block: "center" });
}

/** Where the paper was given, families are invited; on the page of what was sent, how many answers wait. */
export function showOpinions(document, waits, given) {
  for (const card of document.querySelectorAll("[data-invite]")) if (given(Number(card.dataset.invite))) card.hidden = false;
  const line = document.querySelector("[data-opinions]");
  if (line) Object.assign(line, { hidden: !waits, textContent: line.dataset.opinions.replace("{n}", waits) });
}
