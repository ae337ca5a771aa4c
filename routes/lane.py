"""The same-day lane: numbers drawn, matters done at once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from fieldops.domain.errors import Conflict
from fieldops.domain.office import Matter
from fieldops.domain.people import Permission
from fieldops.services import lane, roster
from routes.access import needs
from routes.context import actor, now, session, today, zone
from routes.forms import OnceForm, finish, refuse, taken
from routes.words import word

bp = Blueprint("lane", __name__, url_prefix="/cases/lane")


class TicketForm(OnceForm):
    """What somebody came for. No name: the number is enough."""

    matter = RadioField(_("Đến làm gì"), [InputRequired(_("Chọn một việc."))])
    assisted = BooleanField(_("Cần viết hộ"), description=_("Người già, mắt kém, không biết chữ."))

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.matter.choices = {one.value: word(one) for one in Matter}


@bp.get("")
@needs(Permission.READ_CASES)
def index() -> ResponseReturnValue:
    """Today's numbers: who waits, what was done, who is on duty."""
    return _page(TicketForm(formdata=None))


@bp.post("/draw")
@needs(Permission.WRITE_CASES)
def draw() -> ResponseReturnValue:
    """Give out the next number."""
    form = TicketForm()
    if first := taken(form):
        return first
    if form.validate():
        try:
            local = now().astimezone(zone())
            matter = Matter(form.matter.data)
            row = lane.draw(session(), actor(), matter, bool(form.assisted.data), local)
            flash(gettext("Số %(number)s.", number=row.number), "done")
            return finish(form, url_for(".index"))
        except Conflict as error:
            refuse(form, error)
    return _page(form)


@bp.post("/<int:lane_id>/done")
@needs(Permission.WRITE_CASES)
def done(lane_id: int) -> ResponseReturnValue:
    """The person has what they came for."""
    lane.finish(session(), actor(), lane_id, now())
    session().commit()
    return redirect(url_for(".index"))


def _page(form: TicketForm) -> ResponseReturnValue:
    page = render_template(
        "intake/lane.html",
        form=form,
        lane=lane.lane(session(), today(), lambda at: at.astimezone(zone()).date()),
        office=roster.office_day(session(), today()),
        tariff=lane.tariff(session(), today()),
    )
    return page, 422 if form.errors else 200
