"""A team's day on a packed phone, today and tomorrow: list, check-list, stops, map, next."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.field_days import FIRST, SECOND, plan_two_days
from tests.browser.test_journey import REGISTRAR, at
from tests.browser.test_offline import answer_until_the_end, choose, come_back, pack, walk_off

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visits(site):
    return plan_two_days(site, 5)


@pytest.fixture
def phone(visit, visits):
    phone = visit(REGISTRAR, PHONE)
    phone.context.clock.set_fixed_time(at(FIRST, "08:30"))
    return phone


def record_not_home(page):
    page.get_by_role("link", name="Ghi kết quả").click()
    choose(page, "Không có nhà")
    answer_until_the_end(page)
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.locator(".stops")).to_be_visible()


def test_the_day_leads_from_stop_to_stop_without_signal(phone, visits):
    page = phone.page
    pack(page)
    expect(page.locator("[data-pack-words]")).to_contain_text("07/12, 08/12")
    walk_off(phone)
    page.goto("/field")
    told = page.locator("[data-progress] .progress__words")
    expect(told).to_contain_text("0/5")

    page.get_by_role("link", name="Điểm tiếp: 1. Nguyễn Văn Mẫu 7.1").click()
    way = page.get_by_role("link", name="Chỉ đường")
    expect(way).to_have_attribute("href", "geo:9.551000,106.207000?q=9.551000,106.207000")
    page.get_by_role("link", name="Bản đồ").first.click()
    expect(page.locator("#map .pin").first).to_be_attached()
    page.go_back()
    record_not_home(page)
    expect(page.locator("[data-recorded]")).to_contain_text("Đã ghi kết quả: Nguyễn Văn Mẫu 7.1.")
    expect(told).to_contain_text("1/5")
    expect(page.get_by_role("link", name="Điểm tiếp: 2. Nguyễn Văn Mẫu 7.2")).to_be_visible()
    come_back(phone)


def test_ticks_of_what_to_bring_stay_on_the_phone(phone):
    page = phone.page
    pack(page)
    page.get_by_text("Mang theo:").click()
    page.get_by_label("Áo mưa").check()
    expect(page.locator("[data-ticks] summary")).to_contain_text("Mang theo: 1 trên")
    walk_off(phone)
    page.goto("/field")
    expect(page.locator("[data-ticks] summary")).to_contain_text("Mang theo: 1 trên")
    expect(page.get_by_label("Áo mưa")).to_be_checked()
    come_back(phone)


def test_tomorrow_is_on_the_phone_and_records_nothing_before_its_day(phone):
    page = phone.page
    pack(page)
    walk_off(phone)
    page.goto(f"/field?on={SECOND}")
    page.locator(".stop__name", has_text="Nguyễn Văn Mẫu 8.1").click()
    expect(page.get_by_text("Tới thứ Ba 08/12 mới ghi kết quả.")).to_be_visible()
    expect(page.get_by_role("link", name="Ghi kết quả")).to_be_hidden()

    phone.context.clock.set_fixed_time(at(SECOND, "07:10"))
    page.goto(f"/field?on={SECOND}")  # the next morning; the worker's own clock cannot be set
    expect(page.locator(".bar")).to_contain_text("Hôm nay, thứ Ba 08/12")
    page.locator(".stop__name", has_text="Nguyễn Văn Mẫu 8.1").click()
    record_not_home(page)
    expect(page.locator(".tabbar")).to_contain_text("Gửi (1)")
    come_back(phone)
