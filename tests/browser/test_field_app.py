"""A team's day on a packed phone, today and tomorrow: list, check-list, stops, map, next."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from fieldops.store import keyring
from fieldops.store.photo_files import PhotoFiles
from tests.browser.conftest import PHONE
from tests.browser.field_days import FIRST, SECOND, plan_two_days
from tests.browser.test_journey import REGISTRAR, at
from tests.browser.test_offline import answer_until_the_end, choose, come_back, pack, walk_off

DATABASES = ("sqlite",)
"""What these show does not depend on the database; the journey runs on both."""

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
    page.get_by_label("Tài khoản").click()
    page.get_by_role("link", name="Hướng dẫn").click()
    page.get_by_text("Quên mã PIN", exact=True).click()
    expect(page.get_by_text("Không mất gì.")).to_be_visible()
    page.go_back()
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


SMALL = """() => [...document.querySelectorAll('a[href], button, summary, label.choice, .input')]
  .filter((one) => one.checkVisibility() && !one.closest('.skip, .leaflet-control-attribution'))
  .map((one) => [one.textContent.trim().slice(0, 40), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 47.5 || box.width < 47.5)
  .map(([words, box]) => `${words}: ${Math.round(box.width)} × ${Math.round(box.height)}`)"""

REACHED = """() => [...document.querySelectorAll('.thumb .button')]
  .filter((one) => one.checkVisibility())
  .map((one) => one.getBoundingClientRect())
  .map((box) => box.height >= 56 && innerHeight - box.bottom < 90)"""


def test_what_a_thumb_presses_is_large_and_the_next_step_lies_at_the_bottom(phone, visits):
    page, stop = phone.page, f"/field/stops/{visits[0]}"
    for path in (
        "/field",
        "/field/map",
        stop,
        f"{stop}/record",
        "/field/sent",
        "/field/lock?new=1",
    ):
        page.goto(path, wait_until="networkidle")
        assert page.evaluate(SMALL) == [], path
        assert all(page.evaluate(REACHED)), path
    page.goto(f"{stop}/record")
    choose(page, "Không có nhà")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_label("Ghi chú")).to_be_visible()
    assert page.evaluate(REACHED) == [True, True]


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
    look_at_tomorrow(page)  # with signal: what the office shows of it today is not kept
    walk_off(phone)
    look_at_tomorrow(page)

    phone.context.clock.set_fixed_time(at(SECOND, "07:10"))
    page.goto(f"/field?on={SECOND}")  # the next morning; the worker's own clock cannot be set
    expect(page.locator(".bar")).to_contain_text("Hôm nay, thứ Ba 08/12", use_inner_text=True)
    page.locator(".stop__name", has_text="Nguyễn Văn Mẫu 8.1").click()
    record_not_home(page)
    expect(page.locator(".tabbar")).to_contain_text("Gửi (1)")
    come_back(phone)


def look_at_tomorrow(page):
    page.goto(f"/field?on={SECOND}")
    expect(page.locator(".bar")).to_contain_text("thứ Ba 08/12")
    expect(page.locator(".bar")).not_to_contain_text("Hôm nay, ", use_inner_text=True)
    page.locator(".stop__name", has_text="Nguyễn Văn Mẫu 8.1").click()
    expect(page.get_by_text("Tới thứ Ba 08/12 mới ghi kết quả.")).to_be_visible()
    expect(page.get_by_role("link", name="Ghi kết quả")).to_be_hidden()


def jpeg_with_place():
    """A photo of 12 megapixels, as phones take them: it tells where and by what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "GPS 9.59 106.22"
    out = io.BytesIO()
    Image.radial_gradient("L").resize((4000, 3000)).save(out, "JPEG", exif=exif)
    return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def kept_photos(site):
    return list(Path(site.env["VAR"]).glob("photos/31633/*.jpg"))


def arrives(page, site, number):
    """The page goes on to the list while the photo is on its way: its answer is not waited for."""
    for _ in range(100):
        if len(kept_photos(site)) == number:
            return
        page.wait_for_timeout(200)
    pytest.fail(f"{len(kept_photos(site))} photos arrived, not {number}")


def stored_photo(answer):
    return "/api/v1/photos" in answer.url and answer.ok and answer.json()["fate"] == "stored"


def go_on_until(page, heading):
    while not page.get_by_text(heading).first.is_visible():
        for group in page.locator("fieldset:visible:has(input[type=radio])").all():
            if not group.locator("input[type=radio]:checked").count():
                group.locator("label").first.click()
        page.get_by_role("button", name="Tiếp tục").click()


def test_a_photo_taken_without_signal_arrives_once_small_and_without_its_place(phone, site, visits):
    page = phone.page
    pack(page)
    walk_off(phone)
    page.goto(f"/field/stops/{visits[1]}")
    page.get_by_role("link", name="Ghi kết quả").click()
    choose(page, "Xong")
    go_on_until(page, "Đã nhận giấy tờ nào")
    expect(page.get_by_text("Chụp giấy tờ")).to_be_hidden()
    choose(page, "Gia đình đồng ý cho chụp")
    for _ in range(2):
        page.locator("input[type=file]:visible").set_input_files(jpeg_with_place())
    shots = page.locator(".shots img:visible")
    expect(shots).to_have_count(2)
    page.get_by_role("button", name="Bỏ ảnh").first.click()
    expect(shots).to_have_count(1)
    page.reload()  # the phone was put away at this question
    expect(shots).to_have_count(1)
    answer_until_the_end(page)
    expect(page.locator("dl.check")).to_contain_text("1 ảnh")
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.locator(".tabbar")).to_contain_text(re.compile(r"Gửi \(\d+\)"))
    page.goto("/field/sent")
    expect(page.locator("[data-album]")).to_contain_text("Giấy tờ, ")

    page.route("**/api/v1/photos/*", lambda way: way.abort(), times=1)  # cut off in the middle
    with page.expect_event("requestfailed", lambda one: "/api/v1/photos/" in one.url):
        come_back(phone)
    with page.expect_response(stored_photo):
        page.goto("/field")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    phone.errors[:] = [one for one in phone.errors if "ERR_FAILED" not in one]
    (kept,) = kept_photos(site)
    var = Path(site.env["VAR"])
    keyring.use(var / "seal_keys.json")
    raw = PhotoFiles.of(var, "31633").kept(kept.stem)
    assert len(raw) < 300_000
    assert b"GPS" not in raw
    with Image.open(io.BytesIO(raw)) as picture:
        assert picture.size == (1600, 1200)


def test_a_name_written_on_the_screen_arrives_with_the_handover(phone, site, visits):
    page = phone.page
    before = len(kept_photos(site))
    pack(page)
    page.goto(f"/field/stops/{visits[3]}")
    page.get_by_role("link", name="Ghi kết quả").click()
    choose(page, "Xong")
    go_on_until(page, "Nhận bằng cách nào?")
    pad = page.locator("canvas:visible")
    expect(pad).to_have_count(0)
    choose(page, "Ký tên")
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 80, steps=5)
    page.mouse.up()
    answer_until_the_end(page)
    expect(page.locator("dl.check")).to_contain_text("1 ảnh")
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.locator(".stops")).to_be_visible()
    arrives(page, site, before + 1)


def test_the_phone_can_put_it_on_its_home_screen(phone, site):
    page = phone.page
    page.goto("/field")
    session = phone.context.new_cdp_session(page)
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    wrong = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in wrong] == ["in-incognito"]  # as every page of a test
