from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fieldops.domain.case import CaseState, Procedure, Register
from fieldops.domain.household import Category
from fieldops.reports.figures import count, percent, state_on, tally
from fieldops.reports.indicators import INDICATORS, SHARES
from fieldops.reports.period import Window
from fieldops.reports.reconcile import reconcile
from tests.reports.case_facts import DAYS, case, lives

NOVEMBER = Window(date(2026, 11, 1), date(2026, 11, 30))
SHARE = {share.key: share for share in SHARES}


def counted(*cases, window=NOVEMBER):
    """The keys that are not zero, with their counts."""
    return {key: number for key, number in tally(cases, window).items() if number}


def test_a_case_received_before_the_period_and_still_open_is_carried_over():
    old = case(received_on=date(2026, 10, 31), deliver_by=date(2026, 11, 30))
    # The last legal day is the last day seen: not yet overdue.
    assert counted(old) == {"received": 1, "carried_over": 1, "pending": 1, "pending_in_time": 1}


def test_a_case_settled_before_the_period_is_not_in_it():
    past = case(received_on=date(2026, 10, 20), processed_on=date(2026, 10, 31))
    assert counted(past) == {"waiting_handover": 1}


def test_the_first_and_the_last_day_are_in_the_period():
    first = case(received_on=date(2026, 11, 1))
    last = case(received_on=date(2026, 11, 30))
    after = case(received_on=date(2026, 12, 1))
    assert tally([first, last, after], NOVEMBER)["new"] == 2


def test_early_on_time_and_late_are_told_by_the_day_it_was_processed():
    due = date(2026, 11, 12)
    cases = [
        case(received_on=date(2026, 11, 5), deliver_by=due, processed_on=date(2026, 11, day))
        for day in (11, 12, 13, 14)
    ]
    found = tally(cases, NOVEMBER)
    assert (found["early"], found["on_time"], found["late"]) == (1, 1, 2)
    assert percent(SHARE["resolved_in_time"], found) == 50.0  # (1 + 1) of 4


def test_the_family_may_wait_longer_than_the_legal_clock():
    # Processed a day early (status 9), handed over three days late (status 10): in time by one
    # clock, late by the other.
    slow = case(
        received_on=date(2026, 11, 5),
        deliver_by=date(2026, 11, 12),
        processed_on=date(2026, 11, 11),
        handed_over_on=date(2026, 11, 15),
    )
    found = tally([slow], NOVEMBER)
    assert percent(SHARE["resolved_in_time"], found) == 100.0
    assert percent(SHARE["handed_over_in_time"], found) == 0.0


def test_a_result_is_digitised_when_its_file_came_no_later_than_the_paper():
    def given(digitised_on):
        day = date(2026, 11, 12)
        return case(received_on=day, handed_over_on=day, digitised_on=digitised_on)

    found = tally([given(date(2026, 11, day)) for day in (11, 12, 13)] + [given(None)], NOVEMBER)
    assert (found["handed_over_digitised"], found["handed_over_on_paper_only"]) == (2, 2)
    assert percent(SHARE["digitised"], found) == 50.0  # 2 of 4


def test_a_paper_handed_over_at_once_is_resolved_that_day():
    certified = case(
        procedure=Procedure.CERTIFIED_SIGNATURE,
        received_on=date(2026, 11, 5),
        handed_over_on=date(2026, 11, 5),
    )
    assert tally([certified], NOVEMBER)["resolved"] == 1


def test_a_case_asked_for_and_withdrawn_before_receipt_was_never_received():
    dropped = case(stopped_on=date(2026, 11, 3), state=CaseState.WITHDRAWN)
    assert counted(dropped) == {}


def test_not_yet_entered_is_counted_by_its_age_in_calendar_days():
    ages = {"not_entered_2": 2, "not_entered_7": 3, "not_entered_30": 30, "not_entered_more": 31}
    for key, age in ages.items():
        waiting = case(
            received_on=date(2026, 10, 1),
            processed_on=date(2026, 10, 2),
            register=Register.BIRTH,
            registered_on=date.fromordinal(date(2026, 11, 30).toordinal() - age),
        )
        found = tally([waiting], NOVEMBER)
        assert found[key] == found["not_entered"] == 1, key


def test_a_person_in_two_categories_is_in_both_and_once_in_the_total():
    both = case(
        received_on=date(2026, 11, 2), categories=frozenset({Category.POOR, Category.ELDERLY})
    )
    figures = count([both], NOVEMBER)
    assert figures.total["new"] == 1
    assert {part: t["new"] for part, t in figures.by["category"].items()} == {
        Category.POOR: 1,
        Category.ELDERLY: 1,
    }
    assert reconcile(figures) == []


def test_the_state_is_the_one_of_the_last_day_seen_not_of_today():
    closed_later = case(
        received_on=date(2026, 11, 20),
        processed_on=date(2026, 11, 30),
        handed_over_on=date(2026, 12, 3),
        state=CaseState.HANDED_OVER,
    )
    assert state_on(closed_later, NOVEMBER) == CaseState.PROCESSED


def test_a_case_that_waits_for_papers_was_asked_for_and_says_so():
    waiting = case(state=CaseState.SUPPLEMENT)
    assert state_on(waiting, NOVEMBER) == CaseState.SUPPLEMENT
    figures = count([waiting], NOVEMBER)
    assert (figures.total["waiting_visit"], figures.total["received"]) == (1, 0)
    assert reconcile(figures) == []


def test_a_share_of_nothing_is_not_a_number():
    assert percent(SHARE["entered"], tally([], NOVEMBER)) is None


def test_keys_are_unique():
    assert len({indicator.key for indicator in INDICATORS}) == len(INDICATORS)


@given(st.lists(lives(), max_size=30), DAYS, DAYS)
def test_the_totals_of_true_cases_always_reconcile(cases, one, other):
    assert reconcile(count(cases, Window(min(one, other), max(one, other)))) == []


@given(st.lists(lives(), max_size=20), DAYS, DAYS, DAYS)
def test_what_is_pending_at_the_end_of_a_period_is_carried_into_the_next(cases, a, b, c):
    first, middle, last = sorted((a, b, c))
    if middle == last:
        return
    before = tally(cases, Window(first, middle))
    after = tally(cases, Window(date.fromordinal(middle.toordinal() + 1), last))
    assert before["pending"] == after["carried_over"]
