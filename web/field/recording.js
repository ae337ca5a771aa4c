/**
 * Recording a visit without signal: which screens, what is wrong, and the report. Pure.
 *
 * The same rules as routes/recording.py, which asks where no script runs; change both together
 * (tests/phone/recordings.json holds them to one another).
 */
export const CHECK = "check";
const WHOLE_DAY = [0, 86_400];
const CASE_RESULTS = { case: ["done", "papers_missing", "not_done"], hand: ["done", "not_done"] };

export class Recording {
  /** `stop`: {visit_id, intake, choices, cases, may_be_written, people}; `answers`: name → list of texts, as a form has them. */
  constructor(stop, answers) {
    this.stop = stop;
    this.answers = answers;
    this.prefix = stop.intake ? "case" : "hand";
  }

  text(name, most = 120) {
    return (this.answers[name]?.[0] ?? "").split(/\s+/).filter(Boolean).join(" ").slice(0, most);
  }

  get result() {
    return this.text("result");
  }

  steps() {
    return this.result ? ["result", ...this.#between(), "note", CHECK] : ["result"];
  }

  #between() {
    const { cases, intake } = this.stop;
    if (this.result === "done") return [...(intake ? ["met"] : []), ...cases.flatMap((id) => this.#aboutCase(id))];
    if (this.result === "papers_missing") return ["met", ...cases.map((id) => `lack-${id}`)];
    return this.result === "refused" ? ["met"] : [];
  }

  #aboutCase(id) {
    const first = `${this.prefix}-${id}`;
    const said = this.text(`${first}-result`);
    if (said === "papers_missing") return [first, `lack-${id}`];
    if (said !== "done") return [first];
    if (this.stop.intake) return [first, ...this.#writing(id), `take-${id}`];
    return [first, `give-${id}`, `sign-${id}`, ...(this.text(`sign-${id}-mark`) === "fingerprint" ? [`aloud-${id}`] : [])];
  }

  /** Who wrote the declaration; where we did, it is read back, then marked, in this order. */
  #writing(id) {
    if (!this.stop.may_be_written.includes(id)) return [];
    return this.#writtenFor(id) ? [`pen-${id}`, `read-${id}`, `mark-${id}`] : [`pen-${id}`];
  }

  #writtenFor(id) {
    return this.stop.may_be_written.includes(id) && !["", "self"].includes(this.text(`pen-${id}-by`));
  }

  after(step) {
    const steps = this.steps();
    return steps[Math.min(steps.indexOf(step) + 1, steps.length - 1)];
  }

  before(step) {
    const steps = this.steps();
    return steps[Math.max(steps.indexOf(step) - 1, 0)];
  }

  /** The first screen with something to mend, or null when all can be kept. */
  firstWrong() {
    return this.steps().find((step) => this.wrong(step)) ?? null;
  }

  /** [the field, the name of what is wrong with it], or null. */
  wrong(step) {
    const [kind] = step.split("-");
    const check = { result: this.#result, met: this.#met, case: this.#case, hand: this.#case, pen: this.#pen, read: this.#read, mark: this.#mark, give: this.#give, sign: this.#mark, aloud: this.#aloud, lack: this.#lack, note: this.#note }[kind];
    return check ? check.call(this, step, kind) : null;
  }

  #result() {
    if (!this.stop.choices.includes(this.result)) return ["result", "result"];
    const said = this.stop.cases.map((id) => this.text(`${this.prefix}-${id}-result`));
    return this.result === "done" && said.every(Boolean) && !said.includes("done") ? ["result", "nothing"] : null;
  }

  #met() {
    if (!this.text("met")) return ["met", "met"];
    return this.text("met") === "other" && !this.text("met_name") ? ["met_name", "met_name"] : null;
  }

  #case(step, kind) {
    return CASE_RESULTS[kind].includes(this.text(`${step}-result`)) ? null : [`${step}-result`, kind];
  }

  #pen(step) {
    return this.text(`${step}-by`) ? null : [`${step}-by`, "pen"];
  }

  #read(step) {
    return this.text(`${step}-back`) === "yes" ? null : [`${step}-back`, "read"];
  }

  #give(step) {
    return this.text(`${step}-by`) ? null : [`${step}-by`, "by"];
  }

  #mark(step) {
    return ["signature", "fingerprint"].includes(this.text(`${step}-mark`)) ? null : [`${step}-mark`, "mark"];
  }

  #aloud(step) {
    return this.text(`${step}-read`) === "yes" ? null : [`${step}-read`, "aloud"];
  }

  #lack(step) {
    return this.text(`${step}-missing`) ? null : [`${step}-missing`, "missing"];
  }

  #note() {
    return this.result === "other" && !this.text("note", 2000) ? ["note", "note"] : null;
  }

  /** The part of the report that the answers make. */
  report() {
    const tells = ["done", "papers_missing"].includes(this.result);
    return {
      visit_id: this.stop.visit_id,
      result: this.result,
      met: this.#whomMet(),
      cases: tells ? this.stop.cases.map((id) => this.#about(id)) : [],
      note: this.text("note", 2000),
      ...this.#homeWhen(),
    };
  }

  /** What neighbours told; days alone are whole days, parts of the day alone any day. Monday is 0. */
  #homeWhen() {
    if (this.result !== "not_home") return {};
    const { home_day = [], home_part = [] } = this.answers;
    const weekdays = [0, 1, 2, 3, 4, 5, 6].filter((day) => home_day.includes(String(day)));
    const parts = home_part.filter((part) => /^\d{1,5}-\d{1,5}$/.test(part)).map((part) => part.split("-").map(Number));
    const spans = parts.filter(([start, end]) => start < end && end <= WHOLE_DAY[1]);
    if (!spans.length && weekdays.length) spans.push(WHOLE_DAY);
    return spans.length ? { home_when: spans.map(([start, end]) => ({ weekdays, start, end })) } : {};
  }

  #whomMet() {
    if (!this.steps().includes("met")) return null;
    if (this.text("met") === "other") return { name: this.text("met_name"), relation: this.text("met_relation", 60) };
    const name = this.stop.people[this.text("met")];
    return name ? { name } : null;
  }

  #about(id) {
    if (this.result === "papers_missing") return this.#lacking(id);
    return this.stop.intake ? this.#taken(id) : this.#given(id);
  }

  #lacking(id) {
    return { case_id: id, result: "papers_missing", missing: this.text(`lack-${id}-missing`, 300) };
  }

  #taken(id) {
    const result = this.text(`case-${id}-result`);
    if (result === "papers_missing") return this.#lacking(id);
    if (result !== "done") return { case_id: id, result: "not_done" };
    const papers = (this.answers[`take-${id}-papers`] ?? []).slice(0, 20);
    return { case_id: id, result, papers, ...this.#assisted(id) };
  }

  #assisted(id) {
    if (!this.#writtenFor(id)) return { written_for: false, read_back: false };
    return { written_for: true, written_by: this.text(`pen-${id}-by`), read_back: this.text(`read-${id}-back`) === "yes", mark: this.text(`mark-${id}-mark`) };
  }

  #given(id) {
    if (this.text(`hand-${id}-result`) !== "done") return { case_id: id, result: "not_done" };
    const handover = { received_by: this.text(`give-${id}-by`), relation: this.text(`give-${id}-relation`, 60), mark: this.text(`sign-${id}-mark`), read_aloud: this.steps().includes(`aloud-${id}`) && this.text(`aloud-${id}-read`) === "yes" };
    return { case_id: id, result: "done", handover };
  }
}
