"""The phone pages: the day, a stop, and recording without any script."""

import re
from datetime import date
from html import unescape

import pytest

from fieldops.domain.people import Role
from fieldops.store.tables import CaseRow, HandoverRow, HouseholdRow, OutcomeRow, RouteRow, VisitRow
from tests import makers
from tests.conftest import OTHER
from tests.routes.test_phone_api import look, planned

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)

PROCESSED = {"state": "processed", "received_on": date(2026, 11, 18), "processed_on": MONDAY}


def team(session):
    return [makers.staff_of(session, role) for role in (Role.REGISTRAR, Role.YOUTH)]


def make_stop(session, kind="intake", day=MONDAY, **case):
    home = makers.household(
        session, phone="0900000001", address_note="sau chùa", lat=9.6, lon=106.2
    )
    person = makers.citizen(session, home, id_number="000000000000")
    row = makers.visit(session, makers.case(session, person, **case), kind=kind)
    makers.route(session, row, members=team(session), day=day)
    return planned(session, row)


@pytest.fixture
def stop(session):
    return make_stop(session)


@pytest.fixture
def delivery(session):
    return make_stop(session, "delivery", **PROCESSED)


def hidden(answer):
    """Everything the page would send again, as a browser without scripts does."""
    page = answer.get_data(as_text=True)
    fields = {}
    for tag in re.findall(r"<input [^>]+>", page):
        if 'type="hidden"' in tag:
            name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
            fields.setdefault(name[1], []).append(unescape(value[1]))
    return fields


class Recorder:
    """A thumb on the recording pages."""

    def __init__(self, client, visit_id):
        self.client, self.path = client, f"/field/stops/{visit_id}/record"
        self.page = client.get(self.path)

    def press(self, go, **answers):
        self.page = self.client.post(self.path, data=hidden(self.page) | answers | {"go": go})
        return self.page

    def text(self):
        return unescape(self.page.get_data(as_text=True))


def test_the_day_shows_the_stops_in_order_and_how_much_is_told(as_, stop):
    page = as_("youth").get("/field").get_data(as_text=True)
    assert "Nguyễn Thị Bảy" in page
    assert "8:00" in page
    assert "0/1" in page


def test_a_day_without_a_route_says_what_to_do(as_):
    page = as_("youth").get("/field").get_data(as_text=True)
    assert "Hỏi người lập kế hoạch" in page


def test_a_day_without_a_route_leads_to_the_next_one(as_, session):
    make_stop(session, day=TUESDAY)
    client = as_("youth")
    assert "/field?on=2026-11-24" in client.get("/field").get_data(as_text=True)
    assert "Nguyễn Thị Bảy" in client.get("/field?on=2026-11-24").get_data(as_text=True)


def test_a_stop_says_how_to_get_there_and_whom_to_call(as_, stop):
    page = as_("youth").get(f"/field/stops/{stop.id}").get_data(as_text=True)
    assert 'href="tel:0900000001"' in page
    assert "geo:9.600000,106.200000" in page
    assert "sau chùa" in page


def test_a_volunteers_pages_hold_no_id_number(as_, stop):
    for path in (
        "/field",
        "/field/map",
        f"/field/stops/{stop.id}",
        f"/field/stops/{stop.id}/record",
    ):
        assert "000000000000" not in as_("youth").get(path).get_data(as_text=True)
    assert "000000000000" in as_("registrar").get(f"/field/stops/{stop.id}").get_data(as_text=True)


def test_a_stop_of_nobody_or_of_another_team_is_not_found(as_, stop):
    assert as_("police").get(f"/field/stops/{stop.id}").status_code == 404
    assert as_("youth", OTHER).get(f"/field/stops/{stop.id}").status_code == 404
    assert as_("youth").post("/field/stops/999/record").status_code == 404


def test_the_map_carries_its_layers_and_asks_no_other_site(as_, stop):
    page = as_("youth").get("/field/map").get_data(as_text=True)
    assert '"hamlets": [["Sơn Ton"' in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_tomorrow_can_be_read_but_not_recorded(as_, session):
    stop = make_stop(session, day=TUESDAY)
    path = f"/field/stops/{stop.id}"
    client = as_("youth")
    assert "mới ghi kết quả" in client.get(f"{path}?on=2026-11-24").get_data(as_text=True)
    assert client.get(f"{path}/record?on=2026-11-24").status_code == 409


class TestRecording:
    def test_a_plan_replaced_while_the_team_was_at_the_door_loses_nothing(self, as_, session, stop):
        client = as_("registrar")
        thumb = Recorder(client, stop.id)
        thumb.press("next", result="not_home")
        thumb.press("next", note="đi chợ")
        session.query(RouteRow).update({"active": False})
        session.commit()
        assert thumb.press("save").status_code == 302
        assert look(session, OutcomeRow)[0].note == "đi chợ"
        assert "Nguyễn Thị Bảy" not in client.get("/field").get_data(as_text=True).split("<h1")[1]

    def test_an_intake_from_the_first_question_to_the_books(self, as_, session, stop):
        thumb = Recorder(as_("registrar"), stop.id)
        thumb.press("next", result="done")
        assert "Đã gặp ai?" in thumb.text()
        thumb.press("next", met="other", met_name="Lê Thị Con", met_relation="con gái")
        papers = ["tờ khai đăng ký khai sinh", "giấy chứng sinh"]
        thumb.press("next", **{f"case-{stop.case_id}-result": "done"})
        thumb.press("next", **{f"pen-{stop.case_id}-by": "self"})
        thumb.press("next", **{f"take-{stop.case_id}-papers": papers})
        thumb.press("next", note="nhà sau chùa")
        assert "Lê Thị Con (con gái)" in thumb.text()
        assert "giấy chứng sinh" in thumb.text()
        answer = thumb.press("save")
        assert (answer.status_code, answer.location) == (302, "/field")
        (report,) = look(session, OutcomeRow)
        assert (report.fate, report.met_name, report.note) == (
            "stored",
            "Lê Thị Con",
            "nhà sau chùa",
        )
        assert report.body["cases"][0]["papers"] == papers
        assert look(session, CaseRow)[0].state == "received"
        assert look(session, VisitRow, id=stop.id)[0].state == "done"

    def test_a_paper_handed_over_with_a_fingerprint(self, as_, session, delivery):
        thumb = Recorder(as_("registrar"), delivery.id)
        thumb.press("next", result="done")
        case = delivery.case_id
        thumb.press("next", **{f"hand-{case}-result": "done"})
        assert 'value="Nguyễn Thị Bảy"' in thumb.text()
        thumb.press("next", **{f"give-{case}-by": "Nguyễn Thị Bảy"})
        thumb.press("next", **{f"sign-{case}-mark": "fingerprint"})
        thumb.press("next", **{f"aloud-{case}-read": "no"})
        assert thumb.page.status_code == 422
        assert "phải được nghe đọc giấy" in thumb.text()
        thumb.press("next", **{f"aloud-{case}-read": "yes"})
        thumb.press("next", note="")
        thumb.press("save")
        (receipt,) = look(session, HandoverRow)
        assert (receipt.received_by, receipt.mark, receipt.read_aloud) == (
            "Nguyễn Thị Bảy",
            "fingerprint",
            True,
        )

    def test_nobody_is_met_or_given_a_paper_after_their_death(self, as_, session):
        visit = make_stop(session, kind="delivery", procedure="mobile_death", **PROCESSED)
        whole = f"/field/stops/{visit.id}/record?whole=1"
        page = unescape(as_("registrar").get(whole).get_data(as_text=True))
        assert f'name="give-{visit.case_id}-by" value=""' in page
        assert 'name="met" value="other"' in page
        assert len(re.findall('name="met" ', page)) == 1

    def test_the_last_screen_sent_twice_stores_once(self, as_, session, stop):
        thumb = Recorder(as_("youth"), stop.id)
        thumb.press("next", result="not_home")
        check = thumb.press("next", note="đi chợ")
        assert thumb.press("save").status_code == 302
        thumb.page = check
        assert thumb.press("save").status_code == 302
        assert len(look(session, OutcomeRow)) == 1

    def test_back_keeps_every_answer(self, as_, stop):
        thumb = Recorder(as_("youth"), stop.id)
        thumb.press("next", result="refused")
        thumb.press("next", met="other", met_name="Lê Thị Con")
        thumb.press("back", note="bận mùa")
        assert 'value="Lê Thị Con"' in thumb.text()
        thumb.press("next", met="other", met_name="Lê Thị Con")
        assert "bận mùa" in thumb.text()

    @pytest.mark.parametrize(
        ("answers", "says"),
        [({}, "Chọn một kết quả."), ({"result": "burned"}, "Chọn một kết quả.")],
    )
    def test_a_first_question_without_answer_is_asked_again(self, as_, stop, answers, says):
        thumb = Recorder(as_("youth"), stop.id)
        thumb.press("next", **answers)
        assert thumb.page.status_code == 422
        assert says in thumb.text()

    def test_something_else_needs_a_word(self, as_, session, stop):
        thumb = Recorder(as_("youth"), stop.id)
        thumb.press("next", result="other")
        thumb.press("save", note=" ")
        assert "Ghi ngắn chuyện đã xảy ra" in thumb.text()
        assert look(session, OutcomeRow) == []

    def test_lacking_papers_are_named(self, as_, session, stop):
        thumb = Recorder(as_("youth"), stop.id)
        thumb.press("next", result="papers_missing")
        thumb.press("next", met="other", met_name="Lê Thị Con")
        thumb.press("next")
        assert "Ghi còn thiếu giấy tờ gì" in thumb.text()
        thumb.press("next", **{f"lack-{stop.case_id}-missing": "giấy chứng sinh"})
        thumb.press("next")
        thumb.press("save")
        assert look(session, CaseRow)[0].missing_papers == "giấy chứng sinh"

    def test_written_for_someone_needs_reading_back(self, as_, stop):
        thumb = Recorder(as_("registrar"), stop.id)
        thumb.press("next", result="done")
        thumb.press("next", met="other", met_name="Lê Thị Con")
        thumb.press("next", **{f"case-{stop.case_id}-result": "done"})
        assert "Gia đình tự viết" in thumb.text()
        thumb.press("next", **{f"pen-{stop.case_id}-by": "Lê Thị Mẫu"})
        thumb.press("next", **{f"read-{stop.case_id}-back": "no"})
        assert thumb.page.status_code == 422
        assert "xong mới ghi tiếp" in thumb.text()

    def test_the_case_tells_how_its_declaration_was_written(self, as_, session, stop):
        client, case = as_("registrar"), stop.case_id
        thumb = Recorder(client, stop.id)
        thumb.press("next", result="done")
        thumb.press("next", met="other", met_name="Lê Thị Con")
        thumb.press("next", **{f"case-{case}-result": "done"})
        thumb.press("next", **{f"pen-{case}-by": "Lê Thị Mẫu"})
        thumb.press("next", **{f"read-{case}-back": "yes"})
        thumb.press("next", **{f"mark-{case}-mark": "fingerprint"})
        thumb.press("next")
        assert "Lê Thị Mẫu viết hộ, đã đọc lại, điểm chỉ" in thumb.press("next").get_data(
            as_text=True
        )
        thumb.press("save")
        page = client.get(f"/cases/{case}").get_data(as_text=True)
        assert "Lê Thị Mẫu viết hộ, đã đọc lại, người yêu cầu điểm chỉ" in page

    def test_a_visit_with_nothing_done_is_not_called_done(self, as_, session, delivery):
        thumb = Recorder(as_("registrar"), delivery.id)
        thumb.press("next", result="done")
        thumb.press("next", **{f"hand-{delivery.case_id}-result": "not_done"})
        thumb.press("next")
        thumb.press("save")
        assert "Chưa có việc nào làm xong" in thumb.text()
        assert look(session, OutcomeRow) == []

    def test_a_point_is_kept_when_the_phone_gave_one(self, as_, session, stop):
        thumb = Recorder(as_("youth"), stop.id)
        thumb.press("next", result="not_home")
        thumb.press("next")
        thumb.press("save", lat="9.6001", lon="106.2", accuracy="12.7")
        (report,) = look(session, OutcomeRow)
        assert (report.lat, report.lon, report.accuracy_m) == (9.6001, 106.2, 12)

    @pytest.mark.parametrize("lat", ["", "nan", "91", "x"])
    def test_half_a_point_is_none(self, as_, session, stop, lat):
        thumb = Recorder(as_("youth"), stop.id)
        thumb.press("next", result="not_home")
        thumb.press("next")
        thumb.press("save", lat=lat, lon="106.2", accuracy="5")
        assert look(session, OutcomeRow)[0].lat is None

    def test_told_again_it_corrects_the_first(self, as_, session, stop):
        client = as_("registrar")
        first = Recorder(client, stop.id)
        first.press("next", result="not_home")
        first.press("next")
        first.press("save")
        again = Recorder(client, stop.id)
        again.press("next", result="moved")
        again.press("next", note="về Trà Vinh")
        again.press("save")
        reports = {row.result: row for row in look(session, OutcomeRow)}
        assert reports["moved"].supersedes == reports["not_home"].id
        assert reports["moved"].fate == "stored"
        assert (reports["not_home"].device_seq, reports["moved"].device_seq) == (1, 2)
        assert look(session, CaseRow)[0].held == "moved"

    def test_what_was_sent_is_listed_with_its_fate(self, as_, stop):
        client = as_("youth")
        thumb = Recorder(client, stop.id)
        thumb.press("next", result="not_home")
        thumb.press("next")
        thumb.press("save")
        page = client.get("/field/sent").get_data(as_text=True)
        assert "Nguyễn Thị Bảy" in page
        assert "Đã ghi" in page
        assert "1/1" in client.get("/field").get_data(as_text=True)


def test_what_to_bring_follows_from_the_stops(as_, session, stop):
    def brings():
        page = as_("youth").get("/field").get_data(as_text=True)
        return set(re.findall(r'<input type="checkbox" value="[^"]+"[^>]*><span>([^<]+)<', page))

    assert {"Quyển phiếu tiếp nhận", "Hộp mực lăn tay, khăn lau", "Áo mưa"} <= brings()
    assert not {"Sổ hộ tịch để ký tại nhà", "Áo phao cho từng người"} & brings()
    session.get_one(HouseholdRow, stop.household_id).access = "boat"
    session.get_one(VisitRow, stop.id).kind = "delivery"
    session.commit()
    assert {"Sổ hộ tịch để ký tại nhà", "Áo phao cho từng người"} <= brings()
    assert "Quyển phiếu tiếp nhận" not in brings()


def test_the_next_stop_waits_under_the_thumb(as_, stop):
    page = as_("youth").get("/field").get_data(as_text=True)
    assert "Điểm tiếp: 1. " in page


class TestWithoutSignal:
    """What a phone takes along; what it does with it is in tests/browser/test_offline.py."""

    def test_the_pack_holds_every_page_of_today_in_one_answer(self, as_, stop):
        answer = as_("youth").get("/field/pack")
        assert answer.json["days"] == ["2026-11-23"]
        assert [page["url"] for page in answer.json["pages"]] == [
            "/field?on=2026-11-23",
            "/field/map?on=2026-11-23",
            f"/field/stops/{stop.id}?on=2026-11-23",
            f"/field/stops/{stop.id}/record?on=2026-11-23&whole=1",
            "/field/sent",
            "/field/opinion",
            "/field/opinion/spoken",
        ]
        assert all(
            page["html"].lstrip().startswith("<!doctype html>") for page in answer.json["pages"]
        )

    def test_the_pack_holds_the_next_day_too_as_it_will_look_then(self, as_, session, stop):
        later = make_stop(session, day=TUESDAY)
        pack = as_("youth").get("/field/pack").json
        assert pack["days"] == ["2026-11-23", "2026-11-24"]
        pages = {page["url"]: page["html"] for page in pack["pages"]}
        today = "<span data-today>Hôm nay, </span>thứ Ba 24/11"  # shown on its day only
        assert today in pages["/field?on=2026-11-24"]
        assert "data-begin" in pages[f"/field/stops/{later.id}?on=2026-11-24"]
        assert f"/field/stops/{later.id}/record?on=2026-11-24&whole=1" in pages

    def test_never_more_than_two_days_are_on_a_phone(self, as_, session, stop):
        for day in (TUESDAY, date(2026, 11, 25)):
            make_stop(session, day=day)
        assert as_("youth").get("/field/pack").json["days"] == ["2026-11-23", "2026-11-24"]

    def test_a_day_far_off_is_packed_when_it_is_near(self, as_, session, stop):
        make_stop(session, day=date(2026, 11, 27))
        assert as_("youth").get("/field/pack").json["days"] == ["2026-11-23"]

    def test_the_pack_leaves_notices_to_the_next_page(self, as_, stop):
        client = as_("youth")
        with client.session_transaction() as cookie:
            cookie["_flashes"] = [("done", "Lời nhắn đang chờ")]
        assert "Lời nhắn đang chờ" not in client.get("/field/pack").get_data(as_text=True)
        assert "Lời nhắn đang chờ" in client.get("/field").get_data(as_text=True)

    def test_a_volunteer_packs_nothing_sensitive(self, as_, stop):
        assert "000000000000" not in as_("youth").get("/field/pack").get_data(as_text=True)
        assert "000000000000" in as_("registrar").get("/field/pack").get_data(as_text=True)

    def test_the_pack_of_thirty_stops_is_small_on_the_wire(self, as_, session):
        homes = [makers.household(session) for _ in range(30)]
        visits = [
            makers.visit(session, makers.case(session, makers.citizen(session, home)))
            for home in homes
        ]
        makers.route(session, *visits, members=team(session), day=MONDAY)
        session.commit()
        answer = as_("registrar").get("/field/pack", headers={"Accept-Encoding": "gzip"})
        assert answer.content_encoding == "gzip"
        assert answer.content_length < 200_000

    def test_a_page_says_whose_it_is_and_of_which_day(self, as_, client, stop):
        assert as_("youth").get("/field").headers["Fieldops-Day"] == "2026-11-23"
        mine, hers = as_("youth").get("/field"), as_("registrar").get("/field")
        assert mine.headers["Fieldops-Person"] != hers.headers["Fieldops-Person"]
        assert f'data-person="{mine.headers["Fieldops-Person"]}"' in mine.get_data(as_text=True)

    def test_all_screens_stand_in_one_page(self, as_, stop):
        page = as_("youth").get(f"/field/stops/{stop.id}/record?whole=1").get_data(as_text=True)
        case = stop.case_id
        for step in ("result", "met", f"case-{case}", f"take-{case}", f"lack-{case}", "note"):
            assert f'data-step="{step}"' in page
        assert f'"visit_id": {stop.id}' in page

    def test_all_screens_of_a_delivery(self, as_, delivery):
        page = as_("registrar").get(f"/field/stops/{delivery.id}/record?whole=1")
        case = delivery.case_id
        for step in (f"hand-{case}", f"give-{case}", f"sign-{case}"):
            assert f'data-step="{step}"' in page.get_data(as_text=True)

    def test_tomorrow_has_no_screens_yet_and_no_pack(self, as_, session):
        stop = make_stop(session, day=TUESDAY)
        client = as_("youth")
        path = f"/field/stops/{stop.id}/record?whole=1&on=2026-11-24"
        assert client.get(path).status_code == 409
        assert "data-pack" not in client.get("/field?on=2026-11-24").get_data(as_text=True)

    def test_without_signal_and_pack_a_page_says_so_to_anybody(self, client):
        assert "Không có sóng" in client.get("/no-signal").get_data(as_text=True)
