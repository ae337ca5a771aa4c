import assert from "node:assert/strict";
import { test } from "node:test";
import { guardForms } from "../../web/desk/forms.js";
import { Target } from "./dom.js";

function page() {
  const window = new Target();
  const document = Object.assign(new Target(), { defaultView: window });
  guardForms(document);
  return { window, document };
}

const typing = (guarded) => ({ target: { closest: () => (guarded ? {} : null) } });

function leaving(window) {
  const event = { asked: false, preventDefault() { this.asked = true; } };
  return window.dispatch("beforeunload", event).asked;
}

test("leaving with something typed asks first", () => {
  const { window, document } = page();
  assert.equal(leaving(window), false);
  document.dispatch("input", typing(true));
  assert.equal(leaving(window), true);
});

test("a search or a filter asks nothing", () => {
  const { window, document } = page();
  document.dispatch("input", typing(false));
  assert.equal(leaving(window), false);
});

test("sending lets one leave, and the button waits in words", async () => {
  const { window, document } = page();
  const button = { disabled: false, dataset: { busy: "Đang lưu…" }, textContent: "Lưu", setAttribute() {} };
  document.dispatch("input", typing(true));
  document.dispatch("submit", { defaultPrevented: false, target: { method: "post" }, submitter: button });
  assert.equal(leaving(window), false);
  assert.equal(button.disabled, false, "its own value must still be sent");
  await new Promise((later) => setTimeout(later, 5));
  assert.equal(button.disabled, true);
  assert.equal(button.textContent, "Đang lưu…");
});
