"""A packed phone without signal: what is recorded there arrives at the office, once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Visitor
from tests.browser.screens import bar
from tests.browser.test_journey import (
    LEADER,
    REGISTRAR,
    YOUTH,
    at,
    plan_two_weeks,
    sheets,
    title,
)

DATABASES = ("sqlite",)
"""What these show does not depend on the database; the journey runs on both."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def route(chromium, site):
    """Two homes of the registrar's first day with as many; the site takes that day for today."""
    leader = Visitor(chromium, site, LEADER, DESK)
    plan_two_weeks(leader)
    phone = Visitor(chromium, site, REGISTRAR, PHONE)
    days = ((day, intakes(route)) for day, route in sheets(phone.page))
    day, stops = next((day, stops) for day, stops in days if len(stops) > 1)
    leader.context.close()
    phone.context.close()
    site.restart_web(at(day))
    return day, stops


def intakes(route):
    return [stop for stop in route["stops"] if stop["kind"] == "intake"]


@pytest.fixture
def phone(visit, route):
    """The registrar's phone, its clock right."""
    phone = visit(REGISTRAR, PHONE)
    phone.context.clock.set_fixed_time(at(route[0], "08:30"))
    return phone


@pytest.fixture
def stops(route):
    return route[1]


PIN = "738205"
DAY = re.compile(r"/field(\?on=[0-9-]+)?$")


def pack(page):
    page.goto("/field")
    page.get_by_role("button", name="Tải tuyến về máy").click()
    page.locator("#pin-choose").fill(PIN)
    page.locator("#pin-again").fill(PIN)
    page.get_by_role("button", name="Đặt mã PIN").click()
    expect(page.locator("[data-pack-words]")).to_contain_text("Đã tải về máy lúc", timeout=20_000)
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def unlock(page):
    page.locator("#pin-ask").fill(PIN)
    page.get_by_role("button", name="Mở khóa").click()


def walk_off(visitor):
    """Out of reach: nothing reaches the server any more."""
    visitor.context.set_offline(True)


def come_back(visitor):
    visitor.context.set_offline(False)
    visitor.errors[:] = [one for one in visitor.errors if "ERR_INTERNET_DISCONNECTED" not in one]


def choose(page, words):
    page.locator("label:visible", has_text=words).click()


def answer_until_the_end(page):
    """The first answer to each question; where only somebody unknown can have been met, a name."""
    for _ in range(20):
        if title(page) == "Sẽ ghi như sau":
            return
        for group in page.locator("fieldset:visible:has(input[type=radio])").all():
            if not group.locator("input[type=radio]:checked").count():
                group.locator("label").first.click()
        for name in page.get_by_label("Tên người khác đã gặp").locator("visible=true").all():
            name.fill("Trần Thị Mẫu")
        page.get_by_role("button", name="Tiếp tục").click()
    pytest.fail(f"no way on from {title(page)}")


def stored(page):
    """How many reports the office has of this person."""
    page.goto("/field/sent")
    return page.locator("h1:has-text('Đã gửi về xã') ~ ul.sent > li").count()


def test_a_day_without_signal(phone, stops):
    page = phone.page
    stop = stops[0]
    pack(page)
    walk_off(phone)

    page.goto("/field")
    page.locator(".stop__name", has_text=stop["home"]["head_name"]).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(stop["home"]["head_name"])
    page.goto("/field/map")
    expect(page.locator("#map .pin").first).to_be_attached()

    page.goto(f"/field/stops/{stop['visit_id']}")
    page.get_by_role("link", name="Ghi kết quả").click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("alert")).to_contain_text("Chọn một kết quả.")
    choose(page, "Xong")
    page.get_by_role("button", name="Tiếp tục").click()
    second = title(page)
    page.reload()  # the browser was closed at the second question
    expect(page.locator("h1:visible")).to_have_text(second)
    answer_until_the_end(page)
    page.get_by_role("button", name="Ghi kết quả").click()
    page.wait_for_url(DAY)
    expect(bar(page)).to_contain_text("Không có sóng · 1 chờ gửi · chưa gửi lần nào")
    expect(page.locator(".tabbar")).to_contain_text("Gửi (1)")
    expect(page.locator(".stop__top:has(:text('Chờ gửi'):visible)")).to_have_count(1)

    page.close()  # the phone dies, still without signal
    page = phone.page = phone.context.new_page()
    page.goto("/field/sent")
    expect(page.locator("[data-outbox]")).to_contain_text(stop["home"]["head_name"])

    come_back(phone)
    expect(bar(page)).to_contain_text("đã gửi hết · gửi lần cuối")
    assert stored(page) == 1
    page.goto("/field")
    expect(page.locator(".stop--told")).to_have_count(1)
    expect(page.locator(".tabbar")).not_to_contain_text("(1)")


def test_an_answer_lost_after_the_commit_is_sent_again_and_stored_once(phone, stops):
    page = phone.page
    before = stored(page)
    stop = stops[1]
    pack(page)
    sent = []
    page.on("request", lambda one: one.url.endswith("/outcomes") and sent.append(one.post_data))

    def lose_the_answer(way):
        way.fetch()  # the office has it, committed
        way.abort()

    page.route("**/api/v1/outcomes", lose_the_answer, times=1)
    page.goto(f"/field/stops/{stop['visit_id']}/record?whole=1")
    choose(page, "Không có nhà")
    answer_until_the_end(page)
    with page.expect_response("**/api/v1/outcomes"):
        page.get_by_role("button", name="Ghi kết quả").click()
    page.wait_for_url(DAY)
    phone.errors[:] = [one for one in phone.errors if "ERR_FAILED" not in one]
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert stored(page) == before + 1


def test_the_next_person_on_the_phone_sees_and_sends_nothing_of_the_first(phone, stops):
    page = phone.page
    before = stored(page)
    pack(page)
    walk_off(phone)
    page.goto(f"/field/stops/{stops[1]['visit_id']}/record")
    choose(page, "Không có nhà")
    answer_until_the_end(page)
    page.get_by_role("button", name="Ghi kết quả").click()
    page.wait_for_url(DAY)
    page.route("**/api/v1/outcomes", lambda way: way.abort())
    come_back(phone)

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto("/field")
    expect(bar(page)).to_contain_text("1 chờ gửi")
    page.get_by_label("Tài khoản").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/login")
    assert asked
    assert "Còn 1 kết quả chưa gửi" in asked[0]
    page.unroute("**/api/v1/outcomes")
    walk_off(phone)
    page.goto("/field")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhập mã PIN")
    come_back(phone)

    phone._log_in(YOUTH)
    page.goto("/field/sent")
    expect(page.locator("[data-outbox]")).to_be_hidden()
    expect(bar(page)).to_be_hidden()
    expect(page.locator("[data-others]")).to_have_text(
        "1 báo cáo của người khác còn chờ trên máy này."
    )
    page.context.clear_cookies()
    phone._log_in(REGISTRAR)
    page.goto("/field")
    with page.expect_response("**/api/v1/outcomes"):
        unlock(page)
    phone.errors[:] = [one for one in phone.errors if "ERR_FAILED" not in one]
    assert stored(page) == before + 1
