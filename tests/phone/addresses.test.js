import assert from "node:assert/strict";
import { test } from "node:test";
import { keptAs, localDay, lookups } from "../../web/worker/addresses.js";

const SITE = "https://xa.example";
const at = (path) => new URL(path, SITE);

test("a page is kept under its day, its parameters in order", () => {
  assert.equal(keptAs(at("/field"), "2026-12-07"), `${SITE}/field?on=2026-12-07`);
  assert.equal(keptAs(at("/field/stops/3/record?whole=1&on=2026-12-08"), "2026-12-07"), `${SITE}/field/stops/3/record?on=2026-12-08&whole=1`);
});

test("what was sent is of no day", () => {
  assert.equal(keptAs(at("/field/sent"), "2026-12-07"), `${SITE}/field/sent`);
});

test("today's page without signal is looked for under the phone's day, then under the days packed", () => {
  assert.deepEqual(lookups(at("/field"), ["2026-12-08", "2026-12-07"]), [
    `${SITE}/field?on=2026-12-08`,
    `${SITE}/field?on=2026-12-07`,
    `${SITE}/field`,
  ]);
});

test("recording without signal is one page, of its own day", () => {
  assert.deepEqual(lookups(at("/field/stops/3/record?on=2026-12-08"), ["2026-12-07"]), [`${SITE}/field/stops/3/record?on=2026-12-08&whole=1`]);
});

test("the phone's day is its own, not Greenwich's", () => {
  assert.equal(localDay(new Date(2026, 11, 7, 0, 30).getTime()), "2026-12-07");
});
