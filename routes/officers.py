"""The weekly review of each officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from fieldops.domain.people import Permission
from fieldops.services import officers
from fieldops.services.officers import Officer
from routes.access import needs
from routes.context import session, today
from routes.formats import day, number
from routes.words import word

bp = Blueprint("officers", __name__, url_prefix="/reports/officers")


@bp.get("")
@needs(Permission.READ_REPORTS)
def index() -> ResponseReturnValue:
    """Planned, done, late, and why, of each who goes out."""
    monday = _monday(request.args.get("week", ""))
    found = officers.review(session(), monday, today())
    return render_template(
        "officers/index.html",
        officers=found,
        monday=monday,
        sunday=monday + timedelta(days=6),
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        told=_told,
        text=_text(found, monday),
    )


def _monday(text: str) -> date:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = today()
    return asked - timedelta(days=asked.weekday())


def _told(reasons: Mapping[StrEnum, int]) -> str:
    """How many, and of which reason how many: "3: Không có nhà 2, Từ chối 1"."""
    if not reasons:
        return number(0)
    parts = ", ".join(f"{word(kind)} {number(n)}" for kind, n in reasons.items())
    return f"{number(sum(reasons.values()))}: {parts}"


def _text(found: list[Officer], monday: date) -> str:
    """The week for the group of the office: officers and counts, nobody of the families."""
    lines = [gettext("Tuần từ %(day)s:", day=day(monday))]
    lines += [
        gettext(
            "• %(name)s: xếp %(planned)s, xong %(done)s, trễ %(late)s, chưa xong %(left)s.",
            name=one.row.full_name,
            planned=one.week.planned,
            done=one.week.done,
            late=one.week.done_late,
            left=one.week.not_done + one.week.unreported,
        )
        for one in found
        if one.week.planned
    ]
    return "\n".join(lines)
