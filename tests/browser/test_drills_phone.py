"""On the phone everything goes wrong once: whatever it showed as saved is there, and arrives."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from fieldops.cli.demo import PASSWORD
from tests.browser import faulty
from tests.browser.browser_storage import FILLED, FIRST_APP, REFUSED, SEALED_DRAFT, USED, VERSIONS
from tests.browser.conftest import PHONE
from tests.browser.drills import CHECK, Drill, forgive, go_on, send_now, until
from tests.browser.field_days import FIRST, SECOND, plan_two_days
from tests.browser.screens import bar
from tests.browser.test_journey import REGISTRAR, YOUTH, at
from tests.browser.test_offline import choose, pack, title, unlock, walk_off
from tests.browser.test_phone_safety import Handset, heading

DATABASES = ("sqlite",)
APP = "tests.browser.faulty:site"
HOMES = 24

pytestmark = pytest.mark.browser

INSTANTS = text("select fate, recorded_at, received_at from outcome where visit_id = :visit")
RECEIVED_ON = text("""
select "case".received_on from visit_case join "case" on "case".id = visit_case.case_id
where visit_case.visit_id = :visit
""")


@pytest.fixture(scope="module")
def visits(site):
    """Homes of the day where a dossier is taken in; each fourth is a delivery."""
    return [one for number, one in enumerate(plan_two_days(site, HOMES), 1) if number % 4]


@pytest.fixture
def drill(site, visits):
    """The ledger of one drill."""
    return Drill(site, visits)


@pytest.fixture
def clean(visit, visits):
    """The registrar's phone before it packs, its clock right."""
    phone = visit(REGISTRAR, PHONE)
    phone.context.clock.set_fixed_time(at(FIRST, "08:30"))
    yield phone
    forgive(phone)


@pytest.fixture
def phone(clean):
    """With the day on it."""
    pack(clean.page)
    return clean


def kept(page, act):
    """Do something that changes a draft, and wait until the phone keeps it."""
    before = page.evaluate(SEALED_DRAFT)
    act()
    until(lambda: page.evaluate(SEALED_DRAFT) != before, True)


def test_the_browser_killed_at_each_step_of_recording(drill, chromium, site, tmp_path):
    """Killed with an answer given on each screen, while a note is typed, and as it saves."""
    handset = Handset(chromium, site, str(tmp_path / "phone"))
    page = handset.turn_on()
    pack(handset.log_in())
    home = drill.home()
    address = f"/field/stops/{home}/record?whole=1"
    page = die_and_come_back(handset, address)
    note = f"Nhà {home}, nước ngập lối vào"
    seen = []
    while title(page) != CHECK:
        seen.append(title(page))
        kept(page, partial(answer, page, note))
        page = die_and_come_back(handset, address)
        assert title(page) == seen[-1]
        assert answered(page), seen
        kept(page, page.get_by_role("button", name="Tiếp tục").click)
    assert len(seen) == 6, seen
    expect(page.locator("dl.check")).to_contain_text(note)
    person = int(page.locator("body").get_attribute("data-person"))
    page.get_by_role("button", name="Ghi kết quả").click(no_wait_after=True)
    expect(page.locator("[data-recorded]")).to_be_visible()
    drill.saved.append((note, home, person))
    page = die_and_come_back(handset, "/field")
    expect(bar(page)).to_contain_text("1 chờ gửi")
    handset.cold_start()
    page = handset.log_in()
    page.goto("/field")
    unlock(page)
    drill.everything_arrived_once(page)
    handset.kill()


def die_and_come_back(handset, address):
    """The battery falls out, in a place without signal."""
    page = handset.cold_start(offline=True)
    page.goto(address)
    unlock(page)
    expect(page.locator("#pin-ask")).to_be_hidden()
    expect(page.locator("h1:visible").first).not_to_have_text("Nhập mã PIN")
    return page


def answer(page, note):
    """Answer what the screen asks, and leave the finger in the box."""
    words = page.get_by_label("Ghi chú").locator("visible=true")
    if words.count():
        return words.fill(note)
    return page.locator("label:visible:has(input[name])").first.click()


def answered(page):
    marked = page.locator("input:checked").locator("visible=true").count()
    typed = [box.input_value() for box in page.locator("textarea:visible").all()]
    return bool(marked or any(typed))


def test_storage_refused_is_said_before_anybody_records(drill, visits, visit):
    phone = visit(REGISTRAR, PHONE)
    phone.context.add_init_script(REFUSED)
    page = phone.page
    page.goto("/field")
    told = page.locator("[data-keeps-nothing]")
    expect(told).to_contain_text("Trình duyệt này không cho giữ gì trên máy")
    expect(page.locator("[data-pack]")).to_be_hidden()  # nothing is offered that would not last
    page.goto("/field/lock?new=1")
    expect(page.get_by_role("alert")).to_contain_text("Trình duyệt này không cho giữ gì trên máy")

    home = drill.home()
    page.goto(f"/field/stops/{home}")
    expect(told).to_be_visible()
    page.get_by_role("link", name="Ghi kết quả").click()
    choose(page, "Không có nhà")
    note = f"Nhà {home}, ghi thẳng về xã"
    while title(page) != CHECK:
        go_on(page, note)
    person = int(page.locator("body").get_attribute("data-person"))
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.locator("main")).to_contain_text("Đã ghi kết quả")
    drill.saved.append((note, home, person))
    drill.everything_arrived_once()


def test_storage_that_may_be_cleared_is_said(visit, visits):
    phone = visit(REGISTRAR, PHONE)
    phone.context.add_init_script("navigator.storage.persisted = async () => window.lasts;")
    pack(phone.page)
    told = phone.page.locator("[data-fleeting]")
    expect(told).to_contain_text("Trình duyệt chưa hứa giữ lâu")
    phone.context.add_init_script("window.lasts = true;")
    phone.page.reload()
    expect(phone.page.locator("[data-pack-words]")).to_contain_text("Đã tải về máy")
    expect(told).to_be_hidden()


def test_the_app_updated_with_a_full_outbox(drill, phone, site):
    page = phone.page
    walk_off(phone)
    for _ in range(2):
        drill.record(page, drill.home())
    [before] = page.evaluate(VERSIONS)
    faulty.serve_a_newer_build(site)
    try:
        phone.context.set_offline(False)
        drill.everything_arrived_once(page)
        page.goto("/field")
        until(lambda: [name == before for name in page.evaluate(VERSIONS)], [False])
        page.wait_for_function("navigator.serviceWorker.controller?.state === 'activated'")
        page.goto("/field")  # the newer worker asks the page for the key
        newer = page.locator("script[src*='field-']").get_attribute("src")
        assert newer == newer.lower()
        walk_off(phone)  # what was packed by the older app still opens, and records
        drill.record(page, drill.home())
        phone.context.set_offline(False)
        drill.everything_arrived_once(page)
    finally:
        faulty.serve_the_build(site)


def test_an_outbox_of_the_first_app_is_upgraded_and_sent(drill, clean):
    page = clean.page
    html = page.request.get("/field").text()
    person = int(re.search(r'data-person="(\d+)"', html)[1])
    homes = [drill.home(), drill.home()]
    items = [older_item(seq, visit) for seq, visit in enumerate(homes, 1)]
    box = {"device": DEVICE, "last": len(items), "sentAt": None}
    page.evaluate(FIRST_APP, [str(person), box, items])
    for item in items:
        drill.saved.append((item["outcome"]["note"], item["outcome"]["visit_id"], person))
    page.goto("/field")
    drill.everything_arrived_once(page)
    pack(page)
    drill.record(page, drill.home())
    drill.everything_arrived_once(page)
    numbers = [(str(device), seq) for *_, device, seq, _fate in drill.books()]
    assert sorted(numbers) == [(DEVICE, 1), (DEVICE, 2), (DEVICE, 3)]  # the same phone counts on


DEVICE = "7f4c0000-0000-4000-8000-000000000001"


def older_item(seq, visit):
    """A report as the first app kept it."""
    outcome = {
        "schema": 1, "id": f"0198c1d2-0000-7000-8000-{seq:012}", "device_id": DEVICE, "seq": seq,
        "visit_id": visit, "plan_id": None, "plan_version": None,
        "recorded_at": f"{FIRST}T08:0{seq}:00+07:00", "result": "not_home", "met": None,
        "cases": [], "note": f"Nhà {visit}, máy cũ", "point": None, "supersedes": None,
    }  # fmt: skip
    return {
        "id": outcome["id"],
        "outcome": outcome,
        "label": "…",
        "fate": None,
        "message": "",
        "settledAt": None,
    }


def test_user_b_logs_in_on_the_phone_of_a(drill, phone):
    """A's page is still open when B logs in: each report counts for who recorded it."""
    page = phone.page
    walk_off(phone)
    drill.record(page, drill.home())
    page.route("**/api/v1/outcomes", lambda way: way.abort())
    phone.context.set_offline(False)

    tab = phone.context.new_page()
    phone.context.clear_cookies()
    tab.goto("/login")
    tab.get_by_label("Tên đăng nhập").fill(YOUTH)
    tab.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập").click()
    tab.wait_for_url(lambda url: "/login" not in url)
    page.unroute("**/api/v1/outcomes")
    with page.expect_response("**/api/v1/outcomes") as told:
        send_now(page)
    assert told.value.status == 409
    expect(bar(page)).to_contain_text("1 chờ gửi")
    assert drill.books() == []

    pack(tab)
    ledger = Drill(drill.site, drill.visits)
    ledger.record(tab, ledger.home())
    ledger.everything_arrived_once(tab)
    expect(tab.locator("body")).not_to_contain_text(drill.saved[0][0])

    phone.context.clear_cookies()
    phone._log_in(REGISTRAR)
    page.goto("/field")
    unlock(page)
    drill.everything_arrived_once(page)
    ledger.everything_arrived_once()


def test_left_lying_in_the_middle_of_a_note(drill, visit):
    """Nobody touched the phone for half an hour: it locks, and the half-typed note is kept."""
    phone = visit(REGISTRAR, PHONE)  # its clock as the worker's, which no test can set
    page = phone.page
    pack(page)
    walk_off(phone)
    home = drill.home()
    page.goto(f"/field/stops/{home}/record?whole=1")
    choose(page, "Không có nhà")
    page.get_by_role("button", name="Tiếp tục").click()
    note = f"Nhà {home}, chị Hai nói chiều mới"
    page.get_by_label("Ghi chú").press_sequentially(note)
    phone.context.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=35))
    send_now(page)  # the page comes to the front, and looks at the clock
    expect(heading(page)).to_have_text("Nhập mã PIN")
    unlock(page)
    expect(page.get_by_label("Ghi chú")).to_have_value(note)
    page.get_by_role("button", name="Tiếp tục").click()
    drill.save(page, home, note)
    phone.context.set_offline(False)
    drill.everything_arrived_once(page)
    forgive(phone)


@pytest.mark.parametrize(
    ("says", "counts"),
    [(f"{SECOND}T06:30", FIRST), ("2026-12-06T08:30", date(2026, 12, 6))],
    ids=["ahead", "behind"],
)
def test_a_clock_a_day_wrong(drill, clean, says, counts):
    """
    The phone says so; the office keeps both instants. The day of a case is that of the phone's
    clock, or of the receipt where that is earlier: docs/phone-contract.md.
    """
    page = clean.page
    clean.context.clock.set_fixed_time(f"{says}+07:00")
    pack(page)
    expect(page.locator("[data-wrong-clock]")).to_contain_text("Đồng hồ máy này sai: máy đang là")
    walk_off(clean)
    home = drill.home()
    page.goto(f"/field/stops/{home}?on={FIRST}")
    expect(page.get_by_role("link", name="Ghi kết quả")).to_be_visible()
    drill.record(page, home, "Xong")
    clean.context.set_offline(False)
    drill.everything_arrived_once(page)
    until(lambda: received_on(drill, home), str(counts))  # the books follow a moment later
    with drill.connected() as books:
        ((fate, recorded_at, received_at),) = books.execute(INSTANTS, {"visit": home})
    assert fate == "stored"
    phone_says = datetime.fromisoformat(says) - timedelta(hours=7)
    assert str(recorded_at).startswith(str(phone_says))
    assert str(received_at).startswith(str(FIRST))


def received_on(drill, home):
    with drill.connected() as books:
        return books.execute(RECEIVED_ON, {"visit": home}).scalar_one()


def test_a_quota_that_is_full(drill, phone):
    """The person is told at once; what was saved stays, goes when it can, and makes room."""
    page = phone.page
    quota = phone.context.new_cdp_session(page)
    granted = {"origin": drill.site.url, "quotaSize": page.evaluate(USED) + 3_000_000}
    quota.send("Storage.overrideQuotaForOrigin", granted)
    walk_off(phone)
    drill.record(page, drill.home())
    home = drill.home()
    page.goto(f"/field/stops/{home}/record?whole=1")
    page.evaluate(FILLED)
    choose(page, "Không có nhà")
    expect(page.get_by_role("alert")).to_contain_text("Máy không lưu được")
    note = f"Nhà {home}, máy đầy"
    while title(page) != CHECK:
        go_on(page, note)
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.get_by_role("alert")).to_contain_text("Máy không lưu được")
    expect(page.get_by_role("button", name="Ghi kết quả")).to_be_enabled()

    other = phone.context.new_page()
    other.goto("/field")  # what is packed still opens
    expect(other.locator(".stop__name").first).to_be_visible()
    other.close()

    phone.context.set_offline(False)
    drill.everything_arrived_once(page)
    page.evaluate("indexedDB.deleteDatabase('filler')")  # some photos were deleted
    drill.save(page, home, note)
    drill.everything_arrived_once(page)
