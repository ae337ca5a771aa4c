"""The whole journey in a real browser, by the people whose work it is, on both databases."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

LEADER, REGISTRAR, YOUTH = "lanhdao.culaodung", "hotich.culaodung", "thanhnien.culaodung"
MONDAY = date(2026, 12, 7)
BIRTHS = {"mobile_birth", "birth_with_papers"}
ROWS = [  # invented, like everybody in the demo
    ["Ấp", "Họ và tên chủ hộ", "Họ tên người cần hỗ trợ", "Ngày sinh", "Giới tính", "Đối tượng",
     "Nhu cầu", "Tổ"],
    ["Sơn Ton", "Kiều Văn Thử", "Kiều Thị Mẫu Một", "1941", "Nữ", "cao tuổi", "khai sinh", "3"],
    ["Son Ton", "Kiều Văn Thử", "Kiều Văn Mẫu Hai", "5/1950", "Nam", "cao tuổi", "khai sinh", "3"],
    ["Vàm Hồ", "Mạc Thị Thử", "Mạc Thị Mẫu Ba", "31/02/1950", "Nữ", "hộ nghèo", "khai sinh", "1"],
]  # fmt: skip


def review_list():
    book, buffer = Workbook(), BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(buffer)
    return {
        "name": "danh-sach-bo-sung.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": buffer.getvalue(),
    }


def import_a_list(visitor):
    """1. The list comes in: what is wrong is named, what is right is taken."""
    page = visitor.page
    page.goto("/households/lists")
    page.locator("input[type=file]").set_input_files(review_list())
    page.get_by_role("button", name="Tải lên và xem trước").click()
    expect(page.locator("main")).to_contain_text("31/02/1950")
    page.get_by_role("button", name=re.compile("^Nhập")).click()
    page.goto("/households?q=kieu van thu")  # typed without accents
    expect(page.locator("main")).to_contain_text("Kiều Văn Thử")
    page.goto("/households?q=mac thi thu")
    expect(page.locator("main")).not_to_contain_text("Mạc Thị Thử")


def see_what_is_due(visitor):
    """2. Both people of one home are due together, and the page says why."""
    page = visitor.page
    page.goto("/demand?q=")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Việc đến hạn")
    expect(page.locator("main")).to_contain_text("Nhận hồ sơ tại nhà: giấy khai sinh")


def plan_two_weeks(visitor):
    """3. One button; progress; a checked plan with a map; published."""
    page = visitor.page
    page.goto("/plans/new")
    page.get_by_label("Trần Minh Quân").uncheck()  # so that every delivery is by the one registrar
    page.get_by_label("Thời gian máy tính").select_option(index=0)
    page.locator("main").get_by_role("button", name="Lập kế hoạch").click()
    page.wait_for_url(re.compile(r"/plans/jobs/\d+"))
    page.wait_for_url(re.compile(r"/plans/\d+$"), timeout=90_000)
    main = page.locator("main")
    expect(main).to_contain_text("Đã kiểm tra từng quy tắc")
    page.locator("iframe").scroll_into_view_if_needed()
    markers = page.frame_locator("iframe").locator("path.leaflet-interactive")
    expect(markers.first).to_be_attached()
    page.get_by_role("button", name="Công bố").click()
    expect(main).to_contain_text("Đã công bố")


def sheets(page, days=14):
    """The registrar's route of each coming day, as a phone would fetch them."""
    for ahead in range(1, days + 1):
        on = MONDAY + timedelta(days=ahead)
        answer = page.request.get(f"/api/v1/route-sheet?on={on}")
        assert answer.ok
        if (route := answer.json()["route"]) is not None:
            yield on, route


def an_intake_and_its_delivery(page):
    """Where the plan takes in and later delivers the same births, alone: (day, stop) of each."""
    stops = [(on, stop) for on, route in sheets(page) for stop in route["stops"]]
    births = [
        (on, stop)
        for on, stop in stops
        if stop["kind"] == "intake" and "mobile_birth" in {c["procedure"] for c in stop["cases"]}
    ]
    pairs = [
        (taken_in, (on, stop))
        for taken_in in births
        for on, stop in stops
        if stop["kind"] == "delivery"
        and cases_of(stop) <= cases_of(taken_in[1])
        and {case["procedure"] for case in stop["cases"]} <= BIRTHS
    ]
    assert pairs, "the plan delivers nothing of what it takes in"
    return pairs[0]


def cases_of(stop):
    return {case["id"] for case in stop["cases"]}


def at(day, clock="08:00"):
    return f"{day.isoformat()}T{clock}:00+07:00"


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def title(page):
    return page.get_by_role("heading", level=1).inner_text()


def record_done(page, visit_id):
    """One question a screen, each answered by its first choice, until the last repeats them."""
    page.goto(f"/field/stops/{visit_id}/record")
    while title(page) != "Sẽ ghi như sau":
        for group in page.locator("fieldset:has(input[type=radio])").all():
            if not group.locator("input[type=radio]:checked").count():
                group.locator("label").first.click()
        press(page, "Tiếp tục")
    press(page, "Ghi kết quả")
    expect(page.locator("main")).to_contain_text("Đã ghi")


def record_not_home(page, visit_id):
    page.goto(f"/field/stops/{visit_id}/record")
    page.get_by_text("Không có nhà").click()
    press(page, "Tiếp tục")
    page.get_by_label("Ghi chú").fill("Hàng xóm nói chiều về")
    press(page, "Tiếp tục")
    press(page, "Ghi kết quả")


def register(visitor, case_id):
    """5. Number, volume, date and dossier code; the delivery then has its legal date."""
    page = visitor.page
    page.goto("/registrations")
    expect(page.locator(f"a[href*='/registrations/cases/{case_id}']").first).to_be_visible()
    page.goto(f"/registrations/cases/{case_id}")
    page.get_by_label("Quyển số").fill("01/2026")
    page.get_by_label("Mã hồ sơ trên hệ thống").fill(f"H31.33-261208-{case_id:04}")
    page.get_by_role("button", name="Lưu mục đăng ký").click()
    page.goto(f"/cases/{case_id}")
    expect(page.locator("main")).to_contain_text("01/2026")
    expect(page.locator("main")).to_contain_text("Đã xử lý xong")


def report(visitor):
    """6. The registration is counted, and the workbook says the same."""
    page = visitor.page
    page.goto("/reports")
    expect(page.locator("main")).to_contain_text("Khai sinh đã đăng ký")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải Excel").click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def test_the_journey(visit, site):
    leader = visit(LEADER)
    import_a_list(leader)
    see_what_is_due(leader)
    plan_two_weeks(leader)

    phone = visit(REGISTRAR, PHONE)
    (intake_day, intake), (delivery_day, delivery) = an_intake_and_its_delivery(phone.page)
    site.restart_web(at(intake_day))
    phone.page.goto("/field")  # 4. on the phone
    expect(phone.page.locator("main")).to_contain_text(intake["home"]["head_name"])
    record_done(phone.page, intake["visit_id"])
    others = dict(sheets(phone.page))[intake_day]["stops"]
    missed = next(stop for stop in others if stop["visit_id"] != intake["visit_id"])
    record_not_home(phone.page, missed["visit_id"])

    volunteer = visit(YOUTH, PHONE)
    people = [
        person
        for _, route in sheets(volunteer.page)
        for stop in route["stops"]
        for person in stop["people"]
    ]
    assert all(person["id_number"] is None and person["birth"] is None for person in people)

    registrar = visit(REGISTRAR)
    for case in intake["cases"]:
        if case["procedure"] in BIRTHS:
            register(registrar, case["id"])

    site.restart_web(at(delivery_day))
    record_done(phone.page, delivery["visit_id"])
    case_id = delivery["cases"][0]["id"]
    registrar.page.goto(f"/cases/{case_id}")
    expect(registrar.page.locator("main")).to_contain_text("Đã trả kết quả")

    leader = visit(LEADER)
    assert "Khai sinh" in report(leader)
