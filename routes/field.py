"""The phone: the team's day, its map, a stop, and recording what was found there."""

from __future__ import annotations

import json
import secrets
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
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
from fieldops.services import dispatch, field_day, outcomes
from fieldops.services.audit import Actor
from routes.access import allowed, needs
from routes.context import now, person, session, today
from routes.formats import say
from routes.phone_api import asked_day, moment
from routes.recording import CHECK, Recording

bp = Blueprint("field", __name__, url_prefix="/field")


@bp.get("")
@needs(Permission.GO_OUT)
def index() -> ResponseReturnValue:
    """The stops of the day in order."""
    sheet = _sheet(asked_day())
    bring = field_day.to_bring(sheet.route) if sheet.route else None
    return render_template("field/today.html", sheet=sheet, tab="today", bring=bring)


@bp.get("/map")
@needs(Permission.GO_OUT)
def map_() -> ResponseReturnValue:
    """The same stops on the commune's own map."""
    sheet = _sheet(asked_day())
    layers = field_day.map_layers(session(), sheet)
    return render_template(
        "field/map.html",
        sheet=sheet,
        tab="map",
        layers=layers,
        tiles=current_app.config["TILES_URL"],
    )


@bp.get("/sent")
@needs(Permission.GO_OUT)
def sent() -> ResponseReturnValue:
    """What this person sent lately, and what became of it."""
    reports = field_day.sent_by(session(), person().id)
    return render_template("field/sent.html", tab="sent", reports=reports)


@bp.get("/stops/<int:visit_id>")
@needs(Permission.GO_OUT)
def stop(visit_id: int) -> ResponseReturnValue:
    """One home: who, where, how to get in, what for, what to bring."""
    sheet, found = _stop(visit_id)
    return render_template("field/stop.html", sheet=sheet, stop=found, tab="today")


@bp.get("/stops/<int:visit_id>/record")
@needs(Permission.GO_OUT)
def begin(visit_id: int) -> ResponseReturnValue:
    """The first question; a visit already reported is corrected by a new report."""
    sheet, found = _stop(visit_id)
    _must_have_come(sheet)
    if request.args.get("whole"):
        return _whole(sheet, found)
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


def _whole(sheet: RouteSheet, stop: Stop) -> ResponseReturnValue:
    """All the screens in one page, for a phone that asks them itself and keeps the report."""
    recording = Recording(stop, MultiDict())
    facts = {
        "visit_id": stop.visit_id,
        "name": stop.home.head_name,
        "intake": recording.is_intake,
        "choices": recording.choices,
        "cases": [case.id for case in stop.cases],
        "people": {str(one.id): one.name for one in stop.people},
        "plan_id": sheet.route.plan_id if sheet.route else None,
        "plan_version": sheet.route.plan_version if sheet.route else None,
        "supersedes": stop.said.id if stop.said else None,
    }
    return render_template(
        "field/record_whole.html",
        sheet=sheet,
        stop=stop,
        recording=recording,
        facts=facts,
        check=CHECK,
        tab="today",
    )


def _save(sheet: RouteSheet, recording: Recording) -> ResponseReturnValue:
    if wrong := recording.first_wrong():
        return _ask(sheet, recording, *wrong)
    who = Actor(person().id, person().name)
    verdict = outcomes.record(session(), who, _report(sheet, recording), moment())
    session().commit()
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


def _sheet(day: date, holding: int | None = None) -> RouteSheet:
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
    sheet = _sheet(asked_day(), holding=visit_id)
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
def _say_whose(answer: Response) -> Response:
    """Whose page this is: a phone keeps it for nobody else."""
    if current_user.is_authenticated:
        answer.headers["Fieldops-Person"] = str(current_user.id)
    return answer


@bp.app_template_global("field_href")
def field_href(endpoint: str, sheet: RouteSheet | None, **values: Any) -> str:
    """The address of a phone page on the sheet's day."""
    return url_for(f"field.{endpoint}", on=_on(sheet) if sheet else None, **values)


@bp.app_template_filter("embedded")
def embedded(value: Any) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
