"""The server and a phone without signal ask alike (tests/phone/recordings.json)."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from werkzeug.datastructures import MultiDict

from fieldops.domain.visit import VisitKind
from routes.recording import Recording

RECORDINGS = json.loads((Path(__file__).parents[1] / "phone" / "recordings.json").read_text())


def recording_of(told):
    stop = SimpleNamespace(
        visit_id=12,
        kind=VisitKind(told["kind"]),
        cases=[
            SimpleNamespace(id=number, may_be_written=number in told.get("may_be_written", ()))
            for number in told["cases"]
        ],
        people=[SimpleNamespace(id=3, name="Lý Văn Ba")],
    )
    return Recording(stop, MultiDict(told["answers"]))


@pytest.mark.parametrize("told", RECORDINGS, ids=lambda told: told["what"])
def test_the_server_asks_as_the_phone_does(app, told):
    recording = recording_of(told)
    with app.test_request_context():
        wrong = recording.first_wrong()
    assert recording.steps() == told["steps"]
    assert (wrong and wrong[0]) == told["wrong"]
    if wrong is None:
        assert recording.report() == told["report"]


@pytest.mark.parametrize("told", RECORDINGS, ids=lambda told: told["what"])
def test_a_phone_holds_every_screen_that_may_come(told):
    recording = recording_of(told)
    held = {*recording.every_step(), "note", "check"}
    may_come = told["wrong"] != "result" or told["kind"] == "intake"
    assert not may_come or held >= set(recording.steps())
