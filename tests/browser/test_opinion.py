"""What a family says on the team's phone without signal: kept apart, sent once, nobody's."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.field_days import FIRST
from tests.browser.field_walk import HOMES, PIN, Thumb, handed_over, plan_the_day
from tests.browser.test_journey import LEADER, REGISTRAR, at
from tests.browser.test_models import answer_survey

DATABASES = ("sqlite",)
"""What these show does not depend on the database; the journey runs on both."""

pytestmark = pytest.mark.browser
GIVEN = next(number for number, home in enumerate(HOMES) if home[3] == "delivery")


@pytest.fixture
def packed(visit, site):
    """A phone with its day on it, and the visits of the day."""
    visits = plan_the_day(site)
    phone = visit(REGISTRAR, PHONE)
    phone.context.clock.set_fixed_time(at(FIRST, "08:30"))
    page = phone.page
    page.goto("/field")
    page.locator("[data-pack] button").click()
    page.locator("#pin-choose").fill(PIN)
    page.locator("#pin-again").fill(PIN)
    page.locator("[data-act=choose]").click()
    expect(page.locator("[data-pack-words]")).to_contain_text("KB", timeout=30_000)
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return phone, visits


def answered(visit):
    """How many answers the office counts."""
    page = visit(LEADER).page
    page.goto("/reports/survey")
    return int(
        page.locator(".figure", has_text="Phiếu trả lời").locator(".figure__number").inner_text()
    )


def test_a_family_answers_without_signal_and_the_office_counts_it_once(packed, visit):
    phone, visits = packed
    page, thumb = phone.page, Thumb(phone, lambda _name: None)
    before = answered(visit)
    phone.context.set_offline(True)
    page.goto(f"/field/stops/{visits[GIVEN]}")
    expect(page.get_by_role("link", name="Đưa máy")).to_be_hidden()
    handed_over(thumb, visits[GIVEN])
    page.goto(f"/field/stops/{visits[GIVEN]}")
    page.get_by_role("link", name="Đưa máy").click()
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.get_by_role("alert")).to_contain_text("Chọn một câu trả lời.")
    answer_survey(page, "Gửi góp ý")
    expect(page.locator("main")).to_contain_text("Cảm ơn ông/bà đã góp ý")
    page.goto("/field/opinion")
    expect(page.locator("input:checked")).to_have_count(0)
    page.goto("/field/sent")
    expect(page.locator("main")).to_contain_text("1 phiếu góp ý không tên còn chờ gửi.")

    lost = []

    def lose_the_answer(way):
        way.fetch()  # the office has it, committed
        lost.append(way.request.post_data_json)
        way.abort()

    page.route("**/api/v1/opinions", lose_the_answer, times=1)
    phone.context.set_offline(False)
    page.wait_for_timeout(500)
    with page.expect_response("**/api/v1/opinions") as second:
        page.reload()
    assert second.value.json()["answers"] == [
        {"id": lost[0]["opinions"][0]["id"], "fate": "already"}
    ]
    expect(page.locator("[data-opinions]")).to_be_hidden()
    assert set(lost[0]["opinions"][0]) == {
        "schema", "id", "how", "week_on", "satisfied", "polite", "on_time", "asked_twice", "words",
    }  # fmt: skip
    assert answered(visit) == before + 1
    ours = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    phone.errors[:] = [one for one in phone.errors if not any(way in one for way in ours)]
