"""The phone: the team's day, its map, a stop, and recording what was found there."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.datastructures import MultiDict

from fieldops.domain.errors import Conflict, NotFound
from fieldops.domain.outcome import Fate
from fieldops.domain.people import Permission
from fieldops.domain.sentences import Sentence
from fieldops.outcomes.ids import uuid7
from fieldops.outcomes.route_sheet import RouteSheet, Stop
from fieldops.services import dispatch, outcomes
from fieldops.services.audit import Actor
from routes import field_pages
from routes.access import allowed, needs
from routes.context import now, person, session, today
from routes.formats import say
from routes.phone_api import asked_day, commit, epoch_now, moment
from routes.recording import CHECK, Recording

bp = Blueprint("field", __name__, url_prefix="/field")

NEXT_WITHIN = timedelta(days=3)
"""A next day further off than from Friday to Monday is packed when it is nearer."""


@bp.get("")
@needs(Permission.GO_OUT)
def index() -> ResponseReturnValue:
    """The stops of the day in order."""
    return field_pages.today_page(sheet_of(asked_day()))


@bp.get("/map")
@needs(Permission.GO_OUT)
def map_() -> ResponseReturnValue:
    """The same stops on the commune's own map."""
    return field_pages.map_page(sheet_of(asked_day()))


@bp.get("/pack")
@needs(Permission.GO_OUT)
def pack() -> ResponseReturnValue:
    """
    Every page of today and of the next day out, in one answer: a phone packs in one round trip.

    Never more than two days' households are on a phone.
    """
    sheets = _days_to_pack()
    pages = [one for sheet in sheets for one in field_pages.pages_of_day(sheet)]
    pages += [field_pages.page_of_sent(), *field_pages.pages_of_opinion()]
    return {
        "schema": 1,
        "made_at": now().isoformat(),
        "days": [sheet.day.isoformat() for sheet in sheets],
        "pages": [{"url": url, "html": html} for url, html in pages],
    }


def _days_to_pack() -> list[RouteSheet]:
    first = sheet_of(today())
    soon = first.next_day is not None and first.next_day - today() <= NEXT_WITHIN
    return [first, sheet_of(first.next_day)] if soon and first.next_day else [first]


@bp.get("/sent")
@needs(Permission.GO_OUT)
def sent() -> ResponseReturnValue:
    """What this person sent lately, and what became of it."""
    return field_pages.sent_page()


@bp.get("/stops/<int:visit_id>")
@needs(Permission.GO_OUT)
def stop(visit_id: int) -> ResponseReturnValue:
    """One home: who, where, how to get in, what for, what to bring."""
    return field_pages.stop_page(*_stop(visit_id))


@bp.get("/stops/<int:visit_id>/record")
@needs(Permission.GO_OUT)
def begin(visit_id: int) -> ResponseReturnValue:
    """The first question; a visit already reported is corrected by a new report."""
    sheet, found = _stop(visit_id)
    _must_have_come(sheet)
    if request.args.get("whole"):
        return field_pages.record_page(sheet, found)
    form: MultiDict[str, str] = MultiDict({"id": str(uuid7(now(), secrets.token_bytes(10)))})
    if found.said is not None:
        form["supersedes"] = found.said.id
    return _ask(sheet, Recording(found, form), "result", {})


@bp.post("/stops/<int:visit_id>/record")
@needs(Permission.GO_OUT)
def record(visit_id: int) -> ResponseReturnValue:
    """The next question, the one before, or the end: keep the report."""
    sheet, found = _stop(visit_id)
    _must_have_come(sheet)
    recording = Recording(found, MultiDict(request.form))
    step, go = request.form.get("step", "result"), request.form.get("go", "next")
    if go == "save":
        return _save(sheet, recording)
    if go == "back":
        return _ask(sheet, recording, recording.before(step), {})
    if go.startswith("to:"):
        return _ask(sheet, recording, go.removeprefix("to:"), {})
    if errors := recording.errors_of(step):
        return _ask(sheet, recording, step, errors)
    return _ask(sheet, recording, recording.after(step), {})


def _save(sheet: RouteSheet, recording: Recording) -> ResponseReturnValue:
    if wrong := recording.first_wrong():
        return _ask(sheet, recording, *wrong)
    who = Actor(person().id, person().name)
    epoch = epoch_now()
    verdict = outcomes.record(session(), who, _report(sheet, recording), moment())
    commit(epoch, [verdict.fate])
    if verdict.fate is not Fate.ALREADY:
        cookie["device_seq"] = cookie.get("device_seq", 0) + 1
    if verdict.fate in (Fate.STORED, Fate.ALREADY):
        flash(_("Đã ghi kết quả: %(name)s.", name=recording.stop.home.head_name), "done")
    else:
        told = say(verdict.reason)
        flash(_("Đã giữ báo cáo, chờ xã xem lại. %(reason)s", reason=told), "attention")
    return redirect(url_for("field.index", on=_on(sheet)))


def _report(sheet: RouteSheet, recording: Recording) -> dict[str, Any]:
    """The report as a phone would send it; this browser is a device with its own sequence."""
    device = cookie.setdefault("device_id", str(uuid4()))
    route = sheet.route
    return recording.report() | {
        "schema": 1,
        "id": _own_id(request.form.get("id", "")),
        "device_id": device,
        "seq": cookie.get("device_seq", 0) + 1,
        "plan_id": route.plan_id if route else None,
        "plan_version": route.plan_version if route else None,
        "recorded_at": now().isoformat(),
        "point": _point(),
        "supersedes": request.form.get("supersedes") or None,
    }


def _own_id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid7(now(), secrets.token_bytes(10)))


def _point() -> dict[str, float] | None:
    """Where the phone was, if it said so; half a point is none."""
    try:
        lat, lon = float(request.form["lat"]), float(request.form["lon"])
        accuracy = min(int(float(request.form["accuracy"])), 1_000_000)
    except (KeyError, ValueError, OverflowError):
        return None
    inside = abs(lat) <= 90 and abs(lon) <= 180 and accuracy >= 0
    return {"lat": lat, "lon": lon, "accuracy_m": accuracy} if inside else None


def _ask(
    sheet: RouteSheet, recording: Recording, step: str, errors: dict[str, str]
) -> ResponseReturnValue:
    if step not in recording.steps():
        step = "result"
    page = render_template(
        "field/record.html",
        sheet=sheet,
        stop=recording.stop,
        recording=recording,
        step=step,
        steps=recording.steps(),
        errors=errors,
        check=CHECK,
        tab="today",
    )
    answer = make_response(page, 422 if errors else 200)
    # the browser may keep the page for as long as it is open, so that its own back button works
    answer.headers["Cache-Control"] = "private, max-age=0"
    return answer


def sheet_of(day: date, holding: int | None = None) -> RouteSheet:
    """The person's day, as they may see it."""
    g.day = day
    return dispatch.route_sheet(
        session(),
        person().staff_id,
        day,
        sensitive=allowed(Permission.READ_SENSITIVE),
        today=today(),
        now=now(),
        holding=holding,
    )


def _stop(visit_id: int) -> tuple[RouteSheet, Stop]:
    sheet = sheet_of(asked_day(), holding=visit_id)
    for found in sheet.route.stops if sheet.route else ():
        if found.visit_id == visit_id:
            return sheet, found
    raise NotFound(Sentence("Điểm này không có trong tuyến của bạn ngày này. Mở lại từ Hôm nay."))


def _must_have_come(sheet: RouteSheet) -> None:
    if sheet.day > today():
        raise Conflict(
            Sentence(
                "Tuyến này là của ngày {day}. Tới ngày đó mới ghi kết quả.", {"day": sheet.day}
            )
        )


def _on(sheet: RouteSheet) -> str | None:
    """The day for an address, unless it is today."""
    return None if sheet.day == today() else sheet.day.isoformat()


@bp.after_request
def say_whose(answer: Response) -> Response:
    """Whose page this is, and of which day: a phone keeps it for nobody else."""
    if current_user.is_authenticated:
        answer.headers["Fieldops-Person"] = str(current_user.id)
        answer.headers["Fieldops-Now"] = str(int(now().timestamp() * 1000))
    if "day" in g:
        answer.headers["Fieldops-Day"] = g.day.isoformat()
    return answer


bp.add_app_template_global(field_pages.field_href, "field_href")
bp.add_app_template_filter(field_pages.embedded, "embedded")
