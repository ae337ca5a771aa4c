"""Someone is ill: the leader plans again, reads what changes, accepts, and the phone shows it."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

DATABASES = ("sqlite",)
"""What these show does not depend on the database; the journey runs on both."""
PLANNED = True

pytestmark = pytest.mark.browser

LEADER, REGISTRAR = "lanhdao.culaodung", "hotich.culaodung"
MONDAY = date(2026, 12, 7)


def routes(page):
    """The registrar's routes of the coming days, as a phone fetches them."""
    for ahead in range(1, 14):
        on = MONDAY + timedelta(days=ahead)
        answer = page.request.get(f"/api/v1/route-sheet?on={on}", max_retries=3)
        assert answer.ok
        if (route := answer.json()["route"]) is not None:
            yield on, route


def published(page):
    """The address of the plan the teams follow."""
    page.goto("/plans")
    page.locator("tr", has_text="Đã công bố").first.locator("a").first.click()
    page.wait_for_url(re.compile(r"/plans/\d+$"))
    return page.url


def say_who_is_ill(page, name, on):
    page.locator("main").get_by_role("link", name="Xếp lại", exact=True).click()
    page.get_by_label("Ai hoặc cái gì").first.select_option(label=name)
    page.get_by_label("Từ ngày").first.fill(f"{on:%d/%m/%Y}")


def plan_again(page, mode):
    page.get_by_label(re.compile(f"^{mode}")).check()
    page.locator("main").get_by_role("button", name="Xếp lại").click()
    page.wait_for_url(re.compile(r"/plans/\d+/changes$"), timeout=120_000)


def test_someone_is_ill_and_the_phone_shows_the_plan_that_was_accepted(visit):
    phone = visit(REGISTRAR, PHONE)
    on, before = next(routes(phone.page))
    ill = next(one["name"] for one in before["members"] if one["role"] == "registrar")

    page = visit(LEADER).page
    old = published(page)
    say_who_is_ill(page, ill, on)
    plan_again(page, "Chuyển được mọi chuyến")
    main = page.locator("main")
    expect(main).to_contain_text("Đây là bản nháp: chưa đội nào thấy")
    expect(main).to_contain_text(re.compile(r"Phải báo cho \d+ nhà"))
    expect(page.get_by_role("heading", name="Ai đi với ai")).to_be_visible()
    assert next(routes(phone.page))[1]["plan_id"] == before["plan_id"]  # nothing changed yet

    page.get_by_role("button", name="Chấp nhận và công bố").click()
    expect(main).to_contain_text("Đã công bố")
    assert page.url != old
    after = dict(routes(phone.page))
    assert on not in after  # the ill one stays at home that day
    assert {route["plan_version"] for route in after.values()} == {
        max(route["plan_version"] for route in after.values())
    }
    assert min(route["plan_version"] for route in after.values()) > before["plan_version"]
    phone.page.goto("/field")
    expect(phone.page.get_by_role("heading", level=1)).to_be_visible()


def test_one_home_is_put_in_where_it_costs_least_and_a_draft_can_be_thrown_away(visit):
    page = visit(LEADER).page
    main = page.locator("main")
    page.goto("/plans/insert")
    main.get_by_role("button", name=re.compile("^Tìm chỗ")).first.click()
    page.wait_for_url(re.compile(r"/places$"), timeout=120_000)
    if main.get_by_role("button", name="Chọn chỗ này").count():
        main.get_by_role("button", name="Chọn chỗ này").first.click()
        expect(main).to_contain_text("nhà thêm mới")
        main.get_by_text("Bỏ bản nháp").first.click()
        main.get_by_role("button", name="Bỏ bản nháp").click()
        expect(main).to_contain_text("Các đội vẫn đi theo kế hoạch đang công bố")
    else:
        expect(main).to_contain_text("Thử xếp lại cả kế hoạch")


def test_a_visit_held_stays_through_planning_again(visit):
    page = visit(LEADER).page
    plan = published(page)
    page.locator(".plan-day a").nth(3).click()
    row = page.locator("tr[id^=visit-]", has=page.locator(".plan-hold")).first
    visit_row = row.get_attribute("id")
    row.locator("summary").click()
    row.get_by_role("button", name="Giữ đúng ngày này").click()
    expect(page.locator(f"#{visit_row} summary")).to_contain_text("giữ thứ")
    day = page.url.split("#")[0].rsplit("/", 1)[1]
    page.goto(plan)
    page.locator("main").get_by_role("link", name="Xếp lại", exact=True).click()
    plan_again(page, "Chỉ chèn thêm")
    page.goto(page.url.replace("/changes", f"/days/{day}"))
    expect(page.locator(f"#{visit_row}")).to_be_visible()
