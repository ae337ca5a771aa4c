import assert from "node:assert/strict";
import { test } from "node:test";
import { follow } from "../../web/plan/follow.js";
import { offerCopy } from "../../web/plan/offers.js";

/** A page with one part that asks to be renewed, and a server that gives the answers in turn. */
function watched(answers) {
  const waiting = [];
  const replaced = [];
  const part = {
    id: "plan-job",
    contains: () => false,
    replaceWith: (next) => {
      replaced.push(next.text);
      page.part = next.polls ? { ...part, text: next.text } : null;
    },
  };
  const page = { part, activeElement: null, importNode: (node) => node, querySelector: () => page.part };
  const view = {
    location: { href: "/plans/jobs/1", assigned: [], assign: (url) => view.location.assigned.push(url) },
    fetch: async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return { redirected: false, text: async () => answer, ...answer };
    },
    DOMParser: class {
      parseFromString(answer) {
        return { getElementById: () => answer };
      }
    },
  };
  follow(page, view, (then) => waiting.push(then));
  return { view, replaced, waiting, tick: () => waiting.shift()() };
}

test("the part is renewed until it no longer asks for it", async () => {
  const page = watched([{ text: async () => ({ text: "half", polls: true }) }, { text: async () => ({ text: "end", polls: false }) }]);
  await page.tick();
  await page.tick();
  assert.deepEqual(page.replaced, ["half", "end"]);
  assert.equal(page.waiting.length, 0);
});

test("a lost answer is no end", async () => {
  const page = watched([new Error("no signal"), { text: async () => ({ text: "again", polls: true }) }]);
  await page.tick();
  await page.tick();
  assert.deepEqual(page.replaced, ["again"]);
});

test("a redirect leads to the plan", async () => {
  const page = watched([{ redirected: true, url: "/plans/7" }]);
  await page.tick();
  assert.deepEqual(page.view.location.assigned, ["/plans/7"]);
  assert.equal(page.waiting.length, 0);
});

test("a page without such a part is left alone", () => {
  const waiting = [];
  follow({ querySelector: () => null }, {}, (then) => waiting.push(then));
  assert.equal(waiting.length, 0);
});

test("copying takes the text and says so", async () => {
  let pressed;
  const words = { textContent: "Chép" };
  const button = {
    hidden: true,
    dataset: { copy: "#chat", copied: "Đã chép" },
    addEventListener: (_, act) => { pressed = act; },
    querySelector: () => words,
  };
  const copied = [];
  const page = { querySelectorAll: () => [button], querySelector: () => ({ value: "Đội A" }) };
  offerCopy(page, { writeText: async (text) => copied.push(text) });
  await pressed();
  assert.deepEqual([button.hidden, copied, words.textContent], [false, ["Đội A"], "Đã chép"]);
});
