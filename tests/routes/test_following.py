"""The books follow a report after its answer: soon, once, and before anybody looks."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest

from fieldops.cli.plan_worker import follow_reports
from fieldops.domain.errors import Conflict
from fieldops.domain.sentences import Sentence
from fieldops.services import outcome_effects
from fieldops.services.audit import broken_at
from fieldops.store.tables import AuditRow, CaseRow, OutcomeRow, ToFollowRow, VisitRow
from routes import context
from tests import makers
from tests.outcomes.reports import handed, sent, uuid7
from tests.routes.test_phone_api import MONDAY, delivery, fates, planned, push, visit

__all__ = ["delivery", "visit"]  # fixtures
TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


class Killed(BaseException):
    """The server's process ends here."""


def raw(session, table, **by):
    """The rows as they lie in the database, whether the books are in step or not."""
    rows = session.query(table).filter_by(**by).all()
    session.expunge_all()
    session.rollback()
    return rows


def received(session, case_id):
    """How often the case was taken in."""
    return len(raw(session, AuditRow, action="case.received", subject_id=str(case_id)))


def dies(monkeypatch, *, after_the_effects):
    """``outcome_effects.apply`` kills the process, once the effects are written or before."""
    apply = outcome_effects.apply

    def killed(played):
        if after_the_effects:
            apply(played)
        raise Killed

    monkeypatch.setattr(outcome_effects, "apply", killed)


class TestAfterTheAnswer:
    def test_it_is_stored_and_marked_and_the_books_stand_still(self, as_, session, visit):
        assert fates(push(as_("youth"), sent(1, visit.id))) == ["stored"]
        assert raw(session, VisitRow, id=visit.id)[0].state == "due"
        assert len(raw(session, ToFollowRow)) == 1

    def test_whoever_opens_a_page_next_sees_it(self, as_, session, visit):
        push(as_("youth"), sent(1, visit.id))
        page = as_("registrar").get(f"/cases/{visit.case_id}").get_data(as_text=True)
        assert "23/11/2026" in page
        assert raw(session, CaseRow, id=visit.case_id)[0].state == "received"
        assert raw(session, ToFollowRow) == []

    def test_the_next_route_sheet_shows_it_too(self, as_, visit):
        push(as_("youth"), sent(1, visit.id))
        stop = as_("youth").get("/api/v1/route-sheet").json["route"]["stops"][0]
        assert (stop["state"], stop["said"]["result"]) == ("done", "done")

    def test_another_communes_page_leaves_it_alone(self, as_, session, visit):
        push(as_("youth"), sent(1, visit.id))
        as_("registrar", "31615").get("/")
        assert len(raw(session, ToFollowRow)) == 1

    def test_a_change_at_the_desk_comes_after_it(self, as_, session, visit):
        push(as_("youth"), sent(1, visit.id))
        answer = as_("registrar").post(f"/cases/{visit.case_id}/receive", data={"received_on": ""})
        assert answer.status_code != 500
        assert received(session, visit.case_id) == 1

    def test_a_paper_in_hand_is_handed_over_once_followed(self, as_, session, delivery):
        item = sent(1, delivery.id, cases=[handed(delivery.case_id)])
        assert fates(push(as_("registrar"), item)) == ["stored"]
        assert raw(session, CaseRow, id=delivery.case_id)[0].state == "processed"
        as_("registrar").get("/")
        assert raw(session, CaseRow, id=delivery.case_id)[0].state == "handed_over"

    def test_it_counts_from_the_day_it_came_however_late_it_is_followed(
        self, as_, make_app, session, visit
    ):
        push(as_("youth"), sent(1, visit.id))
        app = make_app(NOW=lambda: TUESDAY)
        with app.app_context():
            assert follow_reports() == 1
        assert raw(session, CaseRow, id=visit.case_id)[0].received_on == MONDAY
        entry = raw(session, AuditRow, action="case.received")[0]
        assert entry.at.date() == MONDAY

    def test_a_batch_leaves_one_audit_entry_at_once(self, as_, session, visit):
        push(as_("youth"), sent(1, visit.id))
        push(as_("youth"), sent(1, visit.id))  # sent again: nothing new, no entry
        assert [row.facts for row in raw(session, AuditRow, action="outcome.taken")] == [
            {"count": 1}
        ]


class TestTheAnswerStaysTrue:
    def test_a_second_report_of_the_home_is_judged_by_the_books_after_the_first(
        self, as_, session, visit
    ):
        assert fates(push(as_("youth"), sent(1, visit.id))) == ["stored"]
        assert fates(push(as_("youth"), sent(2, visit.id, "not_home"))) == ["needs_review"]
        assert received(session, visit.case_id) == 1

    def test_what_the_books_would_refuse_is_told_at_once(self, as_, session):
        # Asked for on Tue 24/11, "received" on Mon 23/11: before the family asked.
        person = makers.citizen(session, makers.household(session))
        case = makers.case(session, person, requested_on=TUESDAY.date())
        late = planned(session, makers.visit(session, case))
        assert fates(push(as_("youth"), sent(1, late.id))) == ["needs_review"]
        assert raw(session, ToFollowRow) == []

    def test_among_others_it_holds_none_of_them_up(self, as_, session, visit, delivery):
        unread = handed(delivery.case_id, mark="fingerprint")
        batch = [sent(1, visit.id), sent(2, delivery.id, cases=[unread])]
        assert fates(push(as_("registrar"), *batch)) == ["stored", "needs_review"]

    @pytest.mark.parametrize("fault", [Conflict(Sentence("Sổ đã khác.")), ZeroDivisionError()])
    def test_refused_after_all_it_waits_for_a_supervisor_and_blocks_nobody(
        self, as_, session, visit, delivery, monkeypatch, fault
    ):
        batch = [sent(1, visit.id), sent(2, delivery.id, cases=[handed(delivery.case_id)])]
        assert fates(push(as_("registrar"), *batch)) == ["stored", "stored"]
        apply = outcome_effects.apply

        def refuses(played):
            if any(scene.visit.id == visit.id for scene, _ in played):
                raise fault
            apply(played)

        monkeypatch.setattr(outcome_effects, "apply", refuses)
        assert as_("leader").get("/outcomes").status_code == 200
        by_visit = {row.visit_id: row.fate for row in raw(session, OutcomeRow)}
        assert by_visit == {visit.id: "needs_review", delivery.id: "stored"}
        assert raw(session, CaseRow, id=delivery.case_id)[0].state == "handed_over"
        assert raw(session, ToFollowRow) == []

    @pytest.mark.parametrize(("found", "fate"), [("done", "stored"), ("not_home", "needs_review")])
    def test_a_visit_closed_meanwhile_is_not_closed_again(self, as_, session, visit, found, fate):
        push(as_("youth"), sent(1, visit.id))
        row = session.get_one(VisitRow, visit.id)
        row.state, row.result, row.version = "missed", found, 9  # by another server
        session.commit()
        as_("registrar").get("/")
        assert raw(session, OutcomeRow)[0].fate == fate
        assert raw(session, VisitRow, id=visit.id)[0].version == 9
        assert received(session, visit.case_id) == 0


class TestKilled:
    @pytest.mark.parametrize("after_the_effects", [False, True])
    def test_between_storing_and_following_it_is_followed_once(
        self, make_app, as_, session, visit, monkeypatch, after_the_effects
    ):
        assert fates(push(as_("youth"), sent(1, visit.id))) == ["stored"]
        with monkeypatch.context() as patch:
            dies(patch, after_the_effects=after_the_effects)
            with pytest.raises(Killed):
                as_("registrar").get("/")
        assert raw(session, CaseRow, id=visit.case_id)[0].state == "requested"
        assert received(session, visit.case_id) == 0
        with make_app().app_context():  # the next start
            assert follow_reports() == 1
            assert follow_reports() == 0
        assert raw(session, CaseRow, id=visit.case_id)[0].state == "received"
        assert received(session, visit.case_id) == 1


class TestARush:
    def test_the_page_opens_and_says_how_many_are_on_their_way(self, as_, visit, monkeypatch):
        push(as_("youth"), sent(1, visit.id))
        monkeypatch.setattr(context, "PATIENCE", -1)
        page = as_("registrar").get("/").get_data(as_text=True)
        assert "Đang ghi vào sổ 1 báo cáo" in page
        monkeypatch.undo()
        assert "Đang ghi vào sổ" not in as_("registrar").get("/").get_data(as_text=True)

    def test_more_than_go_at_once_are_followed_in_parts(self, as_, session, monkeypatch):
        monkeypatch.setattr("fieldops.services.following.MOST", 2)
        visits = []
        for _ in range(5):
            person = makers.citizen(session, makers.household(session))
            visits.append(makers.visit(session, makers.case(session, person)))
        ids = [planned(session, row).id for row in visits]
        push(as_("youth"), *[sent(number, id_) for number, id_ in enumerate(ids, start=1)])
        as_("registrar").get("/")
        assert {row.state for row in raw(session, VisitRow) if row.id in ids} == {"done"}


class TestManyAtOnce:
    def test_each_of_many_phones_gets_the_answer_to_its_own_batch(self, as_, session):
        cases = [
            makers.case(session, makers.citizen(session, makers.household(session)))
            for _ in range(12)
        ]
        visits = [makers.visit(session, case).id for case in cases]
        session.commit()
        clients = [as_("youth") for _ in visits]
        together, found = Barrier(len(visits)), {}

        def send(number):
            together.wait()
            found[number] = push(clients[number], sent(number + 1, visits[number]))

        threads = [Thread(target=send, args=(number,)) for number in range(len(visits))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        answered = {number: answer.json["answers"] for number, answer in found.items()}
        assert answered == {
            number: [{"id": uuid7(number + 1), "fate": "stored", "message": ""}]
            for number in range(len(visits))
        }
        assert len(raw(session, OutcomeRow)) == len(raw(session, ToFollowRow)) == len(visits)
        assert len(raw(session, AuditRow, action="outcome.taken")) == len(visits)
        assert broken_at(session) is None
