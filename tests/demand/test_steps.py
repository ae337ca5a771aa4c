from datetime import date

import pytest

from fieldops.demand.steps import Stage, steps
from fieldops.domain.case import CLOSED, CaseState
from fieldops.domain.outcome import Result
from fieldops.domain.visit import VisitKind
from tests.demand.makers import (
    FRI,
    MON,
    THU,
    TUE,
    VIETNAM,
    WED,
    birth,
    processed,
    received,
    tried,
)


def of(facts):
    return list(steps(facts, VIETNAM))


def test_a_request_brings_its_intake_and_the_return_that_follows():
    intake, back = of(birth(register_by=FRI))
    assert (intake.call.kind, intake.stage) == (VisitKind.INTAKE, Stage.DUE)
    assert (intake.release_on, intake.due_on) == (MON, FRI)
    assert (back.call.kind, back.stage) == (VisitKind.DELIVERY, Stage.LINKED)
    assert (back.release_on, back.due_on) == (None, None)


def test_what_ends_at_the_door_has_no_return():
    assert [step.call.kind for step in of(birth(hand_over=None))] == [VisitKind.INTAKE]


def test_once_received_the_return_has_the_dates_of_the_law():
    (back,) = of(received())
    assert (back.stage, back.release_on, back.due_on) == (Stage.AWAITING, WED, date(2026, 12, 14))


def test_once_registered_the_return_is_due():
    (back,) = of(processed())
    assert (back.stage, back.release_on, back.due_on) == (Stage.DUE, WED, date(2026, 12, 14))


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_a_closed_case_needs_nothing(state):
    assert of(birth(state=state)) == []


def test_a_held_case_waits_for_a_decision():
    assert of(birth(held=True)) == []


def test_papers_missing_keeps_the_intake_open():
    assert [s.call.kind for s in of(birth(state=CaseState.SUPPLEMENT))] == [
        VisitKind.INTAKE,
        VisitKind.DELIVERY,
    ]


@pytest.mark.parametrize(
    ("on", "result", "release"),
    [
        (TUE, Result.NOT_HOME, WED),  # the next working day
        (FRI, Result.NOT_HOME, date(2026, 12, 14)),  # Monday
        (TUE, Result.PAPERS_MISSING, FRI),  # three working days: Wed, Thu, Fri
    ],
)
def test_a_second_try_waits_a_little(on, result, release):
    step = of(birth(tries=(tried(on, result),)))[0]
    assert (step.attempt, step.release_on, step.last.on) == (2, release, on)


def test_the_last_try_counts():
    step = of(birth(tries=(tried(MON), tried(THU, Result.PAPERS_MISSING))))[0]
    assert (step.attempt, step.last.result) == (3, Result.PAPERS_MISSING)


def test_a_missed_intake_is_no_try_of_the_delivery():
    (back,) = of(processed(tries=(tried(MON),)))
    assert (back.attempt, back.last) == (1, None)
