"""A phone in a drill notes what it showed as saved; at the end the books must have exactly that."""

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy import NullPool, create_engine, text

from fieldops.store import keyring
from fieldops.store.db import url_of
from tests.browser.screens import nothing_waits
from tests.browser.test_offline import DAY, choose, title

FAULTS_OF_THE_NET = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "status of 50", "status of 40")
"""What a browser writes on its console when the drill itself cut the way or the server off."""

KEYS = ("secret_key", "office_key.pem")

CHECK = "Sẽ ghi như sau"


@dataclass
class Drill:
    """Homes of the day, each for one drill; and what phones of this drill showed as saved."""

    site: object
    visits: list
    saved: list = field(default_factory=list)

    def home(self):
        """A home where nobody was yet."""
        return self.visits.pop(0)

    def record(self, page, visit, result="Không có nhà"):
        """Record a visit until the phone says that it is saved."""
        note = self.answer(page, visit, result)
        self.save(page, visit, note)

    def answer(self, page, visit, result="Không có nhà"):
        """Answer up to the last screen; gives the note, whose words are found nowhere else."""
        page.goto(f"/field/stops/{visit}/record?whole=1")
        choose(page, result)
        note = f"Nhà {visit}, lần {time.monotonic_ns()}"
        for _ in range(20):
            if title(page) == CHECK:
                return note
            go_on(page, note)
        raise AssertionError(f"no way on from {title(page)}")

    def save(self, page, visit, note):
        """Press the last button; the phone goes to its day and says what it recorded."""
        person = int(page.locator("body").get_attribute("data-person"))
        page.get_by_role("button", name="Ghi kết quả").click()
        page.wait_for_url(DAY)
        expect(page.locator("[data-recorded]")).to_be_visible()
        self.saved.append((note, visit, person))

    def books(self):
        """What the office has of these phones: (note, visit, person, device, number, fate) each."""
        asked = "select id, note, visit_id, recorded_by, device_id, device_seq, fate from outcome"
        with self.connected() as connection:
            found = connection.execute(text(asked)).all()
        ring = keyring.load(Path(self.site.env["VAR"]) / "seal_keys.json")
        rows = [
            (sealed and ring.open(sealed, f"outcome.note.{report}").decode(), *rest)
            for report, sealed, *rest in found
        ]
        notes = {note for note, *_ in self.saved}
        devices = {row[3] for row in rows if row[0] in notes}
        return [row for row in rows if row[3] in devices]

    def connected(self):
        """The office's database, only to read."""
        return create_engine(url_of(self.site.env["DATABASE_URL"]), poolclass=NullPool).connect()

    def everything_arrived_once(self, *pages):
        """
        The oracle of each drill.

        All that was shown as saved is in the books, once, under who recorded it, and nothing
        else of these phones is; each phone's numbers have no gap; and the phone says so.
        """
        until(lambda: sorted(row[:3] for row in self.books()), sorted(self.saved), pages)
        numbers = {}
        for *_, device, seq, _fate in self.books():
            numbers.setdefault(device, []).append(seq)
        for found in numbers.values():
            assert sorted(found) == list(range(1, len(found) + 1))
        for page in pages:
            nothing_waits(page)


def go_on(page, note):
    """One screen on: the first answer of each question, the note wherever words are asked for."""
    for group in page.locator("fieldset:visible:has(input[type=radio])").all():
        if not group.locator("input[type=radio]:checked").count():
            group.locator("label").first.click()
    for words in page.locator("textarea:visible, input:not([type]):visible").all():
        words.fill(note)
    page.get_by_role("button", name="Tiếp tục").click()


def put_back(site, backup, folder, clock):
    """The whole office from a backup and its keys, in another folder; it serves from ``clock``."""
    site.kill("web")
    site.kill("planner")
    site.run("backup", "restore", str(backup), "--into", str(folder))
    for key in KEYS:  # not in the archive: docs/backup.md
        if (kept := Path(site.env["VAR"]) / key).exists():
            shutil.copy(kept, folder)
    site.env["VAR"] = str(folder)
    site.env["DATABASE_URL"] = f"sqlite:///{folder}/fieldops.sqlite"
    site.start_web(clock)


def forgive(phone):
    """The drill itself cut the net: what the browser wrote of that is no fault of the page."""
    phone.errors[:] = [
        one for one in phone.errors if not any(fault in one for fault in FAULTS_OF_THE_NET)
    ]


def send_now(page):
    """The phone is taken out of the pocket: pages send when they come to the front."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def until(seen, what, pages=(), seconds=20):
    """Wait until ``seen()`` is ``what``; somebody looks at the ``pages`` every two seconds."""
    for turn in range(seconds * 10):
        if seen() == what:
            return
        if turn % 20 == 19:
            for page in pages:
                send_now(page)
        time.sleep(0.1)
    assert seen() == what
