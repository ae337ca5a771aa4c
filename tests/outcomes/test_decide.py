"""The rule of docs/phone-contract.md, line by line of its tables."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.domain.case import CaseState
from fieldops.domain.outcome import Fate, Result
from fieldops.domain.visit import VisitKind, VisitState
from fieldops.outcomes.decide import CaseAct, day_of, decide
from fieldops.outcomes.known import KnownVisit, Standing
from tests.outcomes.reports import handed, report, uuid7

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # half an hour after the report was recorded
MONDAY = date(2026, 11, 23)


def books(state=VisitState.DUE, kind=VisitKind.INTAKE, cases=None, said=None, planned_on=MONDAY):
    standing = said and Standing(frozenset({uuid7(1)}), Result(said))
    cases = cases if cases is not None else {7: CaseState.REQUESTED}
    return KnownVisit(12, kind, state, planned_on, cases, standing)


def verdict(the_report, visit, received_at=NOON):
    return decide(the_report, visit, received_at=received_at, made_on=MONDAY)


class TestWhatIsStored:
    def test_an_intake_that_was_done_receives_its_cases(self):
        decision = verdict(report(), books(cases={7: CaseState.REQUESTED, 8: CaseState.SUPPLEMENT}))
        assert decision.fate is Fate.STORED
        assert decision.effect.acts == {7: CaseAct.RECEIVE, 8: CaseAct.RECEIVE}
        assert decision.effect.results == {7: Result.DONE, 8: Result.DONE}

    def test_one_case_done_and_one_without_its_papers(self):
        said = [{"case_id": 8, "result": "papers_missing", "missing": "giấy chứng sinh"}]
        visit = books(cases={7: CaseState.REQUESTED, 8: CaseState.REQUESTED})
        decision = verdict(report(cases=said), visit)
        assert decision.effect.acts == {7: CaseAct.RECEIVE, 8: CaseAct.WAIT_FOR_PAPERS}
        assert decision.effect.results == {7: Result.DONE, 8: Result.PAPERS_MISSING}

    def test_a_delivery_hands_over(self):
        visit = books(kind=VisitKind.DELIVERY, cases={7: CaseState.PROCESSED})
        decision = verdict(report(cases=[handed(7)]), visit)
        assert decision.effect.acts == {7: CaseAct.HAND_OVER}

    @pytest.mark.parametrize(
        ("result", "act"),
        [
            ("not_home", CaseAct.TRY_AGAIN),
            ("papers_missing", CaseAct.WAIT_FOR_PAPERS),
            ("refused", CaseAct.HOLD_REFUSED),
            ("moved", CaseAct.HOLD_MOVED),
            ("other", CaseAct.HOLD_OTHER),
        ],
    )
    def test_what_was_not_done(self, result, act):
        decision = verdict(report(result=result), books())
        assert decision.fate is Fate.STORED
        assert decision.effect.acts == {7: act}
        assert decision.effect.results == {7: Result(result)}

    def test_a_case_left_for_another_day_is_tried_again(self):
        said = [{"case_id": 8, "result": "not_done"}]
        visit = books(cases={7: CaseState.REQUESTED, 8: CaseState.REQUESTED})
        assert verdict(report(cases=said), visit).effect.acts[8] is CaseAct.TRY_AGAIN

    def test_done_counts_even_when_the_plan_moved_the_visit(self):
        visit = books(planned_on=date(2026, 11, 26))
        assert verdict(report(), visit).fate is Fate.STORED


class TestWhatWaitsForASupervisor:
    def test_a_visit_nobody_knows(self):
        assert verdict(report(), None).fate is Fate.NEEDS_REVIEW

    def test_a_case_of_another_visit(self):
        decision = verdict(report(cases=[{"case_id": 99, "result": "done"}]), books())
        assert decision.fate is Fate.NEEDS_REVIEW
        assert decision.effect is None

    @pytest.mark.parametrize("off", [timedelta(days=2), -timedelta(days=15)])
    def test_a_clock_that_is_off(self, off):
        late = report(recorded_at=(NOON + off).isoformat())
        assert verdict(late, books()).fate is Fate.NEEDS_REVIEW

    @pytest.mark.parametrize("off", [timedelta(hours=23), -timedelta(days=13)])
    def test_a_clock_that_is_a_little_off_is_believed(self, off):
        assert verdict(report(recorded_at=(NOON + off).isoformat()), books()).fate is Fate.STORED

    def test_a_closed_visit_with_another_result(self):
        visit = books(VisitState.MISSED, said="not_home")
        assert verdict(report(2), visit).fate is Fate.NEEDS_REVIEW

    def test_a_visit_the_office_made_void(self):
        assert verdict(report(), books(VisitState.VOID)).fate is Fate.NEEDS_REVIEW

    def test_a_delivery_before_its_registration(self):
        visit = books(VisitState.EXPECTED, VisitKind.DELIVERY)
        assert verdict(report(cases=[handed(7)]), visit).fate is Fate.NEEDS_REVIEW

    def test_a_case_the_office_closed_meanwhile(self):
        visit = books(cases={7: CaseState.WITHDRAWN})
        assert verdict(report(), visit).fate is Fate.NEEDS_REVIEW

    def test_a_paper_handed_to_nobody_in_particular(self):
        visit = books(kind=VisitKind.DELIVERY, cases={7: CaseState.PROCESSED})
        assert verdict(report(), visit).fate is Fate.NEEDS_REVIEW

    def test_not_home_when_the_plan_already_promises_a_later_day(self):
        visit = books(planned_on=date(2026, 11, 26))
        decision = verdict(report(result="not_home"), visit)
        assert decision.fate is Fate.NEEDS_REVIEW
        assert decision.reason.facts == {"day": date(2026, 11, 26)}


class TestTwoPhonesAndCorrections:
    def test_two_phones_saying_the_same_are_one_fact(self):
        decision = verdict(report(2), books(VisitState.DONE, said="done"))
        assert decision.fate is Fate.STORED
        assert decision.effect is None

    def test_not_home_is_corrected_to_done(self):
        visit = books(VisitState.MISSED, said="not_home")
        decision = verdict(report(2, supersedes=uuid7(1)), visit)
        assert decision.fate is Fate.STORED
        assert decision.effect.acts == {7: CaseAct.RECEIVE}

    def test_a_done_is_not_taken_back_without_a_supervisor(self):
        visit = books(VisitState.DONE, cases={7: CaseState.RECEIVED}, said="done")
        decision = verdict(report(2, result="not_home", supersedes=uuid7(1)), visit)
        assert decision.fate is Fate.NEEDS_REVIEW

    def test_a_done_told_better_changes_no_case(self):
        visit = books(VisitState.DONE, cases={7: CaseState.RECEIVED}, said="done")
        decision = verdict(report(2, note="đã đọc lại", supersedes=uuid7(1)), visit)
        assert decision.fate is Fate.STORED
        assert decision.effect.acts == {}

    def test_what_does_not_stand_cannot_be_corrected(self):
        other = uuid7(99)
        visit = books(VisitState.MISSED, said="not_home")
        assert verdict(report(2, supersedes=other), visit).fate is Fate.NEEDS_REVIEW


def test_a_phone_ahead_of_its_time_does_not_make_tomorrow():
    tuesday = date(2026, 11, 24)
    assert day_of(tuesday, received_on=MONDAY) == MONDAY
    assert day_of(MONDAY, received_on=tuesday) == MONDAY


VISITS = st.builds(
    KnownVisit,
    id=st.just(12),
    kind=st.sampled_from(VisitKind),
    state=st.sampled_from(VisitState),
    planned_on=st.sampled_from([None, MONDAY, date(2026, 11, 26)]),
    cases=st.dictionaries(st.integers(7, 9), st.sampled_from(CaseState), max_size=3),
    standing=st.sampled_from([None, *(Standing(frozenset({uuid7(1)}), one) for one in Result)]),
)
SAID = st.lists(
    st.sampled_from(
        [handed(7), *({"case_id": i, "result": r} for i in (7, 8) for r in ("done", "refused"))]
    ),
    max_size=2,
    unique_by=lambda one: one["case_id"],
)


@given(VISITS, st.sampled_from(Result), SAID, st.booleans())
def test_every_report_is_kept_and_only_a_stored_one_changes_the_books(
    visit, result, said, corrects
):
    supersedes = uuid7(1) if corrects else None
    decision = verdict(report(2, result=result, cases=said, supersedes=supersedes), visit)
    assert decision.fate in {Fate.STORED, Fate.NEEDS_REVIEW}
    assert decision.reason is not None or decision.fate is Fate.STORED
    if decision.fate is Fate.NEEDS_REVIEW:
        assert decision.effect is None
    elif decision.effect is not None:
        assert decision.effect.results.keys() == visit.cases.keys()
        assert decision.effect.acts.keys() <= visit.cases.keys()
