import assert from "node:assert/strict";
import { test } from "node:test";
import { phrase, showSignal } from "../../web/field/signal.js";
import { Target } from "./dom.js";

function page(onLine) {
  const window = Object.assign(new Target(), { navigator: { onLine } });
  const bar = { hidden: true, classList: { toggle() {} } };
  return { window, bar, document: { defaultView: window, querySelector: () => bar } };
}

test("with signal the bar stays away", () => {
  const { bar, document } = page(true);
  showSignal(document);
  assert.equal(bar.hidden, true);
});

test("the bar comes and goes with the signal", () => {
  const { window, bar, document } = page(true);
  showSignal(document);
  window.navigator.onLine = false;
  window.dispatch("offline");
  assert.equal(bar.hidden, false);
  window.navigator.onLine = true;
  window.dispatch("online");
  assert.equal(bar.hidden, true);
});

test("the bar tells what stands in the way, what waits, and when something was last sent", () => {
  const words = { away: "no signal", waits: "{n} wait", none: "all sent", last: "last at {at}", never: "never", login: "log in" };
  const noon = new Date(new Date().setHours(12, 5)).toISOString();
  assert.equal(phrase(words, { away: true, waits: 2, stop: null }, null), "no signal · 2 wait · never");
  assert.equal(phrase(words, { away: false, waits: 1, stop: "login" }, noon), "log in · 1 wait · last at 12:05");
  assert.equal(phrase(words, { away: false, waits: 0, stop: null }, noon), "all sent · last at 12:05");
  assert.equal(phrase(words, { away: true, waits: 0, stop: null }, null), "no signal");
});
