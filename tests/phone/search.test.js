import assert from "node:assert/strict";
import { test } from "node:test";
import { focusSearch } from "../../web/desk/search.js";
import { keypress, Target } from "./dom.js";

function page() {
  const box = { focused: 0, focus() { this.focused += 1; }, select() {} };
  return { box, document: Object.assign(new Target(), { querySelector: () => box }) };
}

test("a slash goes to the search box", () => {
  const { box, document } = page();
  focusSearch(document);
  const event = document.dispatch("keydown", keypress("/", { tagName: "BODY" }));
  assert.equal(box.focused, 1);
  assert.equal(event.prevented, true);
});

for (const tagName of ["INPUT", "TEXTAREA", "SELECT"]) {
  test(`a slash typed into ${tagName} stays a slash`, () => {
    const { box, document } = page();
    focusSearch(document);
    const event = document.dispatch("keydown", keypress("/", { tagName }));
    assert.equal(box.focused, 0);
    assert.equal(event.prevented, false);
  });
}

test("with Ctrl it belongs to the browser", () => {
  const { box, document } = page();
  focusSearch(document);
  document.dispatch("keydown", keypress("/", { tagName: "BODY" }, { ctrlKey: true }));
  assert.equal(box.focused, 0);
});
