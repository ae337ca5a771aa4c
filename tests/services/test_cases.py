from datetime import UTC, date, datetime

import pytest

from fieldops.domain.case import AT_OFFICE, CaseState, Hold, Procedure
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.outcome import Result
from fieldops.domain.timing import Timing
from fieldops.domain.visit import VisitState
from fieldops.services import (
    apologies,
    audit,
    cases,
    clocks,
    demand,
    registration,
    supplements,
    visits,
)
from fieldops.services.audit import Actor
from fieldops.store import scope
from fieldops.store.tables import AuditRow, CommuneRow, VisitRow
from tests import makers
from tests.conftest import OTHER

TODAY = date(2026, 11, 23)  # a Monday; Tue 24 is the Day of Culture
AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
WHO = Actor(1, "Người thử")


@pytest.fixture
def home(session):
    return makers.household(session)


@pytest.fixture
def person(session, home):
    return makers.citizen(session, home, full_name="Trần Thị Bí Mật", birth_year=1942)


def ask(session, person, procedure=Procedure.MOBILE_BIRTH, **details):
    return cases.request(
        session,
        WHO,
        person.household_id,
        person.id,
        procedure,
        TODAY,
        AT,
        cases.Details(**details),
    )


def open_visits(session):
    rows = session.query(VisitRow).filter(VisitRow.state.in_(("due", "expected")))
    return [(v.kind, v.state, [c.case_id for c in v.visit_cases]) for v in rows.order_by("id")]


def receive(session, *rows, on=TODAY):
    cases.record_intake(session, WHO, [row.id for row in rows], on, TODAY, AT)


class TestRequest:
    def test_a_need_becomes_a_case_with_its_visits(self, session, person):
        row = ask(session, person)
        assert row.state == CaseState.REQUESTED
        assert open_visits(session) == [
            ("intake", "due", [row.id]),
            ("delivery", "expected", [row.id]),
        ]

    def test_a_courier_return_begins_with_its_paper(self, session, person):
        row = ask(session, person, Procedure.COURIER_RETURN)
        assert (row.state, row.processed_on) == (CaseState.PROCESSED, TODAY)
        assert open_visits(session) == [("courier", "due", [row.id])]

    def test_the_same_need_twice_is_one_case(self, session, person):
        ask(session, person)
        with pytest.raises(Conflict):
            ask(session, person)

    def test_one_birth_stands_in_the_way_of_the_other_kind_of_birth(self, session, person):
        ask(session, person, Procedure.BIRTH_WITH_PAPERS)
        with pytest.raises(Conflict):
            ask(session, person, Procedure.MOBILE_BIRTH)

    def test_who_is_registered_is_not_registered_again(self, session, person):
        makers.case(session, person, state="handed_over")
        with pytest.raises(Conflict, match="đã đăng ký xong"):
            ask(session, person)

    def test_what_was_lost_is_registered_again_but_one_at_a_time(self, session, person):
        makers.case(session, person, state="handed_over")
        row = ask(session, person, Procedure.BIRTH_AGAIN)
        with pytest.raises(Conflict, match="chưa xong"):
            ask(session, person, Procedure.BIRTH_WITH_PAPERS)
        row.state = CaseState.HANDED_OVER
        with pytest.raises(Conflict, match="đã đăng ký xong"):
            ask(session, person, Procedure.MOBILE_BIRTH)

    def test_certified_copies_are_asked_for_where_the_commune_makes_them(self, session, person):
        with pytest.raises(Conflict, match="chưa mở"):
            ask(session, person, Procedure.CERTIFIED_COPY)
        commune = session.get(CommuneRow, person.commune_code)
        commune.settings = commune.settings | {"certified_copies_at_home": True}
        row = ask(session, person, Procedure.CERTIFIED_COPY)
        receive(session, row)
        assert row.state == CaseState.HANDED_OVER

    @pytest.mark.parametrize("procedure", sorted(AT_OFFICE))
    def test_what_is_done_at_the_office_is_no_case(self, session, person, procedure):
        with pytest.raises(Conflict, match="chưa mở"):
            ask(session, person, procedure)

    def test_a_withdrawn_case_stands_in_nobodys_way(self, session, person):
        makers.case(session, person, state="withdrawn")
        assert ask(session, person).state == CaseState.REQUESTED

    def test_only_for_someone_of_that_home(self, session, person):
        stranger = makers.citizen(session, makers.household(session))
        with pytest.raises(Invalid) as told:
            cases.request(
                session, WHO, person.household_id, stranger.id, Procedure.ID_CARD, TODAY, AT
            )
        assert told.value.field == "citizen_id"

    def test_an_archived_home_is_not_found(self, session, person, home):
        home.archived_at = AT
        with pytest.raises(NotFound):
            ask(session, person)

    def test_nobody_dies_tomorrow_or_before_their_birth(self, session, person):
        with pytest.raises(Invalid, match="chưa tới"):
            ask(session, person, Procedure.MOBILE_DEATH, event_on=date(2026, 11, 24))
        with pytest.raises(Invalid, match="trước ngày sinh"):
            ask(session, person, Procedure.MOBILE_DEATH, event_on=date(1941, 12, 31))

    def test_a_death_must_be_registered_within_fifteen_days(self, session, person):
        # 15/11 + 15 = 30/11
        ask(session, person, Procedure.MOBILE_DEATH, event_on=date(2026, 11, 15))
        assert session.query(VisitRow).filter_by(kind="intake").one().due_on == date(2026, 11, 30)

    def test_a_long_list_refreshes_once(self, session, person):
        cases.request(
            session, WHO, person.household_id, person.id, Procedure.ID_CARD, TODAY, AT,
            refresh=False,
        )  # fmt: skip
        assert open_visits(session) == []
        assert demand.refresh(session, None, TODAY)
        assert not demand.refresh(session, None, TODAY)


class TestIntake:
    def test_the_clocks_start(self, session, person):
        row = ask(session, person)
        receive(session, row)
        # Mon 23: Wed 25 1, Thu 26 2 | Fri 27 3, Mon 30 4, Tue 1/12 5
        (back,) = session.query(VisitRow).filter_by(state="expected")
        assert (back.release_on, back.due_on) == (date(2026, 11, 26), date(2026, 12, 1))

    def test_a_certified_signature_is_done_at_the_door(self, session, person):
        row = ask(session, person, Procedure.CERTIFIED_SIGNATURE)
        receive(session, row)
        assert (row.state, row.handed_over_on) == (CaseState.HANDED_OVER, TODAY)
        assert open_visits(session) == []

    def test_twice_is_a_conflict_and_changes_nothing(self, session, person):
        row = ask(session, person)
        receive(session, row)
        with pytest.raises(Conflict):
            receive(session, row)
        assert row.state == CaseState.RECEIVED

    @pytest.mark.parametrize("on", [date(2026, 11, 22), date(2026, 11, 24)])
    def test_not_before_it_was_asked_for_and_not_tomorrow(self, session, person, on):
        row = ask(session, person)
        with pytest.raises(Invalid):
            receive(session, row, on=on)

    def test_a_case_of_another_commune_is_not_found(self, session, person, app):
        row = ask(session, person)
        session.commit()
        case_id = row.id
        scope.leave(session)
        with scope.inside(session, OTHER), pytest.raises(NotFound):
            cases.record_intake(session, WHO, [case_id], TODAY, TODAY, AT)
        scope.enter(session, "31633")


class TestAtTheDoor:
    def made(self, session, result, row):
        visit = session.query(VisitRow).filter_by(kind="intake", state="due").one()
        visits.finish(session, visit.id, {row.id: result}, TODAY, AT)
        return visit

    def test_done_closes_the_visit_and_links_the_return_to_it(self, session, person):
        row = ask(session, person)
        intake = self.made(session, Result.DONE, row)
        receive(session, row)
        (back,) = session.query(VisitRow).filter_by(state="expected")
        assert (intake.state, back.link_id) == (VisitState.DONE, intake.id)

    def test_nobody_home_brings_a_second_try_with_its_reason(self, session, person):
        row = ask(session, person)
        missed = self.made(session, Result.NOT_HOME, row)
        cases.not_met(session, WHO, [row.id], TODAY, AT)
        again = session.query(VisitRow).filter_by(kind="intake", state="due").one()
        assert missed.state == VisitState.MISSED
        # the next working day after Mon 23 is Wed 25: Tue 24 is a holiday
        assert (again.attempt, again.release_on) == (2, date(2026, 11, 25))
        assert again.reason["facts"]["found"] == {"label": "không gặp ai ở nhà"}

    def test_missing_papers_are_named_and_waited_for(self, session, person):
        row = ask(session, person)
        self.made(session, Result.PAPERS_MISSING, row)
        supplements.papers_missing(session, WHO, [row.id], "  giấy   chứng sinh ", TODAY, AT)
        assert (row.state, row.missing_papers) == (CaseState.SUPPLEMENT, "giấy chứng sinh")
        again = session.query(VisitRow).filter_by(kind="intake", state="due").one()
        # three working days: Wed 25, Thu 26, Fri 27
        assert again.release_on == date(2026, 11, 27)
        receive(session, row)
        assert (row.state, row.missing_papers) == (CaseState.RECEIVED, "")

    def test_missing_papers_must_be_named(self, session, person):
        with pytest.raises(Invalid):
            supplements.papers_missing(session, WHO, [ask(session, person).id], "  ", TODAY, AT)

    def test_found_missing_at_the_office_the_clock_stands_still(self, session, person):
        row = ask(session, person)
        receive(session, row)
        supplements.papers_missing(session, WHO, [row.id], "giấy chứng sinh", TODAY, AT)
        assert (row.state, row.received_on) == (CaseState.SUPPLEMENT, TODAY)
        days = clocks.calendar(session)
        assert clocks.clock_of(row, TODAY, days).law is None
        (back,) = session.query(VisitRow).filter_by(kind="intake", state="due")
        assert back.reason["say"].startswith("Nhận giấy tờ bổ sung tại nhà")
        # brought on Fri 27/11: Wed 25, Thu 26, Fri 27 given back -> ready Tue 1/12, back Fri 4/12
        friday = date(2026, 11, 27)
        cases.record_intake(session, WHO, [row.id], friday, friday, AT)
        law = clocks.clock_of(row, friday, days).law
        assert (law.received_on, law.ready_by, law.deliver_by) == (
            TODAY, date(2026, 12, 1), date(2026, 12, 4),
        )  # fmt: skip

    def test_papers_are_asked_for_once(self, session, person):
        row = ask(session, person)
        receive(session, row)
        supplements.papers_missing(session, WHO, [row.id], "giấy chứng sinh", TODAY, AT)
        receive(session, row)
        with pytest.raises(Conflict, match="một lần"):
            supplements.papers_missing(session, WHO, [row.id], "giấy khác", TODAY, AT)

    def test_at_the_door_they_may_be_found_missing_again(self, session, person):
        row = ask(session, person)
        for papers in ("giấy chứng sinh", "tờ khai"):
            supplements.papers_missing(session, WHO, [row.id], papers, TODAY, AT)
        assert [one.papers for one in row.supplements] == ["tờ khai"]

    def test_the_team_comes_back_when_the_family_has_the_papers(self, session, person):
        row = ask(session, person)
        by = date(2026, 12, 3)
        supplements.papers_missing(
            session, WHO, [row.id], "giấy chứng sinh", TODAY, AT, wanted_by=by
        )
        assert session.query(VisitRow).filter_by(kind="intake", state="due").one().release_on == by

    def test_a_family_cannot_have_meant_a_day_that_has_passed(self, session, person):
        row = ask(session, person)
        with pytest.raises(Invalid) as told:
            supplements.papers_missing(
                session, WHO, [row.id], "a", TODAY, AT, wanted_by=date(2026, 11, 22)
            )
        assert told.value.field == "wanted_by"

    def test_papers_do_not_come_before_they_are_asked_for(self, session, person):
        row = ask(session, person)
        tomorrow = date(2026, 11, 25)
        supplements.papers_missing(session, WHO, [row.id], "giấy chứng sinh", tomorrow, AT)
        with pytest.raises(Invalid, match="yêu cầu bổ sung"):
            receive(session, row)

    @pytest.mark.parametrize("why", [Hold.REFUSED, Hold.MOVED])
    def test_a_refusal_waits_for_the_registrar(self, session, person, why):
        row = ask(session, person)
        self.made(session, Result.REFUSED, row)
        cases.hold(session, WHO, [row.id], why, TODAY, AT)
        assert open_visits(session) == []
        cases.release(session, WHO, row.id, TODAY, AT)
        assert len(open_visits(session)) == 2

    def test_one_case_done_the_other_tried_again(self, session, person):
        birth, card = ask(session, person), ask(session, person, Procedure.ID_CARD)
        visit = session.query(VisitRow).filter_by(kind="intake").one()
        found = {birth.id: Result.DONE, card.id: Result.PAPERS_MISSING}
        visits.finish(session, visit.id, found, TODAY, AT)
        receive(session, birth)
        supplements.papers_missing(session, WHO, [card.id], "bản sao giấy tờ", TODAY, AT)
        again = session.query(VisitRow).filter_by(kind="intake", state="due").one()
        assert [one.case_id for one in again.visit_cases] == [card.id]
        assert again.attempt == 2

    def test_a_visit_is_closed_once(self, session, person):
        row = ask(session, person)
        visit = self.made(session, Result.DONE, row)
        with pytest.raises(Conflict):
            visits.finish(session, visit.id, {row.id: Result.DONE}, TODAY, AT)

    def test_a_case_of_another_visit_is_refused(self, session, person):
        row = ask(session, person)
        visit = session.query(VisitRow).filter_by(kind="intake").one()
        with pytest.raises(Invalid):
            visits.finish(session, visit.id, {row.id + 1: Result.DONE}, TODAY, AT)

    def test_an_unknown_visit_is_not_found(self, session):
        with pytest.raises(NotFound):
            visits.finish(session, 99, {}, TODAY, AT)


class TestClosing:
    def test_withdrawn_with_a_reason_and_brought_back(self, session, person):
        row = ask(session, person)
        cases.withdraw(session, WHO, row.id, "gia đình tự đến xã", TODAY, AT)
        assert (row.state, row.closed_on) == (CaseState.WITHDRAWN, TODAY)
        assert open_visits(session) == []
        cases.reopen(session, WHO, row.id, TODAY, AT)
        assert (row.state, row.closing_reason) == (CaseState.REQUESTED, "")
        assert len(open_visits(session)) == 2

    def test_a_refused_dossier_comes_back_as_received(self, session, person):
        row = ask(session, person)
        receive(session, row)
        cases.refuse(session, WHO, row.id, "không thuộc thẩm quyền", TODAY, AT)
        cases.reopen(session, WHO, row.id, TODAY, AT)
        assert row.state == CaseState.RECEIVED

    @pytest.mark.parametrize("close", [cases.withdraw, cases.refuse])
    def test_a_reason_is_needed(self, session, person, close):
        with pytest.raises(Invalid):
            close(session, WHO, ask(session, person).id, " ", TODAY, AT)

    def test_a_closed_case_is_not_held(self, session, person):
        row = makers.case(session, person, state="handed_over")
        with pytest.raises(Conflict):
            cases.hold(session, WHO, [row.id], Hold.MOVED, TODAY, AT)


class TestVerification:
    def test_moves_the_dates(self, session, person):
        row = ask(session, person, Procedure.BIRTH_WITH_PAPERS)
        receive(session, row)
        cases.verify(session, WHO, row.id, 20, TODAY, AT)
        (back,) = session.query(VisitRow).filter_by(state="expected")
        # 5 working days -> Tue 1/12; + 20 days = Mon 21/12
        assert back.due_on == date(2026, 12, 21)

    def test_only_where_the_procedure_allows_it(self, session, person):
        row = ask(session, person)
        receive(session, row)
        with pytest.raises(Conflict):
            cases.verify(session, WHO, row.id, 5, TODAY, AT)

    def test_at_most_twenty_days(self, session, person):
        row = ask(session, person, Procedure.BIRTH_WITH_PAPERS)
        receive(session, row)
        with pytest.raises(Invalid, match="xác minh"):
            cases.verify(session, WHO, row.id, 21, TODAY, AT)


def test_the_audit_holds_no_name(session, person):
    row = ask(session, person, informant_name="Trần Văn Bí Mật")
    receive(session, row)
    cases.refuse(session, WHO, row.id, "bà Bí Mật không đồng ý", TODAY, AT)
    entries = session.query(AuditRow).order_by(AuditRow.seq).all()
    assert [entry.action for entry in entries] == [
        "case.requested",
        "case.received",
        "case.refused",
    ]
    assert not any("Mật" in str(entry.facts) for entry in entries)
    assert audit.broken_at(session) is None


def test_the_whole_way(session, person):
    row = ask(session, person)
    receive(session, row)
    entry = registration.Entry(registration.Register.BIRTH, 1, "01", TODAY, "")
    registration.register(session, WHO, row.id, entry, TODAY, AT)
    assert open_visits(session) == [("delivery", "due", [row.id])]
    registration.hand_over(
        session, WHO, row.id, TODAY, registration.Receipt("Trần Thị Bí Mật"), TODAY, AT
    )
    assert (row.state, row.closed_on) == (CaseState.HANDED_OVER, TODAY)
    assert open_visits(session) == []


class TestApology:
    """Received Mon 16/11/2026: promised for Mon 23, today."""

    @pytest.fixture
    def row(self, session, person):
        return makers.case(session, person, state="received", received_on=date(2026, 11, 16))

    def sorry(self, session, row, day=date(2026, 11, 26), reason="phà ngừng chạy", today=TODAY):
        return apologies.apologise(session, WHO, row.id, day, reason, today, AT)

    def test_a_new_day_with_its_reason(self, session, row):
        made = self.sorry(session, row)
        assert (made.promised_on, made.new_date) == (TODAY, date(2026, 11, 26))
        assert session.query(AuditRow).filter_by(action="case.apologised").count() == 1

    def test_the_second_one_is_for_the_day_of_the_first(self, session, row):
        self.sorry(session, row)
        again = self.sorry(session, row, date(2026, 11, 30), today=date(2026, 11, 26))
        assert again.promised_on == date(2026, 11, 26)
        with pytest.raises(Invalid):
            self.sorry(session, row, date(2026, 11, 30), today=date(2026, 11, 26))

    @pytest.mark.parametrize(
        "day",
        [
            date(2026, 11, 23),  # today
            date(2026, 11, 24),  # the Day of Culture
            date(2026, 11, 28),  # a Saturday
        ],
    )
    def test_the_new_day_is_one_that_can_be_kept(self, session, row, day):
        with pytest.raises(Invalid) as told:
            self.sorry(session, row, day)
        assert told.value.field == "new_date"

    def test_it_says_why(self, session, row):
        with pytest.raises(Invalid):
            self.sorry(session, row, reason="  ")

    def test_not_while_the_day_can_be_kept(self, session, person):
        row = makers.case(session, person, state="received", received_on=TODAY)
        with pytest.raises(Conflict):
            self.sorry(session, row)

    def test_not_for_what_is_closed_or_was_never_received(self, session, person):
        for state in ("requested", "handed_over"):
            with pytest.raises(Conflict):
                self.sorry(session, makers.case(session, person, state=state))

    def test_the_case_stays_late(self, session, row):
        self.sorry(session, row)
        late = date(2026, 11, 25)
        assert clocks.clock_of(row, late, clocks.calendar(session)).timing == Timing.LATE


def test_any_other_ground_needs_the_decision_of_the_commune(session, person):
    with pytest.raises(Invalid) as told:
        ask(session, person, ground="decision")
    assert told.value.field == "decision_no"
    assert ask(session, person, ground="decision", decision_no="12/QĐ-UBND").ground == "decision"


class TestSteps:
    AFTER_BIRTH = ("Đăng ký thường trú cho trẻ", "Thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi")

    @pytest.fixture
    def person(self, session, home):
        return makers.citizen(session, home, full_name="Trần Bé Con", birth_year=2026)

    def tick(self, session, row, *steps, on=TODAY):
        cases.tick_steps(session, WHO, row.id, steps, on, AT)

    def test_a_tick_keeps_its_day_and_can_be_taken_back(self, session, person):
        row = ask(session, person)
        first, second = self.AFTER_BIRTH
        self.tick(session, row, first)
        self.tick(session, row, first, second, on=date(2026, 11, 25))
        assert row.steps_done == {first: "2026-11-23", second: "2026-11-25"}
        self.tick(session, row, second, on=date(2026, 11, 26))
        assert row.steps_done == {second: "2026-11-25"}

    def test_what_is_no_step_of_the_procedure_is_not_kept(self, session, person):
        row = ask(session, person)
        self.tick(session, row, "Việc lạ")
        assert row.steps_done == {}

    def test_also_when_the_paper_is_in_hand(self, session, person):
        row = makers.case(session, person, procedure="mobile_death", state="handed_over")
        self.tick(session, row, "Xóa đăng ký thường trú")
        assert list(row.steps_done) == ["Xóa đăng ký thường trú"]
