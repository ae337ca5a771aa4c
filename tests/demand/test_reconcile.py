from datetime import date, timedelta
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from fieldops.demand import reconcile, steps
from fieldops.demand.visits import seconds_at_door
from fieldops.domain.case import CaseState, Register
from fieldops.domain.outcome import Result
from fieldops.domain.people import Role, Skill
from fieldops.domain.visit import VisitKind, VisitState
from tests.demand.makers import (
    FRI,
    INTAKE,
    MON,
    THU,
    TUE,
    VIETNAM,
    WED,
    applied,
    birth,
    id_card,
    processed,
    received,
    tried,
)


def settle(*facts, visits=(), today=MON, planned=None):
    """The open visits once they are in step with the cases."""
    changes = change(*facts, visits=visits, today=today)
    return applied(changes, list(visits), planned)


def change(*facts, visits=(), today=MON):
    needed = chain.from_iterable(steps(one, VIETNAM) for one in facts)
    return reconcile(needed, visits, today, VIETNAM)


def kinds(visits):
    return [(v.now.kind.value, v.now.state.value, sorted(v.now.cases)) for v in visits]


def test_one_stop_serves_everyone_in_the_home():
    intake, delivery, courier = settle(birth(1), id_card(2))
    assert kinds([intake, delivery, courier]) == [
        ("intake", "due", [1, 2]),
        ("delivery", "expected", [1]),
        ("courier", "expected", [2]),
    ]
    assert intake.now.roles == {Role.REGISTRAR, Role.POLICE}
    assert delivery.now.link == courier.now.link == intake.id
    assert delivery.now.registers == {Register.BIRTH}


def test_minutes_are_not_the_sum():
    # 30 minutes for the first birth, 15 for the second; the delivery 15 + 8.
    intake, delivery = settle(birth(1), birth(2))
    assert intake.now.seconds == (30 + 15) * 60
    assert delivery.now.seconds == (15 + 8) * 60


def test_the_longest_case_comes_first_at_its_full_time():
    # birth 30/15, ID card 25/15: 30 + 15 = 45, not 25 + 15 = 40
    group = [next(iter(steps(one, VIETNAM))) for one in (id_card(2), birth(1))]
    assert seconds_at_door(group) == 45 * 60


def test_two_homes_are_two_visits():
    visits = settle(birth(1, household_id=1), birth(2, household_id=2))
    assert [v.now.household_id for v in visits if v.now.kind == VisitKind.INTAKE] == [1, 2]


def test_doing_it_twice_changes_nothing():
    cases = [birth(1), id_card(2), processed(3)]
    assert not change(*cases, visits=settle(*cases))


def test_a_new_case_joins_the_open_visit():
    before = settle(birth(1))
    after = settle(birth(1), birth(2), visits=before)
    assert [v.id for v in after] == [v.id for v in before]
    assert after[0].now.cases == {1, 2}


def test_a_planned_visit_keeps_its_identity_and_takes_a_new_case():
    before = settle(birth(1), planned={1: WED})
    after = settle(birth(1), birth(2), visits=before)
    assert [(v.id, v.planned_on) for v in after if v.now.kind == VisitKind.INTAKE] == [(1, WED)]


def test_a_case_that_cannot_be_served_that_day_gets_its_own_visit():
    # Papers asked for on Tue 8: not before Fri 11, and the visit is promised for Wed 9.
    before = settle(birth(1), planned={1: WED, 2: date(2026, 12, 14)})
    asked = birth(2, state=CaseState.SUPPLEMENT, tries=(tried(TUE, Result.PAPERS_MISSING),))
    after = settle(birth(1), asked, visits=before, today=TUE)
    intakes = [v for v in after if v.now.kind == VisitKind.INTAKE]
    assert [sorted(v.now.cases) for v in intakes] == [[1], [2]]
    assert intakes[1].now.release_on == FRI


def test_nobody_is_added_to_a_visit_whose_day_has_passed():
    before = settle(birth(1), planned={1: MON, 2: THU})
    after = settle(birth(1), birth(2), visits=before, today=TUE)
    assert sum(v.now.kind == VisitKind.INTAKE for v in after) == 2


def test_a_withdrawn_case_leaves_and_an_empty_visit_is_void():
    before = settle(birth(1), birth(2))
    one = settle(birth(1), birth(2, state=CaseState.WITHDRAWN), visits=before)
    assert [v.now.cases for v in one] == [{1}, {1}]
    none = change(birth(1, held=True), visits=one)
    assert none.void == (1, 2)


def test_after_the_intake_the_expected_delivery_is_the_same_visit_with_dates():
    intake, delivery = settle(birth(1), planned={2: THU})
    done = [delivery]
    (after,) = settle(received(1, made_intake=intake.id), visits=done, today=TUE)
    assert (after.id, after.planned_on, after.now.state) == (delivery.id, THU, VisitState.EXPECTED)
    assert (after.now.release_on, after.now.due_on) == (WED, date(2026, 12, 14))
    assert after.now.link == intake.id
    (due,) = settle(processed(1, made_intake=intake.id), visits=[after], today=WED)
    assert (due.id, due.now.state) == (delivery.id, VisitState.DUE)


def test_what_is_ready_is_due_though_its_neighbour_is_not():
    both = settle(received(1), received(2), planned={1: THU})
    after = settle(processed(1), received(2), visits=both, today=WED)
    assert kinds(after) == [("delivery", "due", [1]), ("delivery", "expected", [2])]
    assert (after[0].id, after[0].planned_on) == (1, THU)


def test_and_the_neighbour_joins_once_it_is_ready_too():
    both = settle(received(1), received(2), planned={1: THU})
    split = settle(processed(1), received(2), visits=both, today=WED)
    after = settle(processed(1), processed(2), visits=split, today=WED)
    assert kinds(after) == [("delivery", "due", [1, 2])]
    assert after[0].planned_on == THU


def test_days_that_do_not_meet_make_two_visits():
    # One paper is due on Mon 14 December; the other waits for the police until January.
    slow = received(2, ready_by=date(2027, 1, 4), deliver_by=date(2027, 1, 6))
    assert [v.now.cases for v in settle(received(1), slow)] == [{1}, {2}]


def test_who_is_late_is_not_served_apart():
    late = birth(1, register_by=date(2026, 12, 4), requested_on=date(2026, 11, 20))
    intake, _ = settle(late, birth(2, requested_on=MON))
    assert intake.now.cases == {1, 2}
    assert intake.now.due_on == date(2026, 12, 4)


def test_a_khmer_speaker_is_asked_for():
    intake, back = settle(birth(1, skills=frozenset({Skill.KHMER})))
    assert intake.now.skills == back.now.skills == {Skill.KHMER}


def test_after_nobody_was_home_a_new_visit_is_due_with_its_try():
    before = settle(birth(1))
    missed = [v for v in before if v.now.kind != VisitKind.INTAKE]
    after = settle(birth(1, tries=(tried(TUE),)), visits=missed, today=WED)
    delivery, intake = after
    assert (delivery.id, intake.now.attempt, intake.now.release_on) == (2, 2, WED)
    assert delivery.now.link == intake.id


def dates():
    return st.integers(-10, 20).map(lambda n: MON + timedelta(n))


@st.composite
def cases(draw):
    found = []
    for case_id in range(1, draw(st.integers(0, 5)) + 1):
        make = draw(st.sampled_from([birth, id_card, processed, received]))
        more = {"household_id": draw(st.integers(1, 2)), "held": draw(st.integers(0, 4)) == 0}
        if make in (birth, id_card):
            more["register_by"] = draw(st.none() | dates())
            more["tries"] = tuple(tried(d) for d in draw(st.lists(dates(), max_size=1)))
            more["intake"] = INTAKE
        else:
            more["ready_by"] = draw(dates())
            more["deliver_by"] = more["ready_by"] + timedelta(draw(st.integers(0, 9)))
            more["processed_on"] = draw(dates())
        found.append(make(case_id, requested_on=MON - timedelta(30), **more))
    return found


PLANNED = st.dictionaries(st.integers(1, 8), dates(), max_size=4)


@given(st.lists(st.tuples(cases(), PLANNED, st.integers(0, 3)), min_size=1, max_size=3))
def test_after_any_history_each_step_is_in_one_visit_and_settling_again_changes_nothing(history):
    visits, today = [], MON
    for facts, planned, later in history:
        today += timedelta(later)
        visits = settle(*facts, visits=visits, today=today, planned=planned)
        visits = settle(*facts, visits=visits, today=today)
        needed = [s for one in facts for s in steps(one, VIETNAM)]
        placed = [(v.now.kind, case) for v in visits for case in v.now.cases]
        assert sorted(placed) == sorted((s.call.kind, s.case_id) for s in needed)
        assert all(v.now.cases for v in visits)
        assert not change(*facts, visits=visits, today=today)


@given(st.lists(st.tuples(cases(), PLANNED), min_size=2, max_size=2))
def test_a_planned_visit_is_never_renamed_while_a_case_of_it_needs_it(history):
    (first, planned), (then, _) = history
    before = settle(*first, planned=planned)
    after = {v.id: v for v in settle(*then, visits=before)}
    needs = {
        (s.facts.household_id, s.call.kind, s.case_id) for f in then for s in steps(f, VIETNAM)
    }
    for visit in before:
        mine = {(visit.now.household_id, visit.now.kind, case) for case in visit.now.cases}
        others = [v for v in before if v.planned_on and v is not visit]
        if visit.planned_on and mine & needs and not others:
            assert after[visit.id].now.cases & visit.now.cases
            assert after[visit.id].planned_on == visit.planned_on


@given(cases())
def test_every_expected_visit_before_receipt_is_linked_to_the_intake_of_its_cases(facts):
    visits = {v.id: v for v in settle(*facts)}
    for visit in visits.values():
        if visit.now.after_days is not None:
            assert visit.now.cases <= visits[visit.now.link].now.cases
