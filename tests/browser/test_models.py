"""
One walk for each model of the field (docs/models.md), by the people whose work it is.

One running site serves them all; what a walk needs that takes weeks to come about (a route of
today) is put into its database first.
"""

import re
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from fieldops.domain.people import Role
from fieldops.services import demand
from fieldops.store import scope
from fieldops.store.db import engine_options
from fieldops.store.tables import (
    CaseRow,
    CitizenRow,
    StaffRow,
    UserRow,
    VisitCaseRow,
    VisitRow,
)
from tests import makers
from tests.browser.conftest import MONDAY, PHONE
from tests.browser.test_journey import record_done, register, title
from tests.papers.reading import text_of

DATABASES = ("sqlite",)
"""What these show does not depend on the database; the journey runs on both."""

pytestmark = pytest.mark.browser

LEADER, REGISTRAR, YOUTH = "lanhdao.culaodung", "hotich.culaodung", "thanhnien.culaodung"
HAMLET_HEAD, INSPECTOR = "truongap.culaodung", "thanhtra.culaodung"
TODAY = date.fromisoformat(MONDAY[:10])
NEXT_WEEK = TODAY + timedelta(days=7)


@contextmanager
def books(site):
    """A session in the site's own database, inside Cù Lao Dung."""
    url = site.env["DATABASE_URL"]
    engine = create_engine(url, **engine_options(url))
    with Session(engine) as session, scope.inside(session, "31633"):
        yield session
        session.commit()
    engine.dispose()


def open_visit(session, kind, procedure):
    """The first visit of that kind for one case of that procedure, on no route yet."""
    query = (
        session.query(VisitRow)
        .join(VisitCaseRow)
        .join(CaseRow)
        .filter(VisitRow.kind == kind, VisitRow.state == "due", VisitRow.planned_on.is_(None))
        .filter(CaseRow.procedure == procedure)
    )
    return next(one for one in query.order_by(VisitRow.id) if len(one.visit_cases) == 1)


def send_out(session, username, team, *visits):
    """Those visits are that person's route of today."""
    login = session.query(UserRow).filter_by(username=username).one()
    makers.route(
        session, *visits, members=[session.get(StaffRow, login.staff_id)], day=TODAY, team=team
    )


def case_of(visit):
    return visit.visit_cases[0].case_id


def paper(page, action):
    """A paper as the button on the page makes it, read as text."""
    token = page.locator("input[name=csrf_token]").first.get_attribute("value")
    answer = page.request.post(action, form={"csrf_token": token})
    assert answer.ok, answer.status
    return text_of(answer.body())


def told(page, *texts):
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def press(page, name, exact=False):
    page.locator("main").get_by_role("button", name=name, exact=exact).first.click()


def was_refused(visitor):
    """A form sent with a fault on purpose: the browser notes the 422, which is no fault of ours."""
    assert any("422" in error for error in visitor.errors)
    visitor.errors[:] = [error for error in visitor.errors if "422" not in error]


def call(page, person, procedure, birth="1940", **more):
    """Somebody calls the hotline."""
    page.goto("/cases/intake")
    page.get_by_label("Gọi điện", exact=True).check()
    page.get_by_label("Người gọi hoặc người đến").fill("Người Nhà Gọi")
    page.get_by_label("Số điện thoại gọi lại").fill("0900000321")
    page.get_by_label("Người cần làm giấy tờ").fill(person)
    page.get_by_label("Ngày sinh").fill(birth)
    page.get_by_label(procedure, exact=True).check()
    press(page, "Ghi yêu cầu")
    page.wait_for_url(re.compile(r"/cases/\d+$"))
    return int(page.url.rsplit("/", 1)[1])


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def attach_result(page, case_id):
    page.goto(f"/cases/{case_id}")
    page.get_by_label("Tệp PDF, nhiều nhất 5 MB").set_input_files(
        {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(page, "Đính kèm")
    told(page, "Đã đính kèm kết quả điện tử.", "Bản PDF")


def test_an_thanh_2_birth_at_home_from_the_hamlets_list_to_the_paper_in_hand(visit, site):
    registrar = visit(REGISTRAR).page
    registrar.goto("/households/rounds/new")
    registrar.get_by_label("Tên đợt").fill("Rà soát tháng 12/2026")
    registrar.get_by_label("Trả lời chậm nhất ngày").fill(f"{NEXT_WEEK:%d/%m/%Y}")
    press(registrar, "Mở đợt")
    told(registrar, "Tin nhắc gửi nhóm")
    round_page = registrar.url

    head = visit(HAMLET_HEAD, PHONE).page
    told(head, "Rà soát tháng 12/2026")
    head.get_by_role("link", name="Mở đợt này").click()
    head.get_by_role("link", name=re.compile("Ghi trả lời")).click()
    head.get_by_label("Gửi danh sách").check()
    head.get_by_label("Số người trong danh sách").fill("1")
    press(head, "Ghi trả lời")
    told(head, "Danh sách 1 người")
    registrar.goto(round_page)
    told(registrar, "Danh sách 1 người", "chưa nhập ai")

    lines = "Ấp,Họ và tên chủ hộ,Họ tên người cần hỗ trợ,Năm sinh,Nhu cầu\n"
    lines += "Sơn Ton,Âu Thị Mẫu Đầu,Âu Thị Mẫu Đầu,1943,khai sinh\n"
    registrar.goto("/households/lists")
    registrar.locator("input[type=file]").set_input_files(
        {"name": "ds.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    press(registrar, "Tải lên và xem trước")
    press(registrar, re.compile("^Nhập"))
    with books(site) as session:
        person = session.query(CitizenRow).filter_by(full_name="Âu Thị Mẫu Đầu").one()
        intake = session.query(VisitRow).filter_by(
            household_id=person.household_id, kind="intake"
        ).one()  # fmt: skip
        case_id, intake_id = case_of(intake), intake.id
        send_out(session, REGISTRAR, "M", intake)

    phone = visit(REGISTRAR, PHONE).page
    record_done(phone, intake_id)
    register(SimpleVisitor(registrar), case_id)
    with books(site) as session:
        case = session.get(CaseRow, case_id)
        demand.refresh(session, [case.household_id], TODAY, case.citizen.household.created_at)
        delivery = session.query(VisitRow).filter_by(
            household_id=case.household_id, kind="delivery", state="due"
        ).one()  # fmt: skip
        delivery_id = delivery.id
        send_out(session, REGISTRAR, "N", delivery)
    record_done(phone, delivery_id)
    registrar.goto(f"/cases/{case_id}")
    told(registrar, "Đã trả kết quả", "Đã trao giấy")
    receipt = paper(registrar, f"/papers/cases/{case_id}/handover")
    assert "GIẤY GIAO NHẬN KẾT QUẢ TẠI NHÀ" in receipt
    assert "Âu Thị Mẫu Đầu" in receipt


class SimpleVisitor:
    """What the steps of the journey ask of a visitor."""

    def __init__(self, page):
        self.page = page


def test_an_thanh_3_youth_bring_papers_home_and_see_little(visit, site):
    with books(site) as session:
        courier = open_visit(session, "courier", "id_card")
        visit_id, case_id = courier.id, case_of(courier)
        send_out(session, YOUTH, "Y", courier)
    youth = visit(YOUTH, PHONE).page
    sheet = youth.request.get(f"/api/v1/route-sheet?on={TODAY}").json()
    people = [one for stop in sheet["route"]["stops"] for one in stop["people"]]
    assert people
    assert all(one["id_number"] is None and one["birth"] is None for one in people)
    for closed in ("/households", "/cases", f"/cases/{case_id}", "/reports"):
        assert youth.request.get(closed).status == 403
    record_done(youth, visit_id)
    registrar = visit(REGISTRAR).page
    registrar.goto(f"/cases/{case_id}")
    told(registrar, "Đã trả kết quả")


def test_an_thanh_tay_a_death_at_home_in_its_fifteen_days_with_condolences(visit, site):
    with books(site) as session:
        case = session.query(CaseRow).filter_by(procedure="mobile_death", state="requested").first()
        case_id, limit = case.id, case.event_on + timedelta(days=15)
    page = visit(REGISTRAR).page
    page.goto(f"/cases/{case_id}")
    told(page, f"{limit:%d/%m/%Y}")
    letter = paper(page, f"/papers/cases/{case_id}/condolence")
    assert re.search(r"\b(ông|bà|anh|chị|cháu)\b", letter)
    assert "đối tượng" not in letter


def test_cu_lao_dung_town_congratulations_with_the_certificate(visit):
    page = visit(REGISTRAR).page
    born = TODAY - timedelta(days=10)
    case_id = call(page, "Trần Mẫu Bé", "Khai sinh lưu động", birth=f"{born:%d/%m/%Y}")
    told(page, "Trần Mẫu Bé", "Gọi điện")
    assert "Trần Mẫu Bé" in paper(page, f"/papers/cases/{case_id}/new-member")
    page.goto("/papers")
    token = page.locator("input[name=csrf_token]").first.get_attribute("value")
    couple = {"groom": "Kiều Văn Thử", "bride": "Mạc Thị Mẫu", "csrf_token": token}
    answer = page.request.post("/papers/wedding-letter", form=couple)
    text = text_of(answer.body())
    assert "Kiều Văn Thử" in text
    assert "Mạc Thị Mẫu" in text


def test_cu_lao_dung_the_days_plan_for_the_group_and_a_survey_without_names(visit, site):
    leader = visit(LEADER).page
    tuesday = TODAY + timedelta(days=1)
    leader.goto("/plans/new")
    leader.get_by_label("Từ ngày").fill(f"{tuesday:%d/%m/%Y}")
    leader.get_by_label("Đến hết ngày").fill(f"{tuesday:%d/%m/%Y}")
    leader.get_by_label("Thời gian máy tính").select_option(index=0)
    press(leader, "Lập kế hoạch")
    leader.wait_for_url(re.compile(r"/plans/\d+$"), timeout=90_000)
    press(leader, "Công bố")
    leader.goto(f"{leader.url.split('#')[0]}/days/{tuesday}")
    message = leader.locator("#chat-text").input_value()
    with books(site) as session:
        names = {row.full_name for row in session.query(CitizenRow)}
    assert "Đội A" in message
    assert not any(name in message for name in names)

    registrar = visit(REGISTRAR, PHONE).page
    registrar.goto("/field/opinion")  # on the team's phone, which the family holds
    answer_survey(registrar, "Gửi góp ý")
    told(registrar, "không kèm tên ai")
    for _ in range(4):
        registrar.goto("/survey/spoken")
        answer_survey(registrar, "Ghi ý kiến")
        told(registrar, "không kèm tên ai")
    leader.goto("/reports/survey")
    told(leader, "90 %", "27 trên 30", "90 %", "95 %")


def answer_survey(page, send):
    for group, choice in (
        ("hài lòng không", "Rất hài lòng"),
        ("lịch sự", "Có"),
        ("đúng ngày hẹn", "Có"),
        ("đòi lại giấy tờ", "Không"),
    ):
        fieldset = page.locator("fieldset", has_text=group)
        fieldset.get_by_label(choice, exact=True).check()
    press(page, send)


def test_cu_lao_dung_hotline_and_writing_for_those_who_cannot(visit, site):
    page = visit(REGISTRAR).page
    case_id = call(page, "Lý Thị Mẫu Mắt Kém", "Khai sinh cho người đã có giấy tờ")
    declaration = paper(page, f"/papers/cases/{case_id}/assisted-declaration")
    assert "đọc lại" in declaration.lower()
    assert "điểm chỉ" in declaration.lower()
    with books(site) as session:
        link = session.query(VisitCaseRow).filter_by(case_id=case_id).first()
        visit_id = link.visit_id
        send_out(session, REGISTRAR, "V", session.get(VisitRow, visit_id))
    volunteer = visit(REGISTRAR, PHONE)
    phone = volunteer.page
    phone.goto(f"/field/stops/{visit_id}/record")
    written = False
    while title(phone) != "Sẽ ghi như sau":
        for group in phone.locator("fieldset:has(input[type=radio])").all():
            if not group.locator("input[type=radio]:checked").count():
                group.locator("label").first.click()
        if "Ai viết tờ khai" in title(phone):
            phone.locator("label", has_text="viết hộ").first.click()
            with phone.expect_navigation():
                press(phone, "Tiếp tục")
            phone.get_by_label("Chưa").check()
            with phone.expect_navigation():
                press(phone, "Tiếp tục")
            told(phone, "Đọc lại")  # it is not taken without having been read back
            was_refused(volunteer)
            phone.get_by_label("Đã đọc lại, đúng lời khai").check()
            written = True
        with phone.expect_navigation():
            press(phone, "Tiếp tục")
    assert written
    with phone.expect_navigation():
        press(phone, "Ghi kết quả")
    page.goto(f"/cases/{case_id}")
    told(page, "Đã tiếp nhận", "viết hộ, đã đọc lại, người yêu cầu điểm chỉ")


READ = (
    "/", "/households", "/households/rounds", "/cases", "/cases/lane", "/demand", "/plans",
    "/registrations", "/registrations/not-entered", "/registrations/official",
    "/registrations/entries", "/people/roster", "/reports", "/reports/officers", "/reports/survey",
    "/reports/shortcomings", "/audit",
)  # fmt: skip


def test_the_inspection_reads_everything_and_changes_nothing(visit, site):
    page = visit(INSPECTOR).page
    with books(site) as session:
        case_id = session.query(CaseRow).filter_by(state="handed_over").first().id
    for path in (*READ, f"/cases/{case_id}"):
        answer = page.goto(path)
        assert answer.status == 200, path
        posts = page.locator("main form[method=post]:not([action^='/cases/results/'])")
        assert posts.count() == 0, path
    told(page, "Đã làm gì")
    for closed in ("/cases/intake", "/plans/new", "/settings", "/people", "/households/new"):
        assert page.request.get(closed).status == 403


def test_cu_lao_dung_2024_figures_that_add_up_and_what_is_not_entered(visit, site):
    page = visit(REGISTRAR).page
    page.goto("/reports")
    told(page, "Đã đối chiếu", "Chưa nhập hệ thống")
    page.goto("/registrations/not-entered")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải Excel").click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    heads = next(row for row in rows if "Số đăng ký" in row)
    first = dict(zip(heads, rows[rows.index(heads) + 1], strict=True))
    number, on = first["Số đăng ký"], first["Ngày đăng ký"]
    waiting = len(rows) - rows.index(heads) - 1

    lines = f"Mã hồ sơ,Số đăng ký,Trạng thái,Ngày đăng ký\nH31.33-2611-1,{number},,{on}\n"
    lines += "H31.33-2611-9,,Đã xử lý xong,01/12/2026\n"
    page.goto("/registrations/official")
    page.locator("input[type=file]").set_input_files(
        {"name": "he-thong.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    press(page, "Tải lên và đối chiếu")
    told(page, "H31.33-2611-9")
    press(page, "Lấy mã của hệ thống")
    press(page, re.compile(r"Đánh dấu 1 mục"))
    told(page, "Đã đánh dấu 1 mục")
    page.get_by_label("Vì sao").fill("Hồ sơ đất đai")
    press(page, "Không phải hồ sơ của xã")
    told(page, "Hồ sơ đất đai")
    page.goto("/registrations/not-entered")
    expect(page.locator("main tbody tr")).to_have_count(waiting - 1)

    with books(site) as session:
        case_id = session.query(CaseRow).filter_by(state="processed").first().id
    attach_result(page, case_id)  # digitised before it closes


def set_weekdays(page, name, day):
    page.goto("/settings")
    group = page.locator("fieldset", has=page.locator(f"input[name={name}]"))
    group.get_by_label(day, exact=True).check()
    press(page, "Lưu thiết lập")
    told(page, "Đã lưu.")


def test_long_phu_days_without_writing_keep_the_registrar_at_the_office(visit):
    leader = visit(LEADER)
    page = leader.page
    set_weekdays(page, "no_writing_weekdays", "Thứ Tư")
    page.goto(f"/people/roster?week={TODAY}")
    told(page, "không viết", "thiếu công chức hộ tịch")
    wednesday = TODAY + timedelta(days=2)
    page.goto("/plans/new")
    page.get_by_label("Từ ngày").fill(f"{wednesday:%d/%m/%Y}")
    page.get_by_label("Đến hết ngày").fill(f"{wednesday:%d/%m/%Y}")
    press(page, "Lập kế hoạch")
    told(page, "công chức phải ở trụ sở")
    was_refused(leader)
    registrar = visit(REGISTRAR).page
    case_id = call(registrar, "Thạch Thị Mẫu Viết Hộ", "Khai sinh lưu động")
    told(registrar, "Viết hộ được")
    assert case_id


def test_vinh_thanh_mondays_without_appointment_and_the_week_of_each_officer(visit, site):
    with books(site) as session:
        going = makers.staff_of(session, Role.REGISTRAR)
        home = session.query(VisitRow).filter_by(state="due").first()
        makers.route(session, home, members=[going], day=TODAY)
    leader = visit(LEADER).page
    set_weekdays(leader, "no_appointment_weekdays", "Thứ Hai")
    leader.goto(f"/people/roster/{TODAY}")
    leader.get_by_label("Lãnh đạo trực").select_option(index=1)
    desk = leader.locator("fieldset", has=leader.locator("input[name=desk]"))
    for one in range(5):
        desk.locator("label").nth(one).click()
    press(leader, "Lưu lịch trực")
    told(leader, "không hẹn")
    registrar = visit(REGISTRAR).page
    registrar.goto("/cases/lane")
    told(registrar, "Hôm nay là ngày không hẹn.")
    registrar.get_by_label("Bản sao trích lục").check()
    registrar.get_by_label("Cần viết hộ").check()
    press(registrar, "Phát số tiếp theo")
    told(registrar, "Số 1")
    press(registrar, "Số 1 đã xong")
    told(registrar, "1 việc đã xong, 1 đúng ngày hẹn")
    leader.goto("/reports/officers")
    told(leader, "Nguyễn Thị Thu Hà", "Được xếp", "Không xong, vì sao")
    assert "Nguyễn Thị Thu Hà" in leader.locator("#week-text").input_value()


def test_cao_lanh_2_a_card_excel_and_a_backup_that_was_put_back(visit, site):
    page = visit(REGISTRAR).page
    with books(site) as session:
        person = session.query(CitizenRow).join(CitizenRow.household).first()
        person_id, name, home = person.id, person.full_name, person.household_id
    page.goto("/papers")
    card = paper(page, f"/papers/citizens/{person_id}/card")
    assert name in card
    page.goto(f"/q/CD{person_id:05}")  # what its code opens, for those who may
    assert page.url.endswith(f"/households/{home}")
    page.goto("/households")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải danh sách này").click()
    page.goto("/households/lists")
    body = download.value.path().read_bytes()
    page.locator("input[type=file]").set_input_files(
        {"name": "ra.xlsx", "mimeType": "application/octet-stream", "buffer": body}
    )
    press(page, "Tải lên và xem trước")
    told(page, "Xem cột và xem trước")
    site.run("backup", "make")
    leader = visit(LEADER).page
    leader.goto("/settings/backups")
    told(leader, "Trong tuần qua có bản sao lưu đã phục hồi thử được.", "đã phục hồi thử")


def test_cao_lanh_results_by_file_papers_once_and_shortcomings_mended(visit, site):
    with books(site) as session:
        cases = session.query(CaseRow).filter_by(state="processed").order_by(CaseRow.id).all()
        case_id = cases[-1].id
    registrar = visit(REGISTRAR).page
    attach_result(registrar, case_id)
    with registrar.expect_download():
        press(registrar, "Mở", exact=True)
    with books(site) as session:
        birth = session.query(CaseRow).filter_by(procedure="mobile_birth", state="requested")
        birth_id = birth.first().id
    registrar.goto(f"/cases/{birth_id}")
    press(registrar, re.compile("^Đã nhận"))
    told(registrar, "đã có từ 07/12/2026")

    leader = visit(LEADER).page
    leader.goto("/reports/shortcomings/new")
    leader.get_by_label("Điều chưa được").fill("Trả giấy chậm ở Vàm Hồ")
    leader.get_by_label("Người dân góp ý").check()
    leader.get_by_label("Người chịu trách nhiệm").select_option(index=1)
    leader.get_by_label("Hạn khắc phục").fill(f"{NEXT_WEEK:%d/%m/%Y}")
    press(leader, "Lưu")
    told(leader, "Đang khắc phục")
    registrar.goto("/reports/shortcomings")
    card = registrar.locator("main [id^='so-']", has_text="Trả giấy chậm ở Vàm Hồ")
    card.get_by_label("Đã khắc phục thế nào").fill("Xếp thêm chuyến thứ Năm")
    card.get_by_role("button", name="Đã khắc phục", exact=True).click()
    told(registrar, "Chờ người khác xác nhận.")
    leader.reload()
    press(leader, "Xác nhận đã khắc phục")
    told(leader, "đã xác nhận ngày 07/12/2026")
