import assert from "node:assert/strict";
import { test } from "node:test";
import { showSignal } from "../../web/field/signal.js";
import { Target } from "./dom.js";

function page(onLine) {
  const window = Object.assign(new Target(), { navigator: { onLine } });
  const bar = { hidden: true };
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
