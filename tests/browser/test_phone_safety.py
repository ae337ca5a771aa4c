"""A shared phone, a lost one, a forgotten PIN: nothing in the clear, nothing recorded is lost."""

import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from fieldops.cli.demo import PASSWORD
from fieldops.store.db import url_of
from tests.browser.conftest import DESK, PHONE, Visitor
from tests.browser.drills import put_back
from tests.browser.field_days import FIRST, plan_two_days
from tests.browser.test_journey import LEADER, REGISTRAR, YOUTH, at
from tests.browser.test_offline import DAY, answer_until_the_end, choose, pack, unlock

DATABASES = ("sqlite",)
"""What these show does not depend on the database; the journey runs on both."""

pytestmark = pytest.mark.browser

DUMP = (Path(__file__).parent / "dump.js").read_text().rstrip(";\n")

NOWHERE = ("--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>")
"""No way to any server, for the service worker too, from the first moment of a cold start."""

OWN_ID = """async () => {
  const done = (asked) => new Promise((then) => (asked.onsuccess = () => then(asked.result)));
  const db = await done(indexedDB.open('fieldops-phone'));
  const id = await done(db.transaction('phone').objectStore('phone').get('id'));
  db.close();
  return id;
}"""

OLDER = """async () => {
  const done = (asked) => new Promise((then) => (asked.onsuccess = () => then(asked.result)));
  const db = await done(indexedDB.open('fieldops-phone'));
  const marks = await done(db.transaction('phone').objectStore('phone').get('marks'));
  const store = db.transaction('phone', 'readwrite').objectStore('phone');
  await done(store.put({ ...marks, seen: marks.contact + 73 * 3600 * 1000 }, 'marks'));
  db.close();
}"""


class Handset:
    """A real phone: a browser whose data outlives it, even when it is killed."""

    def __init__(self, chromium, site, folder):
        self.chromium, self.site, self.folder = chromium, site, folder
        self.context = None

    def turn_on(self, *, offline=False):
        self.context = self.chromium.browser_type.launch_persistent_context(
            self.folder,
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", *(NOWHERE if offline else ())],
            viewport=PHONE,
            base_url=self.site.url,
            locale="vi-VN",
        )
        self.page = self.context.pages[0]
        return self.page

    def kill(self):
        """As a battery that falls out; only the browser of this very folder."""
        for entry in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                command = (entry / "cmdline").read_bytes().split(b"\0")
                if f"--user-data-dir={self.folder}".encode() in command:
                    os.kill(int(entry.name), signal.SIGKILL)
        with suppress(Exception):
            self.context.close()

    def cold_start(self, *, offline=False):
        self.kill()
        (Path(self.folder) / "SingletonLock").unlink(missing_ok=True)
        return self.turn_on(offline=offline)

    def log_in(self, username=REGISTRAR):
        Visitor._log_in(self, username)
        return self.page


@pytest.fixture(scope="module")
def stops(chromium, site):
    """The intakes of the registrar's day, which is the site's."""
    plan_two_days(site, 8)
    asking = Visitor(chromium, site, REGISTRAR, PHONE)
    route = asking.page.request.get("/api/v1/route-sheet").json()["route"]
    asking.context.close()
    return [stop for stop in route["stops"] if stop["kind"] == "intake"]


@pytest.fixture
def handset(chromium, site, stops, tmp_path):
    handset = Handset(chromium, site, str(tmp_path / "phone"))
    handset.turn_on()
    yield handset
    handset.kill()


@pytest.fixture
def leader(visit):
    return visit(LEADER, DESK).page


def heading(page):
    return page.locator("h1:visible").first


def not_home(page, stop):
    """Record it on the phone, with what the neighbours said."""
    page.goto(f"/field/stops/{stop['visit_id']}/record?whole=1")
    choose(page, "Không có nhà")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Ghi chú").fill("Hàng xóm nói đi Cần Thơ thăm con")
    answer_until_the_end(page)
    page.get_by_role("button", name="Ghi kết quả").click()
    page.wait_for_url(DAY)


def recorded_offline(handset, stop):
    """A packed phone out of reach that holds one report."""
    page = handset.log_in()
    pack(page)
    handset.context.set_offline(True)
    not_home(page, stop)
    return page


def reports_of(site, stop):
    """What the office has of the visit: (who recorded it, fate) each."""
    engine = create_engine(url_of(site.env["DATABASE_URL"]))
    asked = text("select recorded_by_name, fate from outcome where visit_id = :visit")
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(asked, {"visit": stop["visit_id"]})]
    engine.dispose()
    return found


def until(seen, what, seconds=20):
    for _ in range(seconds * 5):
        if seen() == what:
            return
        time.sleep(0.2)
    assert seen() == what


def test_nothing_of_the_pack_lies_in_the_clear(handset, stops, site):
    page = recorded_offline(handset, stops[0])
    names = [stop["home"]["head_name"] for stop in stops] + ["Cần Thơ thăm con"]
    page.goto(f"/field/stops/{stops[1]['visit_id']}/record?whole=1")
    choose(page, "Không có nhà")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Ghi chú").fill("Nháp: cửa khóa ngoài")
    page.get_by_label("Ghi chú").blur()
    page.goto("/field")
    expect(page.locator("main")).to_contain_text(names[0])  # for who has the PIN

    kept = page.evaluate(DUMP)
    places = " ".join(place for place, _ in kept)
    for part in ("/items", "/drafts", "/field/stops/"):
        assert part in places
    for name in [*names, "Nháp: cửa khóa ngoài"]:
        assert [place for place, text in kept if name in text] == [], name

    handset.context.close()
    raw = [name.encode(code) for name in names for code in ("utf-8", "utf-16-le")]
    files = [path for path in Path(handset.folder).rglob("*") if path.is_file()]
    assert files
    on_disk = [
        (path.name, name.decode("utf-8", "replace"))
        for path in files
        for name in raw
        if name in path.read_bytes()
    ]
    assert on_disk == []


def test_a_killed_browser_asks_the_pin_once_and_has_everything(handset, stops, site):
    recorded_offline(handset, stops[0])
    page = handset.cold_start(offline=True)
    page.goto("/field")
    expect(heading(page)).to_have_text("Nhập mã PIN")
    expect(page.locator("[data-waits=own]")).to_have_text("1 báo cáo của bạn còn chờ trên máy này.")
    page.locator("#pin-ask").fill("190283")
    page.get_by_role("button", name="Mở khóa").click()
    expect(page.get_by_role("alert")).to_contain_text("Mã PIN không đúng. Còn 9 lần")
    unlock(page)
    expect(page.locator(".stop__name").first).to_be_visible()
    expect(page.locator("[data-signal]")).to_contain_text("1 chờ gửi")
    for path in ("/field/map", "/field/sent", f"/field/stops/{stops[1]['visit_id']}", "/field"):
        page.goto(path)
        expect(page.locator("#pin-ask")).to_have_count(0)


def test_ten_wrong_pins_wipe_the_day_but_not_the_work(handset, stops, site):
    recorded_offline(handset, stops[0])
    before = reports_of(site, stops[0])
    page = handset.cold_start(offline=True)
    page.goto("/field")
    for tried in range(10):
        page.clock.set_fixed_time(at(FIRST, f"{9 + tried:02}:00"))  # the pauses are waited out
        page.locator("#pin-ask").fill("190283")
        page.get_by_role("button", name="Mở khóa").click()
        told = page.get_by_role("alert") if tried < 9 else heading(page)
        expect(told).to_contain_text(f"Còn {9 - tried} lần" if tried < 9 else "Máy đã xóa tuyến")
    assert not [place for place, _ in page.evaluate(DUMP) if place.startswith("pack-")]
    page = handset.cold_start()
    handset.log_in()
    page.goto("/field")
    until(lambda: len(reports_of(site, stops[0])), len(before) + 1)


def test_a_forgotten_pin_is_made_anew_with_the_password(handset, stops, site):
    recorded_offline(handset, stops[0])
    before = reports_of(site, stops[0])
    page = handset.cold_start()
    handset.log_in()
    page.goto("/field")
    expect(heading(page)).to_have_text("Nhập mã PIN")
    page.get_by_role("button", name="Quên mã PIN").click()
    page.get_by_role("button", name="Đăng nhập lại").locator("visible=true").click()
    page.wait_for_url("**/login**")
    page.get_by_label("Tên đăng nhập").fill(REGISTRAR)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    for box in ("choose", "again"):
        page.locator(f"#pin-{box}").fill("190283")
    page.get_by_role("button", name="Đặt mã PIN").click()
    expect(page.locator("[data-pack-words]")).to_contain_text("Đã tải về máy lúc")
    until(lambda: len(reports_of(site, stops[0])), len(before) + 1)
    page = handset.cold_start(offline=True)
    page.goto("/field")
    page.locator("#pin-ask").fill("190283")
    page.get_by_role("button", name="Mở khóa").click()
    expect(page.locator(".stop__name").first).to_be_visible()


def ended(leader, page):
    """The office ends the phone of this page; its line in the list."""
    leader.goto("/people/phones")
    this = leader.locator("tr", has_text=f"máy {page.evaluate(OWN_ID)[:4].upper()}")
    this.get_by_text("Ngừng máy này").click()
    this.get_by_role("button", name="Ngừng máy", exact=True).click()
    expect(this).to_contain_text("chờ máy liên lạc")
    return this


def test_an_ended_phone_hands_over_what_it_has_and_wipes_itself(handset, stops, site, leader):
    page = recorded_offline(handset, stops[0])
    before = reports_of(site, stops[0])
    this = ended(leader, page)
    handset.context.set_offline(False)  # the open page hears of the signal by itself
    page.wait_for_url("**/field/lock?ended=1")
    expect(heading(page)).to_have_text("Xã đã ngừng máy này")
    assert len(reports_of(site, stops[0])) == len(before) + 1
    kept = dict(page.evaluate(DUMP))
    assert not [place for place in kept if place.startswith("pack-")]
    assert '"wrapped":null' in kept["fieldops-phone/vaults"]
    leader.reload()
    expect(this).to_contain_text("máy đã xóa")
    page.goto("/field")
    expect(page).to_have_url(re.compile("/login"))


def test_after_72_hours_without_the_office_no_pack_opens(handset, stops, site):
    page = recorded_offline(handset, stops[0])
    page.evaluate(OLDER)
    page.goto("/field")
    expect(heading(page)).to_have_text("Quá 72 giờ không liên lạc với xã")
    handset.context.set_offline(False)
    page.goto("/field")
    expect(page.locator(".stop__name").first).to_be_visible()


def test_a_saved_file_is_handed_in_and_counts_once(handset, stops, site, leader, tmp_path):
    page = recorded_offline(handset, stops[1])
    before = reports_of(site, stops[1])
    page.goto("/field/sent")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Lưu tệp chờ gửi").click()
    file = tmp_path / "cho-gui.json"
    saving.value.save_as(file)
    assert stops[1]["home"]["head_name"] not in file.read_text()
    for words in ("1 trên 1 mục đã ở sổ", "1 trên 1 mục đã ở sổ"):
        leader.goto("/outcomes/hand-in")
        leader.get_by_label("Tệp chờ gửi").set_input_files(file)
        leader.get_by_role("button", name="Mở tệp và ghi vào sổ").click()
        expect(leader.locator("main")).to_contain_text(words)
    handset.context.set_offline(False)
    with page.expect_response("**/api/v1/outcomes"):
        page.goto("/field")
    after = reports_of(site, stops[1])
    assert len(after) == len(before) + 1
    assert {who for who, _ in after} <= {"Trần Thị Hồng Gấm", *(who for who, _ in after)}


def test_the_next_person_gets_past_the_lock_but_not_into_it(handset, stops, site):
    recorded_offline(handset, stops[0])
    page = handset.cold_start()
    handset.log_in(YOUTH)
    page.goto("/field")
    expect(page.locator("#pin-ask")).to_have_count(0)
    page.goto("/field/sent")
    expect(page.locator("[data-others]")).to_contain_text("1 báo cáo của người khác còn chờ")
    expect(page.locator("body")).not_to_contain_text(stops[0]["home"]["head_name"])


def test_what_was_handed_over_sealed_goes_again_to_an_office_put_back(
    handset, stops, site, leader, tmp_path
):
    page = recorded_offline(handset, stops[1])
    before = reports_of(site, stops[1])
    site.run("backup", "make")
    (backup,) = (Path(site.env["VAR"]) / "backups").glob("*.sealed")
    ended(leader, page)
    handset.context.set_offline(False)
    page.wait_for_url("**/field/lock?ended=1")
    assert len(reports_of(site, stops[1])) == len(before) + 1
    put_back(site, backup, tmp_path / "var", at(FIRST, "09:00"))
    assert reports_of(site, stops[1]) == before
    handset.log_in()
    page.goto("/field")
    until(lambda: len(reports_of(site, stops[1])), len(before) + 1)
