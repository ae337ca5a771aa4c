"""Between phone and office everything goes wrong once: all that was shown as saved arrives."""

import dataclasses
import gzip
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks.slow_network import slow_network
from tests.browser import faulty
from tests.browser.conftest import DESK, PHONE, Visitor
from tests.browser.drills import Drill, forgive, put_back, send_now, until
from tests.browser.field_days import FIRST, plan_two_days
from tests.browser.screens import bar
from tests.browser.test_journey import LEADER, REGISTRAR, YOUTH, at
from tests.browser.test_offline import pack, walk_off

DATABASES = ("sqlite",)
APP = "tests.browser.faulty:site"
HOMES = 28
SENT = "**/api/v1/outcomes"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visits(site):
    """Homes of the day in order; each fourth takes a delivery."""
    return plan_two_days(site, HOMES)


@pytest.fixture(scope="module")
def handset(chromium, site, visits):
    """One phone for all drills of this module, with the day on it and its clock right."""
    phone = Visitor(chromium, site, REGISTRAR, PHONE)
    phone.context.clock.set_fixed_time(at(FIRST, "08:30"))
    pack(phone.page)
    yield phone
    phone.context.close()


@pytest.fixture(scope="module")
def drill(site, visits):
    """The ledger of that phone: each drill ends with all that it ever showed as saved."""
    return Drill(site, visits)


@pytest.fixture
def phone(handset):
    yield handset
    handset.context.unroute_all()
    handset.context.set_offline(False)
    forgive(handset)
    assert handset.errors == []
    assert handset.strangers == []


def batch_of(request):
    """What a phone sends, unpacked."""
    body = request.post_data_buffer
    packed = request.headers.get("content-encoding") == "gzip"
    return json.loads(gzip.decompress(body) if packed else body)


def test_a_full_day_in_airplane_mode(drill, phone):
    page = phone.page
    walk_off(phone)
    for result in ("Xong", "Không có nhà", "Thiếu giấy tờ", "Xong", "Từ chối"):
        drill.record(page, drill.home(), result)
    expect(bar(page)).to_contain_text("Không có sóng · 5 chờ gửi")
    assert drill.books() == []
    phone.context.set_offline(False)
    drill.everything_arrived_once(page)


def test_a_full_day_on_a_phone_four_times_slower(drill, phone):
    page = phone.page
    slowed = phone.context.new_cdp_session(page)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    walk_off(phone)
    for result in ("Xong", "Không có nhà"):
        drill.record(page, drill.home(), result)
    phone.context.set_offline(False)
    drill.everything_arrived_once(page)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def test_the_server_killed_at_each_step_of_a_sync(drill, phone, site):
    page = phone.page
    for step in faulty.STEPS:
        walk_off(phone)
        drill.record(page, drill.home())
        faulty.die_at(site, step)
        phone.context.set_offline(False)
        until(lambda: site.processes["web"].poll() is not None, True, [page])
        site.restart_web(at(FIRST, "08:40"))
        expect(bar(page)).to_contain_text("1 chờ gửi")
        send_now(page)
        drill.everything_arrived_once(page)


def test_the_same_batch_resent_again_and_again(drill, phone):
    """A net that carries each batch three times, and once more a day later."""
    page = phone.page
    carried = []

    def thrice(way):
        carried.append(way.request)
        way.fetch()
        way.fetch()
        way.continue_()

    page.route(SENT, thrice)
    drill.record(page, drill.home())
    drill.record(page, drill.home())
    drill.everything_arrived_once(page)
    late = carried[0]
    answer = page.request.post(late.url, headers=late.headers, data=late.post_data_buffer)
    assert [one["fate"] for one in answer.json()["answers"]] == ["already"]
    drill.everything_arrived_once(page)


def test_reports_that_arrive_out_of_order(drill, phone):
    """The correction before what it corrects, the last home before the first."""
    page = phone.page

    came = []

    def backwards(way):
        batch = batch_of(way.request)
        batch["outcomes"].reverse()
        came.extend(one["note"] for one in batch["outcomes"])
        plain = {k: v for k, v in way.request.headers.items() if k != "content-encoding"}
        way.fulfill(response=way.fetch(headers=plain, post_data=json.dumps(batch)))

    walk_off(phone)
    page.route(SENT, lambda way: way.abort())  # a page just opened may slip a batch past the cut
    home = drill.home()
    drill.record(page, home)
    drill.record(page, home, "Xong")
    drill.record(page, drill.home())
    page.unroute(SENT)
    page.route(SENT, backwards)
    phone.context.set_offline(False)
    drill.everything_arrived_once(page)
    assert came == [note for note, *_ in drill.saved[:-4:-1]]
    fates = {note: fate for note, *_, fate in drill.books()}
    first, correction, _other = (fates[note] for note, *_ in drill.saved[-3:])
    assert (correction, first) == ("needs_review", "stored")  # judged as they arrive


def test_two_tabs_record_and_send_at_once(drill, phone):
    page, other = phone.page, phone.context.new_page()
    sent = []
    phone.context.on("request", lambda one: one.url.endswith("/outcomes") and sent.append(one))
    walk_off(phone)
    homes = [(tab, drill.home()) for tab in (page, other)]
    notes = [drill.answer(tab, home) for tab, home in homes]
    for tab, _home in homes:
        tab.get_by_role("button", name="Ghi kết quả").click(no_wait_after=True)
    for (tab, home), note in zip(homes, notes, strict=True):
        expect(tab.locator("[data-recorded]")).to_be_visible()
        drill.saved.append((note, home, int(tab.locator("body").get_attribute("data-person"))))
    phone.context.set_offline(False)
    drill.everything_arrived_once(page, other)
    assert sum(request.post_data.count(notes[0]) for request in sent) == 1
    other.close()


def test_two_phones_at_one_visit(drill, phone, chromium, site):
    """Both facts are kept, and the one who decides sees both side by side."""
    second = Visitor(chromium, site, YOUTH, PHONE)
    second.context.clock.set_fixed_time(at(FIRST, "08:30"))
    pack(second.page)
    ledger = Drill(site, drill.visits)
    home = drill.home()
    for one in (phone, second):
        walk_off(one)
    drill.record(phone.page, home, "Xong")
    ledger.record(second.page, home, "Không có nhà")
    for one, book in ((phone, drill), (second, ledger)):
        one.context.set_offline(False)
        book.everything_arrived_once(one.page)
    second.context.close()
    leader = Visitor(chromium, site, LEADER, DESK)
    leader.page.goto("/outcomes")
    card = leader.page.locator("section, article", has_text=ledger.saved[0][0]).last
    expect(card).to_contain_text("Không có nhà")
    expect(card).to_contain_text("Sổ đang ghi")
    expect(card).to_contain_text("Xong")
    leader.context.close()


def test_a_full_day_on_a_slow_network(drill, chromium, site):
    """Packed at the office; out there a bar of 2G: 10 KB a second, 800 ms there and back."""
    host, port = site.url.removeprefix("http://").split(":")
    with slow_network((host, int(port)), 10_000_000, 0) as network:
        near = dataclasses.replace(site, url=f"http://127.0.0.1:{network.port}")
        phone = Visitor(chromium, near, REGISTRAR, PHONE)
        phone.context.clock.set_fixed_time(at(FIRST, "08:30"))
        pack(phone.page)
        network.rate, network.latency = 10_000, 0.8
        ledger = Drill(site, drill.visits)
        for result in ("Xong", "Không có nhà"):
            ledger.record(phone.page, drill.home(), result)
        ledger.everything_arrived_once(phone.page)
        phone.context.close()


def test_the_server_restored_from_a_backup_taken_before_the_last_sync(drill, phone, site, tmp_path):
    """All goes again, not only what the office misses: who knows what else the backup lacks."""
    page, carried = phone.page, []

    def carry(way):
        carried.extend(one["note"] for one in batch_of(way.request)["outcomes"])
        way.continue_()

    drill.record(page, drill.home())
    in_the_backup = drill.saved[-1][0]
    drill.everything_arrived_once(page)
    site.run("backup", "make")
    (backup,) = (Path(site.env["VAR"]) / "backups").glob("*.sealed")
    drill.record(page, drill.home())
    drill.record(page, drill.home())
    drill.everything_arrived_once(page)

    put_back(site, backup, tmp_path / "var", at(FIRST, "09:00"))
    assert len(drill.books()) == len(drill.saved) - 2
    page.route(SENT, carry)
    phone.context.clock.set_fixed_time(at(FIRST, "09:00"))  # it asks every quarter of an hour
    send_now(page)
    drill.everything_arrived_once(page)
    assert in_the_backup in carried
