"""
Every document a shipped phone ever sent is accepted for ever.

The files of a schema are never changed; what a newer phone sends becomes a new file.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from fieldops.domain.people import Role
from fieldops.outcomes.report import SCHEMAS
from fieldops.store.tables import OutcomeRow, SurveyAnswerRow
from tests import makers
from tests.routes.test_phone_api import fates, look, planned

HERE = Path(__file__).parent
DOCUMENTS = sorted(HERE.glob("schema*/*.json"))
OPINIONS = sorted(HERE.glob("opinions*/*.json"))
PRINTS = HERE / "fingerprints.txt"


def test_no_schema_was_taken_out():
    assert {int(path.parent.name.removeprefix("schema")) for path in DOCUMENTS} == set(SCHEMAS)


def test_no_recorded_document_was_changed_or_lost():
    now = {
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(HERE)}"
        for path in (*DOCUMENTS, *OPINIONS)
    }
    assert now == set(PRINTS.read_text().splitlines())


@pytest.fixture
def of(session):
    """``of("delivery")``: a visit of that kind on today's route."""

    def make(kind):
        person = makers.citizen(session, makers.household(session))
        done = {"processed_on": date(2026, 11, 23), "received_on": date(2026, 11, 18)}
        more = {"state": "processed"} | done if kind == "delivery" else {}
        row = makers.visit(session, makers.case(session, person, **more), kind=kind)
        makers.route(session, row, members=[makers.staff_of(session, Role.REGISTRAR)])
        return planned(session, row)

    return make


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_it_is_taken_in_as_on_its_first_day(as_, session, of, path):
    visit = of("delivery" if "handed" in path.stem else "intake")
    text = path.read_text().replace('"VISIT"', str(visit.id)).replace('"CASE"', str(visit.case_id))
    client = as_("registrar")
    first = client.post("/api/v1/outcomes", data=text, content_type="application/json")
    again = client.post("/api/v1/outcomes", data=text, content_type="application/json")
    sent = json.loads(text)["outcomes"]
    assert fates(first) == ["stored"] * len(sent)
    assert fates(again) == ["already"] * len(sent)
    assert first.json["missing"] == {}
    kept = {row.id: row.body for row in look(session, OutcomeRow)}
    for one in sent:
        assert said(one).items() <= kept[one["id"]].items()


@pytest.mark.parametrize("path", OPINIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_opinions_are_taken_in_as_on_their_first_day(as_, session, path):
    client, text = as_("registrar"), path.read_text()
    sent = json.loads(text)["opinions"]
    for fate in ("stored", "already"):
        answer = client.post("/api/v1/opinions", data=text, content_type="application/json")
        assert answer.json == {
            "schema": 1,
            "answers": [{"id": one["id"], "fate": fate} for one in sent],
        }
    kept = {
        (row.channel, str(row.week_on), row.satisfied, row.polite, row.on_time, row.asked_twice)
        for row in look(session, SurveyAnswerRow)
    }
    names = ("how", "week_on", "satisfied", "polite", "on_time", "asked_twice")
    assert kept == {tuple(one[name] for name in names) for one in sent}


def said(outcome):
    """What a report says, apart from fields whose parts gain defaults when they are read."""
    return {name: value for name, value in outcome.items() if name != "cases"}
