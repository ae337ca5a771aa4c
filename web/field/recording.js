/**
 * Recording a visit without signal: which screens, what is wrong, and the report. Pure.
 *
 * The same rules as routes/recording.py, which asks where no script runs; change both together
 * (tests/phone/recordings.json holds them to one another).
 */
export const CHECK = "check";
const CASE_RESULTS = { case: ["done", "papers_missing", "not_done"], hand: ["done", "not_done"] };

export class Recording {
  /** `stop`: {visit_id, intake, choices, cases, people}; `answers`: name → list of texts, as a form has them. */
  constructor(stop, answers) {
    this.stop = stop;
    this.answers = answers;
    this.prefix = stop.intake ? "case" : "hand";
  }

  text(name, most = 120) {
    return (this.answers[name]?.[0] ?? "").split(/\s+/).filter(Boolean).join(" ").slice(0, most);
  }

  ticked(name) {
    return Boolean(this.answers[name]?.[0]);
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
    return this.stop.intake ? [first, `take-${id}`] : [first, `give-${id}`, `sign-${id}`];
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
    const check = { result: this.#result, met: this.#met, case: this.#case, hand: this.#case, take: this.#take, give: this.#give, sign: this.#sign, lack: this.#lack, note: this.#note }[kind];
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

  #take(step) {
    return this.ticked(`${step}-written`) && !this.ticked(`${step}-read`) ? [`${step}-read`, "read"] : null;
  }

  #give(step) {
    return this.text(`${step}-by`) ? null : [`${step}-by`, "by"];
  }

  #sign(step) {
    const mark = this.text(`${step}-mark`);
    if (!["signature", "fingerprint"].includes(mark)) return [`${step}-mark`, "mark"];
    return mark === "fingerprint" && !this.ticked(`${step}-aloud`) ? [`${step}-aloud`, "aloud"] : null;
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
    };
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
    return { case_id: id, result, papers, written_for: this.ticked(`take-${id}-written`), read_back: this.ticked(`take-${id}-read`) };
  }

  #given(id) {
    if (this.text(`hand-${id}-result`) !== "done") return { case_id: id, result: "not_done" };
    const handover = { received_by: this.text(`give-${id}-by`), relation: this.text(`give-${id}-relation`, 60), mark: this.text(`sign-${id}-mark`), read_aloud: this.ticked(`sign-${id}-aloud`) };
    return { case_id: id, result: "done", handover };
  }
}
