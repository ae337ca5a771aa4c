from datetime import UTC, date, datetime

import pytest

from fieldops.services import demand
from fieldops.store.tables import CaseRow, OutcomeRow, VisitRow
from tests import makers
from tests.conftest import OTHER

TODAY = date(2026, 11, 23)


@pytest.fixture
def home(session):
    row = makers.household(session, head_name="Nguyễn Văn Chủ", search="nguyen van chu")
    session.commit()
    return row


@pytest.fixture
def person(session, home):
    row = makers.citizen(session, home, full_name="Nguyễn Thị Bảy", search="nguyen thi bay")
    session.commit()
    return row


def made(session, person, **kw):
    row = makers.case(session, person, **kw)
    demand.refresh(session, None, TODAY)
    session.commit()
    return row


def form(**data):
    return {"form_token": "a-token-of-the-test"} | data


class TestList:
    def test_an_empty_list_says_what_to_do_next(self, desk):
        page = desk("registrar").get("/cases").text
        assert "Chưa có hồ sơ nào" in page
        assert "/households" in page

    def test_a_case_is_one_link(self, session, person, desk):
        row = made(session, person)
        page = desk("leader").get("/cases").text
        assert page.count(f'data-href="/cases/{row.id}"') == 1

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=bay", True),
            ("q=B%E1%BA%A3y", True),
            ("q=bong", False),
            ("q=H10-1", True),
            ("procedure=mobile_birth", True),
            ("procedure=id_card", False),
            ("state=requested", True),
            ("state=received", False),
            ("timing=late", False),
            ("tab=closed", False),
            ("tab=held", False),
            ("tab=all", True),
            ("state=nonsense&tab=nonsense&procedure=x&sort=x&page=99", True),
        ],
    )
    def test_filters(self, session, person, desk, query, found):
        row = made(session, person, dossier_code="H10-1")
        page = desk("registrar").get(f"/cases?{query}").text
        assert (f"/cases/{row.id}" in page) is found

    def test_found_by_its_code(self, session, person, desk):
        row = made(session, person)
        assert f"/cases/{row.id}" in desk("registrar").get(f"/cases?q=HS{row.id:05}").text
        assert f"/cases/{row.id}" not in desk("registrar").get("/cases?q=HS99999").text

    def test_by_hamlet(self, session, person, home, desk):
        row = made(session, person)
        client = desk("registrar")
        assert f"/cases/{row.id}" in client.get(f"/cases?hamlet={home.hamlet_id}").text
        assert f"/cases/{row.id}" not in client.get("/cases?hamlet=99999").text

    def test_the_soonest_date_stands_first(self, session, home, desk):
        # received Wed 18: signed by Fri 20; received Fri 20: by Wed 25
        later = made(session, makers.citizen(session, home), state="received",
                     received_on=date(2026, 11, 20))  # fmt: skip
        soon = made(session, makers.citizen(session, home), state="received",
                    received_on=date(2026, 11, 18))  # fmt: skip
        page = desk("registrar").get("/cases").text
        assert page.index(f"/cases/{soon.id}") < page.index(f"/cases/{later.id}")
        page = desk("registrar").get("/cases?sort=-due").text
        assert page.index(f"/cases/{later.id}") < page.index(f"/cases/{soon.id}")
        behind = desk("registrar").get("/cases?timing=behind").text
        assert (f"/cases/{soon.id}" in behind, f"/cases/{later.id}" in behind) == (True, False)

    def test_another_communes_cases_are_not_there(self, session, person, desk):
        row = made(session, person)
        assert f"/cases/{row.id}" not in desk("registrar", OTHER).get("/cases?tab=all").text


class TestPage:
    def test_shows_the_dates_of_the_law(self, session, person, desk):
        # received Fri 20/11: Mon 23 1, Wed 25 2 | Thu 26 3, Fri 27 4, Mon 30 5
        row = made(session, person, state="received", received_on=date(2026, 11, 20))
        page = desk("registrar").get(f"/cases/{row.id}").text
        assert "chậm nhất 25/11/2026" in page
        assert "chậm nhất 30/11/2026" in page

    @pytest.mark.parametrize("role", ["leader", "police", "inspector"])
    def test_who_may_read(self, session, person, desk, role):
        row = made(session, person)
        assert desk(role).get(f"/cases/{row.id}").status_code == 200

    @pytest.mark.parametrize("role", ["police", "inspector"])
    def test_who_may_not_write_sees_no_buttons(self, session, person, desk, role):
        row = made(session, person)
        assert "/receive" not in desk(role).get(f"/cases/{row.id}").text
        assert desk(role).post(f"/cases/{row.id}/receive").status_code == 403

    def test_another_communes_case_is_not_found(self, session, person, desk):
        row = made(session, person)
        client = desk("registrar", OTHER)
        for path in ("", "/edit", "/receive"):
            assert client.get(f"/cases/{row.id}{path}").status_code == 404
        assert client.post(f"/cases/{row.id}/withdraw", data=form(reason="x")).status_code == 404

    @pytest.mark.parametrize(
        "state",
        ["requested", "received", "supplement", "processed", "handed_over", "withdrawn", "refused"],
    )
    @pytest.mark.parametrize(
        "procedure", ["mobile_birth", "mobile_death", "id_card", "courier_return"]
    )
    def test_every_state_can_be_shown(self, session, person, desk, state, procedure):
        row = made(
            session, person, state=state, procedure=procedure, received_on=TODAY, closed_on=TODAY
        )
        assert desk("registrar").get(f"/cases/{row.id}").status_code == 200


class TestNew:
    def ask(self, client, home, person, token="t-1", **more):
        data = {
            "form_token": token,
            "citizen_id": person.id,
            "procedure": "mobile_birth",
            "channel": 1,
        }
        return client.post(f"/cases/new/{home.id}", data=data | more)

    def test_a_case_and_its_visits(self, session, home, person, desk):
        answer = self.ask(desk("registrar"), home, person, ground="ill", notes="gọi trước")
        row = session.query(CaseRow).one()
        assert (answer.status_code, answer.location) == (302, f"/cases/{row.id}")
        assert (row.ground, row.notes, row.requested_on) == ("ill", "gọi trước", TODAY)
        assert session.query(VisitRow).count() == 2

    def test_sent_twice_is_one_case(self, session, home, person, desk):
        client = desk("registrar")
        first, second = (self.ask(client, home, person) for _ in range(2))
        assert first.location == second.location
        assert session.query(CaseRow).count() == 1

    def test_a_second_need_of_the_same_kind_is_explained(self, session, home, person, desk):
        client = desk("registrar")
        self.ask(client, home, person)
        page = self.ask(client, home, person, token="t-2", notes="chữ đã gõ").text
        assert "đang có hồ sơ cùng loại" in page
        assert "chữ đã gõ" in page
        assert session.query(CaseRow).count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"citizen_id": ""}, "Chọn một người."),
            ({"citizen_id": "999"}, "Chọn một mục có trong danh sách."),
            ({"procedure": "nonsense"}, "Chọn một mục có trong danh sách."),
            ({"event_on": "31/02/2026"}, "Ngày này không có thật"),
            ({"procedure": "mobile_death", "event_on": "2026-11-24"}, "chưa tới"),
            ({"informant_phone": "abc"}, "Số điện thoại gồm 10 chữ số."),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_written(
        self, session, home, person, desk, wrong, said
    ):
        answer = self.ask(desk("registrar"), home, person, **wrong)
        assert said in answer.text
        assert session.query(CaseRow).count() == 0

    def test_a_home_without_people_says_what_to_do(self, home, desk):
        assert "Thêm người vào hộ" in desk("registrar").get(f"/cases/new/{home.id}").text

    def test_another_communes_home_is_not_found(self, home, person, desk):
        client = desk("registrar", OTHER)
        assert client.get(f"/cases/new/{home.id}").status_code == 404
        assert self.ask(client, home, person).status_code == 404


class TestActs:
    def do(self, client, row, act, **data):
        return client.post(f"/cases/{row.id}/{act}", data=form(**data))

    def test_received_at_the_office(self, session, person, desk):
        row = made(session, person)
        answer = self.do(desk("registrar"), row, "receive", received_on="2026-11-23")
        session.rollback()
        assert (answer.status_code, row.state, row.received_on) == (302, "received", TODAY)

    def test_twice_is_once(self, session, person, desk):
        row, client = made(session, person), desk("registrar")
        for _ in range(2):
            answer = self.do(client, row, "receive", received_on="2026-11-23")
            assert answer.location == f"/cases/{row.id}"

    def test_a_day_that_cannot_be_is_said_beside_its_field(self, session, person, desk):
        row = made(session, person)
        page = self.do(desk("registrar"), row, "receive", received_on="2026-11-24").text
        assert "Ngày tiếp nhận phải từ" in page
        session.rollback()
        assert row.state == "requested"

    def test_an_act_the_state_does_not_allow(self, session, person, desk):
        row = made(session, person)
        page = self.do(desk("registrar"), row, "finish", processed_on="2026-11-23").text
        assert "chưa được tiếp nhận" in page

    def test_supplement_then_withdraw_then_reopen(self, session, person, desk):
        row, client = made(session, person), desk("registrar")
        client.post(f"/cases/{row.id}/supplement", data={"form_token": "1", "papers": "CT01"})
        client.post(f"/cases/{row.id}/withdraw", data={"form_token": "2", "reason": "tự đi"})
        session.rollback()
        assert (row.state, row.missing_papers, row.closing_reason) == ("withdrawn", "CT01", "tự đi")
        client.post(f"/cases/{row.id}/reopen", data={"form_token": "3"})
        session.rollback()
        assert row.state == "supplement"

    def test_a_held_case_is_decided(self, session, person, desk):
        row = made(session, person, held="moved", held_on=TODAY)
        client = desk("leader")
        assert f"/cases/{row.id}" in client.get("/cases?tab=held").text
        assert "Tạm giữ từ 23/11/2026" in client.get(f"/cases/{row.id}").text
        self.do(client, row, "release")
        session.rollback()
        assert row.held == ""
        assert session.query(VisitRow).filter_by(state="due").count() == 1

    def test_an_id_card_is_finished_and_handed_over(self, session, person, desk):
        row = made(session, person, procedure="id_card", state="received", received_on=TODAY)
        client = desk("registrar")
        client.post(
            f"/cases/{row.id}/finish", data={"form_token": "1", "processed_on": "2026-11-23"}
        )
        answer = client.post(
            f"/cases/{row.id}/hand-over",
            data={
                "form_token": "2",
                "handed_over_on": "2026-11-23",
                "received_by": "Con gái",
                "mark": "fingerprint",
            },
        )
        assert "nghe đọc lại" in answer.text
        client.post(
            f"/cases/{row.id}/hand-over",
            data={
                "form_token": "3",
                "handed_over_on": "2026-11-23",
                "received_by": "Con gái",
                "mark": "signature",
            },
        )
        session.rollback()
        assert row.state == "handed_over"
        assert "Con gái" in client.get(f"/cases/{row.id}").text

    def test_verification(self, session, person, desk):
        row = made(
            session, person, procedure="birth_with_papers", state="received", received_on=TODAY
        )
        self.do(desk("registrar"), row, "verify", days="20")
        session.rollback()
        assert row.verification_days == 20

    @pytest.mark.parametrize(
        "act",
        ["receive", "supplement", "verify", "finish", "hand-over", "withdraw", "refuse", "reopen"],
    )
    def test_every_act_has_its_page(self, session, person, desk, act):
        row = made(session, person)
        assert desk("registrar").get(f"/cases/{row.id}/{act}").status_code == 200

    def test_an_unknown_act_is_not_found(self, session, person, desk):
        row = made(session, person)
        assert desk("registrar").get(f"/cases/{row.id}/khong-co").status_code == 404

    def test_details_are_corrected(self, session, person, desk):
        row = made(session, person, procedure="mobile_death")
        client = desk("registrar")
        assert "Ngày chết" in client.get(f"/cases/{row.id}/edit").text
        client.post(
            f"/cases/{row.id}/edit",
            data=form(
                event_on="2026-11-15", channel=2, ground="decision", decision_no="12/QĐ-UBND"
            ),
        )
        session.rollback()
        assert (row.event_on, row.channel, row.ground) == (date(2026, 11, 15), 2, "decision")
        due = session.query(VisitRow).filter_by(kind="intake").one().due_on
        assert due == date(2026, 11, 30)  # 15/11 + 15 days


def test_the_page_of_a_home_leads_to_a_new_case(home, person, desk):
    link = f"/cases/new/{home.id}?person={person.id}"
    assert link in desk("registrar").get(f"/households/{home.id}").text
    assert link not in desk("police").get(f"/households/{home.id}").text
    assert f'value="{person.id}" id="citizen_id-0" checked' in desk("registrar").get(link).text


@pytest.mark.parametrize(
    ("procedure", "steps"),
    [
        (
            "mobile_birth",
            ("Đăng ký thường trú cho trẻ", "Thẻ bảo hiểm y tế cho trẻ", "Thẻ căn cước cho trẻ"),
        ),
        ("mobile_death", ("Xóa đăng ký thường trú", "Trợ cấp mai táng")),
    ],
)
def test_interlinked_steps_at_the_desk(session, person, desk, procedure, steps):
    person.birth_year = 2026
    row = made(session, person, procedure=procedure)
    client = desk("registrar")
    page = client.get(f"/cases/{row.id}").text
    assert [step in page for step in steps] == [True] * len(steps)
    full = next(line for line in page.split('name="step" value="') if line.startswith(steps[0]))
    answer = client.post(f"/cases/{row.id}/steps", data={"step": [full.split('"')[0]]})
    assert answer.location == f"/cases/{row.id}#steps"
    assert "xong ngày 23/11/2026" in client.get(f"/cases/{row.id}").text
    assert desk("inspector").post(f"/cases/{row.id}/steps").status_code == 403
    assert client.post("/cases/99999/steps").status_code == 404


def test_what_neighbours_told_is_read_at_the_desk(session, person, desk):
    row = made(session, person)
    missed = makers.visit(session, row, state="missed", result="not_home", made_on=TODAY)
    for number, (fate, note) in enumerate(
        [("stored", "đi chợ, chiều về"), ("needs_review", "chưa ai xem lời này")]
    ):
        session.add(
            OutcomeRow(
                id=f"0198c1d2-0000-7000-8000-00000000000{number}",
                commune_code=row.commune_code,
                visit_id=missed.id,
                result="not_home",
                fate=fate,
                note=note,
                received_at=datetime(2026, 11, 23, 5, tzinfo=UTC),
            )
        )
    session.commit()
    page = desk("registrar").get(f"/cases/{row.id}").text
    assert "đi chợ, chiều về" in page
    assert "chưa ai xem lời này" not in page
    assert f"/households/{row.household_id}/edit" in page


def test_an_old_person_s_birth_is_not_followed_by_a_child_s_steps(session, person, desk):
    row = made(session, person)
    assert "Việc liên thông" not in desk("registrar").get(f"/cases/{row.id}").text
