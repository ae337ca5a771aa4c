from datetime import UTC, date, datetime

import pytest

from fieldops.civil.registration import entry
from fieldops.domain.case import CaseState, Register
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.services import register_desk, registration
from fieldops.services.audit import Actor
from fieldops.services.registration import Receipt
from fieldops.store.tables import RegistrationRow, VisitRow
from tests import makers

TODAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 5, tzinfo=UTC)
MON = date(2026, 11, 23)
WHO = Actor(2, "Công chức thử")


def received(session, procedure="mobile_birth", received_on=MON, birth_year=1942, **kw):
    person = makers.citizen(session, makers.household(session), birth_year=birth_year)
    return makers.case(
        session, person, procedure=procedure, state="received", received_on=received_on, **kw
    )


def register(session, case, number=1, on=TODAY, kind=Register.BIRTH, **kw):
    made = entry(kind, number, kw.pop("volume", "01"), on, kw.pop("dossier_code", ""))
    return registration.register(session, WHO, case.id, made, TODAY, AT)


class TestRegister:
    def test_the_return_falls_due_with_its_legal_date(self, session):
        case = received(session)
        register(session, case, dossier_code="H10.01-261126-0001")
        (visit,) = session.query(VisitRow).filter_by(household_id=case.household_id)
        # received Mon 23: Wed 25, Thu 26, Fri 27, Mon 30, Tue 1/12
        assert (visit.kind, visit.state, visit.due_on) == ("delivery", "due", date(2026, 12, 1))
        assert visit.registers == ["birth"]
        assert (case.state, case.processed_on) == (CaseState.PROCESSED, TODAY)
        assert case.dossier_code == "H10.01-261126-0001"

    def test_an_electronic_register_does_not_travel(self, session):
        case = received(session)
        commune = session.get(makers.CommuneRow, case.commune_code)
        commune.settings = {"paper_birth_register": False}
        register(session, case)
        assert session.query(VisitRow).one().registers == []

    def test_a_number_is_used_once_a_year(self, session):
        first, second = received(session), received(session)
        register(session, first, 7)
        with pytest.raises(Invalid) as told:
            register(session, second, 7)
        assert told.value.field == "number"
        assert told.value.sentence.facts["code"] == f"HS{first.id:05}"
        assert "Nguyễn" not in str(told.value.sentence.facts)
        assert second.state == CaseState.RECEIVED

    def test_and_again_the_next_year_and_in_the_other_register(self, session):
        old = received(session, received_on=date(2025, 12, 29), requested_on=date(2025, 12, 1))
        register(session, old, 7, on=date(2025, 12, 31))
        register(session, received(session), 7)
        death = received(session, "mobile_death", event_on=date(2026, 11, 20))
        register(session, death, 7, kind=Register.DEATH)
        assert session.query(RegistrationRow).filter_by(entry_no=7).count() == 3

    def test_two_at_once_the_database_lets_one_through(self, session, monkeypatch):
        register(session, received(session), 7)
        second = received(session)
        known, asked = registration.rows.entry, []

        def not_there_the_first_time(*key):
            asked.append(key)
            return known(*key) if len(asked) > 1 else None

        monkeypatch.setattr(registration.rows, "entry", not_there_the_first_time)
        with pytest.raises(Invalid, match="đã dùng"):
            register(session, second, 7)

    def test_not_twice(self, session):
        case = received(session)
        register(session, case, 1)
        with pytest.raises(Conflict):
            register(session, case, 2)
        assert session.query(RegistrationRow).count() == 1

    def test_not_before_it_was_received(self, session):
        person = makers.citizen(session, makers.household(session))
        with pytest.raises(Conflict):
            register(session, makers.case(session, person))

    def test_a_birth_is_not_written_in_the_register_of_deaths(self, session):
        with pytest.raises(Invalid) as told:
            register(session, received(session), kind=Register.DEATH)
        assert told.value.field == "register"

    @pytest.mark.parametrize("on", [date(2026, 11, 22), date(2026, 11, 27)])
    def test_between_receipt_and_today(self, session, on):
        with pytest.raises(Invalid) as told:
            register(session, received(session), on=on)
        assert told.value.field == "registered_on"

    def test_a_death_before_the_birth_is_refused(self, session):
        case = received(session, "mobile_death", event_on=date(2026, 11, 20), birth_year=2027)
        with pytest.raises(Invalid, match="trước ngày sinh"):
            register(session, case, kind=Register.DEATH)

    def test_a_birth_after_a_known_death_is_refused(self, session):
        case = received(session, birth_year=1950)
        case.citizen.died_on = date(1949, 5, 1)
        with pytest.raises(Invalid, match="trước ngày sinh"):
            register(session, case)

    def test_a_death_needs_its_day_and_the_person_is_then_known_dead(self, session):
        case = received(session, "mobile_death")
        with pytest.raises(Invalid, match="chưa có ngày chết"):
            register(session, case, kind=Register.DEATH)
        case.event_on = date(2026, 11, 20)
        register(session, case, kind=Register.DEATH)
        assert case.citizen.died_on == date(2026, 11, 20)

    def test_the_next_number_is_offered_by_register_and_year(self, session):
        register(session, received(session), 12, volume="02/2026")
        assert register_desk.next_number(session, Register.BIRTH, 2026) == 13
        assert register_desk.last_volume(session, Register.BIRTH, 2026) == "02/2026"
        assert register_desk.next_number(session, Register.DEATH, 2026) == 1
        assert register_desk.next_number(session, Register.BIRTH, 2027) == 1


class TestCorrect:
    def test_a_typing_slip_is_mended(self, session):
        row = register(session, received(session), 7)
        mended = entry(Register.BIRTH, 8, "02", MON, "A-1")
        registration.correct(session, WHO, row.id, mended, TODAY, AT)
        assert (row.entry_no, row.volume, row.case.processed_on) == (8, "02", MON)

    def test_not_onto_a_number_in_use_but_onto_its_own(self, session):
        row, other = (
            register(session, received(session), 7),
            register(session, received(session), 8),
        )
        with pytest.raises(Invalid):
            registration.correct(
                session, WHO, row.id, entry(Register.BIRTH, 8, "01", TODAY), TODAY, AT
            )
        same = entry(Register.BIRTH, 8, "03", TODAY)
        assert registration.correct(session, WHO, other.id, same, TODAY, AT).volume == "03"


class TestFinish:
    def test_an_id_card_is_done_without_a_register(self, session):
        case = received(session, "id_card")
        registration.finish(session, WHO, case.id, TODAY, "", TODAY, AT)
        (visit,) = session.query(VisitRow)
        assert (case.state, visit.kind, visit.state) == (CaseState.PROCESSED, "courier", "due")

    def test_a_birth_is_not_finished_without_its_entry(self, session):
        with pytest.raises(Invalid, match="sổ hộ tịch"):
            registration.finish(session, WHO, received(session).id, TODAY, "", TODAY, AT)


class TestHandOver:
    def ready(self, session):
        case = received(session)
        register(session, case, on=date(2026, 11, 25))
        return case

    def give(self, session, case, on=TODAY, **receipt):
        made = Receipt(**{"received_by": "Nguyễn Văn Con"} | receipt)
        return registration.hand_over(session, WHO, case.id, on, made, TODAY, AT)

    def test_the_case_closes(self, session):
        case = self.ready(session)
        row = self.give(session, case, mark="fingerprint", read_aloud=True)
        assert (case.state, row.handed_over_on) == (CaseState.HANDED_OVER, TODAY)
        assert session.query(VisitRow).one().state == "void"

    def test_once(self, session):
        case = self.ready(session)
        self.give(session, case)
        with pytest.raises(Conflict):
            self.give(session, case)

    def test_not_before_there_is_a_paper(self, session):
        with pytest.raises(Conflict, match="chưa có kết quả"):
            self.give(session, received(session))

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"received_by": " "}, "received_by"),
            ({"mark": "cross"}, "mark"),
            ({"mark": "fingerprint"}, "read_aloud"),
            ({"on": date(2026, 11, 24)}, "handed_over_on"),
            ({"on": date(2026, 11, 27)}, "handed_over_on"),
        ],
    )
    def test_what_cannot_be_is_refused(self, session, wrong, field):
        with pytest.raises(Invalid) as told:
            self.give(session, self.ready(session), **wrong)
        assert told.value.field == field


class TestOfficialSystems:
    def test_what_is_not_entered_waits_with_its_age(self, session):
        row = register(session, received(session), on=MON)
        (waits,) = register_desk.not_entered(session, TODAY)
        assert (waits.row.id, waits.age_days) == (row.id, 3)
        registration.mark_entered(session, WHO, row.id, TODAY, TODAY, AT)
        assert register_desk.not_entered(session, TODAY) == []

    @pytest.mark.parametrize("on", [date(2026, 11, 22), date(2026, 11, 27)])
    def test_entered_between_registration_and_today(self, session, on):
        row = register(session, received(session), on=MON)
        with pytest.raises(Invalid):
            registration.mark_entered(session, WHO, row.id, on, TODAY, AT)

    def test_an_unknown_entry_is_not_found(self, session):
        with pytest.raises(NotFound):
            registration.mark_entered(session, WHO, 99, TODAY, TODAY, AT)


def test_what_waits_is_listed_by_its_date(session):
    late = received(session, received_on=date(2026, 11, 18), requested_on=MON)
    card = received(session, "id_card")
    birth = received(session)
    found = register_desk.waiting(session, TODAY)
    assert [one.case.id for one in found] == [late.id, birth.id, card.id]
    # Wed 18: Thu 19, Fri 20 | Mon 23: Wed 25, Thu 26 | ID card 5: Fri 27, Mon 30, Tue 1/12
    assert [one.clock.due for one in found] == [
        date(2026, 11, 20),
        date(2026, 11, 26),
        date(2026, 12, 1),
    ]
