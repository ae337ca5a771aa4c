"""Hôm nay: the first page, by role."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from fieldops.domain.timing import timing
from fieldops.services import clocks, home
from fieldops.services.home import Asker
from routes.access import any_person
from routes.context import now, person, session, today

bp = Blueprint("home", __name__)


def asker() -> Asker:
    """The person of this request, as the services need to know them."""
    who = person()
    return Asker(who.role, who.staff_id, who.hamlet_id, who.id)


@bp.get("/")
@any_person
def index() -> ResponseReturnValue:
    """What needs this person now."""
    days = clocks.calendar(session())
    return render_template(
        "home/index.html",
        home=home.home(session(), asker(), now(), today()),
        timing=lambda due: timing(due, today(), days),
    )
