"""
A case through any acts in any order: the books agree with themselves, and no state is a trap.

The machine knows nothing of the table of moves: it tries every act, believes only what the
services let through, and then looks at every column.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from fieldops.civil.registration import entry
from fieldops.civil.states import MOVES, UNDOING, allowed, official_status
from fieldops.domain.case import (
    AT_OFFICE,
    BIRTHS,
    CLOSED,
    DEATHS,
    CaseState,
    Hold,
    Procedure,
    Register,
)
from fieldops.domain.errors import Conflict, Invalid
from fieldops.services import apologies, cases, clocks, demand, registration, supplements
from fieldops.services.audit import Actor
from fieldops.services.registration import Receipt
from fieldops.store.cases import handover_of, registration_of
from fieldops.store.tables import CommuneRow, VisitCaseRow, VisitRow
from tests import makers

WHO = Actor(1, "Người thử")
AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
START = date(2026, 11, 23)
REGISTERED = BIRTHS | DEATHS
IN_A_REGISTER = dict.fromkeys(DEATHS, Register.DEATH)
REFUSALS = (Conflict, Invalid)
CODES = {
    CaseState.REQUESTED: {1},
    CaseState.RECEIVED: {2, 4},
    CaseState.SUPPLEMENT: {5},
    CaseState.PROCESSED: {9},
    CaseState.HANDED_OVER: {10},
    CaseState.WITHDRAWN: {7},
    CaseState.REFUSED: {3, 8},
}


class CaseMachine(RuleBasedStateMachine):
    """One case; each act either happens whole or is refused with a sentence."""

    session = None
    numbers = iter(range(1, 99_999))

    @initialize(procedure=st.sampled_from(sorted(set(Procedure) - AT_OFFICE)))
    def begin(self, procedure):
        self.today = START
        home = makers.household(self.session)
        person = makers.citizen(self.session, home, birth_year=1942)
        self.procedure = procedure
        commune = self.session.get(CommuneRow, home.commune_code)
        commune.settings = commune.settings | {"certified_copies_at_home": True}
        self.row = cases.request(
            self.session, WHO, home.id, person.id, procedure, self.today, AT,
            cases.Details(event_on=START if procedure in DEATHS else None),
        )  # fmt: skip

    def attempt(self, act, *args, **kw):
        try:
            with self.session.begin_nested():
                act(self.session, WHO, *args, self.today, AT, **kw)
        except REFUSALS:
            self.session.refresh(self.row)

    @rule(days=st.integers(1, 9))
    def time_passes(self, days):
        self.today += timedelta(days=days)
        demand.refresh(self.session, [self.row.household_id], self.today, AT)

    @rule(back=st.integers(0, 3))
    def receive(self, back):
        self.attempt(cases.record_intake, [self.row.id], self.today - timedelta(days=back))

    @rule(by=st.none() | st.integers(-1, 9))
    def ask_papers(self, by):
        day = None if by is None else self.today + timedelta(days=by)
        self.attempt(supplements.papers_missing, [self.row.id], "giấy chứng sinh", wanted_by=day)

    @rule(days=st.integers(0, 25))
    def verify(self, days):
        self.attempt(cases.verify, self.row.id, days)

    @rule(back=st.integers(0, 3))
    def process(self, back):
        on = self.today - timedelta(days=back)
        if self.procedure in REGISTERED:
            book = IN_A_REGISTER.get(self.procedure, Register.BIRTH)
            made = entry(book, next(self.numbers), "01", on)
            self.attempt(registration.register, self.row.id, made)
        else:
            self.attempt(registration.finish, self.row.id, on, "")

    @rule(back=st.integers(0, 3))
    def hand_over(self, back):
        on = self.today - timedelta(days=back)
        self.attempt(registration.hand_over, self.row.id, on, Receipt("Người nhận"))

    @rule()
    def withdraw(self):
        self.attempt(cases.withdraw, self.row.id, "tự đi")

    @rule()
    def refuse(self):
        self.attempt(cases.refuse, self.row.id, "không đúng thẩm quyền")

    @rule()
    def reopen(self):
        self.attempt(cases.reopen, self.row.id)

    @rule(why=st.sampled_from(sorted(Hold)))
    def hold(self, why):
        self.attempt(cases.hold, [self.row.id], why)

    @rule()
    def release(self):
        self.attempt(cases.release, self.row.id)

    @rule(days=st.integers(0, 9))
    def apologise(self, days):
        self.attempt(
            apologies.apologise, self.row.id, self.today + timedelta(days=days), "phà ngừng chạy"
        )

    @property
    def state(self):
        return CaseState(self.row.state)

    @invariant()
    def the_state_is_what_the_dates_say(self):
        row, state = self.row, self.state
        waiting = clocks.waiting(row)
        has_intake = clocks.rule_of(row, self.today).intake is not None
        ready = state in (CaseState.PROCESSED, CaseState.HANDED_OVER)
        assert (row.processed_on is not None) == ready
        assert (row.handed_over_on is not None) == (state == CaseState.HANDED_OVER)
        assert (row.closed_on is not None) == (state in CLOSED)
        assert bool(row.closing_reason) == (state in (CaseState.WITHDRAWN, CaseState.REFUSED))
        if state == CaseState.REQUESTED:
            assert row.received_on is None
            assert waiting is None
        if state == CaseState.SUPPLEMENT:
            assert waiting is not None
            assert waiting.papers == row.missing_papers
            assert waiting.paused == (row.received_on is not None)
        if state == CaseState.RECEIVED or (ready and has_intake):
            assert row.received_on is not None
            assert waiting is None
        if state in CLOSED:
            assert row.held == ""

    @invariant()
    def the_books_follow(self):
        ready = self.state in (CaseState.PROCESSED, CaseState.HANDED_OVER)
        written = registration_of(self.session, self.row.id) is not None
        assert written == (ready and self.procedure in REGISTERED)
        given = handover_of(self.session, self.row.id) is not None
        if given:
            assert self.state == CaseState.HANDED_OVER

    @invariant()
    def the_official_code_follows_from_the_state(self):
        code = official_status(
            self.state,
            received=self.row.received_on is not None,
            verifying=self.row.verification_days > 0,
        )
        assert code in CODES[self.state]

    @invariant()
    def days_stand_in_order(self):
        row = self.row
        known = [
            day
            for day in (row.requested_on, row.received_on, row.processed_on, row.handed_over_on)
            if day
        ]
        assert known == sorted(known)
        assert sum(one.answered_on is None for one in row.supplements) <= 1
        assert sum(one.paused for one in row.supplements) <= 1

    @invariant()
    def an_open_case_has_a_visit_to_come_and_a_closed_one_has_none(self):
        query = self.session.query(VisitRow).join(VisitRow.visit_cases)
        query = query.filter(VisitCaseRow.case_id == self.row.id)
        visits = query.filter(VisitRow.state.in_(("due", "expected"))).count()
        assert (visits > 0) == (self.state not in CLOSED and not self.row.held)

    @invariant()
    def there_is_a_way_out(self):
        assert self.state in CLOSED or _leads_to_an_end(self.state)

    @invariant()
    def looking_again_changes_nothing(self):
        assert not demand.refresh(self.session, [self.row.household_id], self.today, AT)


def _leads_to_an_end(state):
    seen, todo = set(), [state]
    while todo:
        here = todo.pop()
        seen.add(here)
        todo += {MOVES[here, act] for act in allowed(here) - UNDOING} - seen
    return bool(seen & CLOSED)


@pytest.fixture
def machine(session):
    class OnThisSession(CaseMachine):
        pass

    OnThisSession.session = session
    return OnThisSession


def test_any_acts_in_any_order(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
