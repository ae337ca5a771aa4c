"""Which reports the books may follow after the answer: only what they cannot refuse."""

from datetime import date

import pytest

from fieldops.domain.case import CaseState
from fieldops.domain.visit import VisitKind, VisitState
from fieldops.outcomes.decide import effect_of
from fieldops.outcomes.following import CaseDays, may_wait
from fieldops.outcomes.known import KnownVisit
from tests.outcomes.reports import handed, report, uuid7

ASKED, MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 24)


def waits(said, state=CaseState.REQUESTED, kind=VisitKind.INTAKE, days=None):
    visit = KnownVisit(12, kind, VisitState.DUE, None, {7: state})
    return may_wait(said, effect_of(said, visit), visit.cases, {7: days or CaseDays(ASKED)}, MONDAY)


@pytest.mark.parametrize("result", ["done", "not_home", "refused", "moved", "other"])
def test_what_the_books_always_take_may_wait(result):
    assert waits(report(result=result))


def test_a_dossier_taken_before_it_was_asked_for_may_not():
    assert not waits(report(), days=CaseDays(TUESDAY))


def test_one_that_waited_for_papers_may_not():
    assert not waits(report(), state=CaseState.SUPPLEMENT)


def test_a_correction_may_not():
    assert not waits(report(supersedes=uuid7(2)))


@pytest.mark.parametrize(("words", "may"), [("giấy chứng sinh", True), ("", False), (" ", False)])
def test_missing_papers_are_named(words, may):
    assert waits(report(result="papers_missing", note=words)) is may


@pytest.mark.parametrize(
    ("paper", "ready_on", "may"),
    [
        ({}, MONDAY, True),
        ({"mark": "fingerprint", "read_aloud": True}, MONDAY, True),
        ({"mark": "fingerprint"}, MONDAY, False),
        ({}, TUESDAY, False),  # handed over before the paper was made
    ],
)
def test_a_paper_is_handed_over_as_the_law_wants_it(paper, ready_on, may):
    said = report(cases=[handed(7, **paper)])
    days = CaseDays(ASKED, ready_on)
    assert waits(said, CaseState.PROCESSED, VisitKind.DELIVERY, days) is may
