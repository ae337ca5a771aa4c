import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Recording } from "../../web/field/recording.js";

const ALL = ["done", "not_home", "papers_missing", "refused", "moved", "other"];

/** tests/routes/test_recording.py asks the server the same questions, and writes down the same reports. */
for (const { what, kind, cases, may_be_written = [], answers, steps, wrong, report } of JSON.parse(readFileSync(new URL("recordings.json", import.meta.url)))) {
  test(what, () => {
    const intake = kind === "intake";
    const choices = ALL.filter((one) => intake || one !== "papers_missing");
    const recording = new Recording({ visit_id: 12, intake, choices, cases, may_be_written, people: { 3: "Lý Văn Ba" } }, answers);
    assert.deepEqual(recording.steps(), steps);
    assert.equal(recording.firstWrong(), wrong);
    if (wrong === null) assert.deepEqual(recording.report(), report);
  });
}
