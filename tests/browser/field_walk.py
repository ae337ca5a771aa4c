"""
A volunteer's day on the phone, screen by screen, on homes invented for it.

``walk(phone, take)`` calls ``take(name)`` wherever docs/field-guide.md has a picture. It presses
by place, not by word, so that it goes the same way in both languages.
"""

from datetime import timedelta

from playwright.sync_api import expect

from app import create_app
from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import HamletRow
from tests import makers
from tests.browser.field_days import COMMUNE, FIRST
from tests.browser.test_journey import at

PIN = "738205"
HOMES = [
    # head of the household, who lives there, procedure, kind, hamlet, how neighbours find it
    ("Lê Thị Sáu", "Lê Thị Sáu", "birth_with_papers", "intake", "Sơn Ton", "sau chùa, qua cầu ván"),
    ("Trần Văn Mười", "Trần Văn Chín", "mobile_death", "delivery", "Sơn Ton", "cạnh quán bà Tư"),
    ("Thạch Thị Duyên", "Thạch Minh Khang", "mobile_birth", "intake", "Bình Du B", "hẻm lò đường"),
    ("Nguyễn Văn Hòa", "Nguyễn Thị Ba", "mobile_birth", "intake", "Bình Du B", "đối diện trường"),
    ("Lý Thị Hường", "Lý Văn Tài", "mobile_birth", "intake", "Vàm Hồ", "đầu vàm, nhà mái lá"),
]


def plan_the_day(site):
    """Five stops on the site's Monday, one of them a delivery; gives the ids of their visits."""
    app = create_app(
        {"DATABASE_URL": site.env["DATABASE_URL"], "VAR": site.env["VAR"], "LOG_LEVEL": "ERROR"}
    )
    with app.app_context(), scope.inside(db.session(), COMMUNE):
        session = db.session()
        visits = [_visit(session, number, *home) for number, home in enumerate(HOMES)]
        team = [makers.staff_of(session, role) for role in (Role.REGISTRAR, Role.YOUTH)]
        makers.route(session, *visits, members=team, day=FIRST, metres=14_600)
        ids = [visit.id for visit in visits]
        session.commit()
        db.engine.dispose()
    return ids


def _visit(session, number, head, name, procedure, kind, hamlet, note):
    place = session.query(HamletRow).filter_by(name=hamlet).one()
    home = makers.household(
        session,
        hamlet=place,
        head_name=head,
        group_no=str(number + 2),
        address_note=note,
        access="foot",
        access_minutes=5,
        access_note="gửi xe ở quán đầu ấp",
        phone=f"090000010{number}",
        phone_owner="con gái",
        lat=place.lat + 0.005 * number,
        lon=place.lon + 0.003,
    )
    person = makers.citizen(session, home, full_name=name)
    done = {"state": "processed", "received_on": FIRST, "processed_on": FIRST}
    more = done | {"informant_name": head} if kind == "delivery" else {}
    case = makers.case(session, person, procedure=procedure, **more)
    return makers.visit(session, case, kind=kind, due_on=FIRST + timedelta(days=7))


class Thumb:
    """One thumb on the phone; ``take`` keeps a picture of what it sees."""

    def __init__(self, phone, take):
        self.phone, self.page, self.take = phone, phone.page, take

    def open(self, path):
        self.page.goto(path, wait_until="networkidle")

    def choose(self, end, value):
        self.page.locator(f"input[name$='{end}'][value='{value}']:visible").first.check()

    def go_on(self):
        self.page.locator("[name=go][value=next]").click()

    def see(self, name):
        self.page.evaluate("scrollTo(0, 0)")
        self.take(name)

    def record(self, visit):
        self.open(f"/field/stops/{visit}/record?whole=1")

    def save(self):
        self.page.locator("[name=go][value=save]").click()
        self.page.wait_for_url("**/field?on=*")
        self.page.wait_for_load_state("networkidle")

    def signal(self, *, on):
        self.phone.context.set_offline(not on)


def walk(phone, take, visits):
    """The whole day: before leaving, on the way, at five doors, home again, and trouble."""
    phone.context.clock.set_fixed_time(at(FIRST, "06:40"))
    thumb = Thumb(phone, take)
    before_leaving(thumb)
    thumb.signal(on=False)
    on_the_way(thumb, visits)
    written_for(thumb, visits[0])
    handed_over(thumb, visits[1])
    nobody_home(thumb, visits[2])
    other_answers(thumb, visits[3])
    phone_full(thumb, visits[4])
    end_of_the_day(thumb, visits)
    trouble(thumb)


def before_leaving(thumb):
    page = thumb.page
    thumb.open("/field")
    page.evaluate("dispatchEvent(new Event('beforeinstallprompt'))")
    thumb.see("day-before-packing")
    page.locator("[data-pack] button").click()
    page.wait_for_url("**/field/lock?new=1*")
    page.locator("#pin-choose").fill(PIN)
    page.locator("#pin-again").fill(PIN)
    thumb.see("pin-choose")
    page.locator("[data-act=choose]").click()
    expect(page.locator("[data-pack-words]")).to_contain_text("KB", timeout=30_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload(wait_until="networkidle")
    page.evaluate("dispatchEvent(new Event('beforeinstallprompt'))")
    thumb.see("day-packed")
    page.locator("[data-ticks] summary").click()
    page.locator("[data-ticks] input").nth(0).check()
    page.locator("[data-ticks] input").nth(1).check()
    page.locator("[data-ticks]").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.querySelector('[data-ticks]').offsetTop - 70)")
    thumb.take("bring")


def on_the_way(thumb, visits):
    page = thumb.page
    thumb.phone.context.clock.set_fixed_time(at(FIRST, "07:45"))
    thumb.open("/field")
    thumb.see("day-no-signal")
    page.evaluate("scrollTo(0, document.querySelector('.stops').offsetTop - 70)")
    thumb.take("day-stops")
    thumb.open("/field/map")
    page.locator("#map .pin").first.wait_for()
    thumb.see("map")
    thumb.open(f"/field/stops/{visits[0]}")
    thumb.see("stop")
    page.evaluate("scrollTo(0, document.querySelectorAll('.card')[1].offsetTop - 70)")
    thumb.take("stop-needs")


def written_for(thumb, visit):
    """Someone who cannot write: the team writes, reads back, takes a fingerprint."""
    page = thumb.page
    thumb.phone.context.clock.set_fixed_time(at(FIRST, "08:20"))
    thumb.record(visit)
    thumb.choose("result", "done")
    thumb.see("record-result")
    thumb.go_on()
    page.locator("input[name=met]").first.check()
    thumb.see("record-met")
    thumb.go_on()
    thumb.choose("-result", "done")
    thumb.see("record-case")
    thumb.go_on()
    page.locator("input[name^='pen-']").nth(2).check()
    thumb.see("record-pen")
    thumb.go_on()
    thumb.choose("-back", "yes")
    thumb.see("record-read")
    thumb.go_on()
    thumb.choose("-mark", "fingerprint")
    thumb.see("record-mark")
    thumb.go_on()
    page.locator("section:not([hidden]) input[name$='-papers']").first.check()
    thumb.see("record-papers")
    photo(thumb)
    thumb.go_on()
    thumb.see("record-note")
    thumb.go_on()
    thumb.see("record-check")
    thumb.save()
    thumb.see("day-recorded")


def photo(thumb):
    """A declaration on a table, drawn for the picture."""
    page = thumb.page
    shots = page.locator("section:not([hidden]) [data-shots]")
    shots.locator("[data-agreed]").check()
    sheet = page.evaluate(SHEET)
    shots.locator("input[type=file]").set_input_files(
        {"name": "anh.png", "mimeType": "image/png", "buffer": bytes(sheet)}
    )
    shots.locator("img[src]").first.wait_for()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(200)
    thumb.take("record-photo")


SHEET = """async () => {
  const canvas = new OffscreenCanvas(900, 1200), pen = canvas.getContext('2d');
  pen.fillStyle = '#8d7b68'; pen.fillRect(0, 0, 900, 1200);
  pen.fillStyle = '#fdfdf8'; pen.fillRect(110, 90, 680, 1020);
  pen.fillStyle = '#33383d'; pen.fillRect(300, 150, 300, 26);
  for (let row = 0; row < 16; row++) pen.fillRect(170, 240 + row * 50, 380 + (row * 67) % 180, 8);
  return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
}"""


def handed_over(thumb, visit):
    """A paper given home, signed on the screen; then what a fingerprint asks for."""
    page = thumb.page
    thumb.phone.context.clock.set_fixed_time(at(FIRST, "09:25"))
    thumb.record(visit)
    thumb.choose("result", "done")
    thumb.go_on()
    thumb.choose("-result", "done")
    thumb.see("give-result")
    thumb.go_on()
    page.locator("input[name$='-relation']:visible").fill("em trai")
    thumb.see("give-by")
    thumb.go_on()
    thumb.choose("-mark", "signature")
    pad = page.locator("canvas:visible").bounding_box()
    sign(page, pad)
    thumb.see("give-sign")
    thumb.choose("-mark", "fingerprint")
    thumb.go_on()
    thumb.choose("-read", "yes")
    thumb.see("give-aloud")
    thumb.go_on()
    thumb.go_on()
    thumb.save()


def sign(page, pad):
    """A name in one stroke."""
    x, y = pad["x"] + 40, pad["y"] + pad["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(x + 16 * (step + 1), y + (-22 if step % 2 else 22))
    page.mouse.up()


def nobody_home(thumb, visit):
    page = thumb.page
    thumb.phone.context.clock.set_fixed_time(at(FIRST, "10:10"))
    thumb.record(visit)
    thumb.choose("result", "not_home")
    thumb.go_on()
    page.locator("input[name=home_day][value='3']:visible").check()
    page.locator("input[name=home_part]:visible").last.check()
    page.locator("#note").fill("Đi chợ, chiều về. Hàng xóm là bà Tư.")
    thumb.see("not-home")
    thumb.go_on()
    thumb.save()


def other_answers(thumb, visit):
    """Papers missing, refused, moved: what each asks; the last one is kept."""
    page = thumb.page
    thumb.phone.context.clock.set_fixed_time(at(FIRST, "11:00"))
    thumb.record(visit)
    thumb.choose("result", "papers_missing")
    thumb.go_on()
    page.locator("input[name=met]").first.check()
    thumb.go_on()
    page.locator("input[name$='-missing']:visible").fill("giấy chứng sinh")
    thumb.see("missing")
    for result in ("refused", "moved"):
        thumb.record(visit)
        while page.locator("[name=go][value=back]").is_visible():
            page.locator("[name=go][value=back]").click()
        thumb.choose("result", result)
        thumb.go_on()
        if result == "refused":
            page.locator("input[name=met]").first.check()
            thumb.go_on()
        page.locator("#note").fill("")
        thumb.see(result)
    page.locator("#note").fill("Về Trà Vinh ở với con.")
    thumb.go_on()
    thumb.save()


def phone_full(thumb, visit):
    """A phone that can keep nothing more says so, and forgets nothing that was typed."""
    page = thumb.page
    thumb.record(visit)
    thumb.choose("result", "other")
    thumb.go_on()
    page.locator("#note").fill("Nước lớn, chưa qua được vàm.")
    thumb.go_on()
    page.evaluate(FULL)
    page.locator("[name=go][value=save]").click()
    page.locator("[data-part=refused]").wait_for()
    thumb.take("phone-full")
    page.reload()
    thumb.save()


FULL = """() => {
  const full = () => { throw new DOMException('full', 'QuotaExceededError'); };
  IDBObjectStore.prototype.put = full;
  IDBObjectStore.prototype.add = full;
}"""


def end_of_the_day(thumb, visits):
    page = thumb.page
    thumb.phone.context.clock.set_fixed_time(at(FIRST, "15:40"))
    thumb.open("/field/sent")
    thumb.see("waiting")
    page.locator("[data-file]").scroll_into_view_if_needed()
    thumb.take("sealed-file")
    thumb.phone.site.restart_web(at(FIRST, "15:40"))
    thumb.signal(on=True)
    thumb.open("/field/sent")
    expect(page.locator("[data-waiting]")).to_be_hidden(timeout=30_000)
    thumb.open("/field/sent")
    thumb.see("sent")
    thumb.open(f"/field/stops/{visits[3]}")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    thumb.take("correct")
    taken_back(thumb, visits[0])


def taken_back(thumb, visit):
    """What was done is said to be undone: the office has to look."""
    page = thumb.page
    thumb.record(visit)
    while page.locator("[name=go][value=back]").is_visible():
        page.locator("[name=go][value=back]").click()
    thumb.choose("result", "not_home")
    thumb.go_on()
    page.locator("#note").fill("Ghi nhầm nhà.")
    thumb.go_on()
    thumb.save()
    thumb.open("/field/sent")
    thumb.see("review")
    thumb.open("/field")
    page.evaluate("scrollTo(0, document.querySelector('.stops').offsetTop - 70)")
    thumb.take("day-done")


def trouble(thumb):
    """Asked for the PIN; forgotten; somebody else's phone; too long without the office."""
    page = thumb.page
    page.locator(".bar__menu summary").click()
    thumb.take("menu")
    page.locator("a[href='/field/help']").click()
    page.locator(".fold summary").nth(4).click()
    thumb.see("help")
    thumb.open("/field")
    page.evaluate(FORGET)
    page.close()
    thumb.page = thumb.phone.page = page = thumb.phone.context.new_page()
    thumb.signal(on=False)
    thumb.open("/field")
    page.locator("#pin-ask").wait_for()
    thumb.see("pin-ask")
    page.locator("[data-to=forgot]").click()
    thumb.see("pin-forgot")
    page.locator("section:not([hidden]) [data-to=ask]").click()
    page.evaluate(OLDER)
    page.locator("#pin-ask").fill(PIN)
    page.locator("[data-act=ask]").click()
    page.locator("[data-screen=stale]").wait_for()
    thumb.see("stale")
    thumb.signal(on=True)
    thumb.phone.context.clear_cookies()
    thumb.open("/login")
    thumb.see("login")


FORGET = """async () => {
  const { port1, port2 } = new MessageChannel();
  const heard = new Promise((then) => (port1.onmessage = then));
  navigator.serviceWorker.controller.postMessage({ forget: true }, [port2]);
  await heard;
}"""

OLDER = """async () => {
  const done = (asked) => new Promise((then) => (asked.onsuccess = () => then(asked.result)));
  const db = await done(indexedDB.open('fieldops-phone'));
  const marks = await done(db.transaction('phone').objectStore('phone').get('marks'));
  const store = db.transaction('phone', 'readwrite').objectStore('phone');
  await done(store.put({ ...marks, seen: marks.contact + 73 * 3600 * 1000 }, 'marks'));
  db.close();
}"""
