from datetime import date

import pytest

from fieldops.services import demand
from fieldops.store.tables import CaseRow, RegistrationRow, VisitRow
from tests import makers
from tests.conftest import OTHER

TODAY = date(2026, 11, 23)
FRI = date(2026, 11, 20)


def received(session, procedure="mobile_birth", name="Lý Thị Hoa", **kw):
    person = makers.citizen(session, makers.household(session), full_name=name)
    row = makers.case(session, person, procedure=procedure, state="received", received_on=FRI, **kw)
    demand.refresh(session, None, TODAY)
    session.commit()
    return row


def entry(token="t-1", **more):
    base = {
        "form_token": token,
        "number": "7",
        "volume": "01/2026",
        "registered_on": "2026-11-23",
        "dossier_code": "H10.01-261123-0007",
    }
    return base | more


@pytest.fixture
def registrar(desk):
    return desk("registrar")


def register(client, case, **more):
    return client.post(f"/registrations/cases/{case.id}", data=entry(**more))


class TestQueue:
    def test_empty_says_so(self, registrar):
        assert "Không có hồ sơ nào chờ" in registrar.get("/registrations").text

    def test_what_waits_with_both_dates(self, session, registrar):
        # Fri 20: Mon 23, Wed 25 | Thu 26, Fri 27, Mon 30
        case = received(session)
        page = registrar.get("/registrations").text
        assert f'href="/registrations/cases/{case.id}"' in page
        assert "25/11/2026" in page
        assert "30/11/2026" in page

    def test_an_id_card_waits_apart(self, session, registrar):
        case = received(session, "id_card")
        page = registrar.get("/registrations").text
        assert "Chờ kết quả khác" in page
        assert f"/cases/{case.id}/finish" in page

    def test_a_leader_reads_and_does_not_register(self, session, desk):
        case = received(session)
        client = desk("leader")
        assert f'href="/registrations/cases/{case.id}"' not in client.get("/registrations").text
        assert register(client, case).status_code == 403

    def test_another_commune_sees_nothing_of_it(self, session, desk):
        case = received(session)
        client = desk("registrar", OTHER)
        assert "Lý Thị Hoa" not in client.get("/registrations").text
        assert register(client, case).status_code == 404


class TestForm:
    def test_offers_the_next_number(self, session, registrar):
        register(registrar, received(session), number="41")
        page = registrar.get(f"/registrations/cases/{received(session).id}").text
        assert 'value="42"' in page
        assert 'value="01/2026"' in page

    def test_the_delivery_falls_due(self, session, registrar):
        case = received(session)
        answer = register(registrar, case)
        session.rollback()
        row = session.query(RegistrationRow).one()
        assert answer.location == f"/cases/{case.id}"
        assert (row.register, row.year, row.entry_no, row.volume) == ("birth", 2026, 7, "01/2026")
        assert row.registered_by == "Người registrar 31633"
        visit = session.query(VisitRow).filter_by(state="due").one()
        assert (visit.kind, visit.due_on) == ("delivery", date(2026, 11, 30))

    def test_sent_twice_is_one_entry(self, session, registrar):
        case = received(session)
        assert register(registrar, case).location == register(registrar, case).location
        assert session.query(RegistrationRow).count() == 1

    def test_a_number_in_use_names_the_other_case_not_the_person(self, session, registrar):
        first, second = received(session, name="Người Thứ Nhất"), received(session)
        register(registrar, first)
        page = register(registrar, second, token="t-2", volume="quyển đã gõ").text
        assert f"đã dùng cho hồ sơ HS{first.id:05}" in page
        assert "Người Thứ Nhất" not in page
        assert "quyển đã gõ" in page
        assert session.query(RegistrationRow).count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"number": "0"}, "Số phải từ 1 trở lên"),
            ({"number": "bảy"}, "Nhập một số nguyên."),
            ({"number": ""}, "Nhập số ghi trong sổ."),
            ({"volume": "  "}, "Nhập quyển số"),
            ({"registered_on": "2026-11-24"}, "chưa tới"),
            ({"registered_on": "2026-11-19"}, "trước ngày tiếp nhận"),
            ({"registered_on": "31/02/2026"}, "Ngày này không có thật"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_written(self, session, registrar, wrong, said):
        answer = register(registrar, received(session), **wrong)
        assert (answer.status_code, said in answer.text) == (200, True)
        assert session.query(RegistrationRow).count() == 0

    def test_a_death_before_the_birth(self, session, registrar):
        case = received(session, "mobile_death", event_on=date(1941, 1, 1))
        assert "trước ngày sinh" in register(registrar, case).text

    def test_a_case_not_waiting_leads_back_to_its_page(self, session, registrar):
        case = received(session)
        register(registrar, case)
        answer = registrar.get(f"/registrations/cases/{case.id}")
        assert answer.location == f"/cases/{case.id}"

    def test_a_slip_is_mended(self, session, registrar):
        case = received(session)
        register(registrar, case)
        row = session.query(RegistrationRow).one()
        path = f"/registrations/{row.id}/edit"
        assert 'value="7"' in registrar.get(path).text
        registrar.post(path, data=entry("t-9", number="8"))
        session.rollback()
        assert row.entry_no == 8
        assert (
            "chưa tới" in registrar.post(path, data=entry("t-8", registered_on="2026-12-01")).text
        )


class TestEntries:
    def test_listed_by_register_and_year(self, session, registrar):
        case = received(session)
        assert "Chưa có mục đăng ký nào" in registrar.get("/registrations/entries").text
        register(registrar, case)
        link = f'data-href="/cases/{case.id}"'
        for query, found in [("", True), ("register=birth&year=2026", True),
                             ("register=death", False), ("year=2025", False),
                             ("register=x&page=9", True)]:  # fmt: skip
            page = registrar.get(f"/registrations/entries?{query}").text
            assert (link in page) is found, query


class TestNotEntered:
    def test_waits_until_it_is_marked(self, session, registrar):
        case = received(session)
        register(registrar, case, registered_on="2026-11-20")
        page = registrar.get("/registrations/not-entered").text
        assert "3 ngày" in page
        row = session.query(RegistrationRow).one()
        registrar.post(
            f"/registrations/{row.id}/entered", data={"form_token": "e", "entered_on": "2026-11-23"}
        )
        assert session.get(CaseRow, case.id, populate_existing=True).official_entered_on == TODAY
        assert "đều đã nhập hệ thống" in registrar.get("/registrations/not-entered").text

    @pytest.mark.parametrize("on", ["2026-11-19", "2026-11-24", "", "x"])
    def test_a_day_that_cannot_be_is_refused(self, session, registrar, on):
        case = received(session)
        register(registrar, case)
        row = session.query(RegistrationRow).one()
        answer = registrar.post(
            f"/registrations/{row.id}/entered",
            data={"form_token": "e", "entered_on": on},
            follow_redirects=True,
        )
        assert "notice--late" in answer.text
        assert session.get(CaseRow, case.id, populate_existing=True).official_entered_on is None

    def test_each_row_has_a_token_of_its_own(self, session, registrar):
        for number in (1, 2):
            register(registrar, received(session), token=f"t{number}", number=number)
        page = registrar.get("/registrations/not-entered").text
        tokens = {part[:36] for part in page.split('name="form_token" value="')[1:]}
        assert len(tokens) == 2
