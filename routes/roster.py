"""The duty roster: a week of the office, and one day of it to set."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField

from fieldops.domain.errors import Invalid
from fieldops.domain.office import Post
from fieldops.domain.people import Permission
from fieldops.services import roster
from fieldops.services.roster import OfficeDay
from routes.access import needs
from routes.context import actor, now, session, today
from routes.forms import OnceForm, finish, refuse, taken
from routes.words import word

bp = Blueprint("roster", __name__, url_prefix="/people/roster")


class DutyForm(OnceForm):
    """Who keeps the office on a day."""

    lead = SelectField(_("Lãnh đạo trực"), coerce=int)
    desk = SelectMultipleField(_("Tiếp nhận"), coerce=int)
    write = SelectMultipleField(_("Viết hộ"), coerce=int)

    def __init__(self, office: OfficeDay) -> None:
        super().__init__(data=_shown(office))
        leaders, staff = roster.choices(session())
        self.lead.choices = {"0": gettext("Chưa xếp")} | {
            str(row.id): row.full_name for row in leaders
        }
        named = {str(row.id): f"{row.full_name} ({word(row.role, 'Role')})" for row in staff}
        self.desk.choices = self.write.choices = named


def _shown(office: OfficeDay) -> dict[str, object]:
    def at(post: Post) -> list[int]:
        return [duty.staff_id for duty in office.duties if duty.post == post and duty.staff_id]

    lead = next((duty.user_id for duty in office.duties if duty.post == Post.LEAD), None)
    return {"lead": lead or 0, "desk": at(Post.DESK), "write": at(Post.WRITE)}


@bp.get("")
@needs(Permission.READ_PLANS, Permission.MANAGE_STAFF)
def index() -> ResponseReturnValue:
    """A week: each working day, what kind of day, who is there."""
    monday = _monday(request.args.get("week", ""))
    return render_template(
        "roster/index.html",
        days=roster.week(session(), monday),
        monday=monday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        posts=Post,
    )


def _monday(text: str) -> date:
    """The Monday of the week asked for; of this week for anything that is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today()
    return day - timedelta(days=day.weekday())


@bp.route("/<date:day>", methods=["GET", "POST"])
@needs(Permission.MANAGE_STAFF)
def one_day(day: date) -> ResponseReturnValue:
    """Set who keeps the office that day."""
    office = roster.office_day(session(), day)
    form = DutyForm(office)
    if form.is_submitted() and (first := taken(form)):
        return first
    if form.validate_on_submit() and _saved(form, day):
        return finish(form, url_for(".index", week=day.isoformat()))
    page = render_template("roster/day.html", form=form, office=office)
    return page, 422 if form.errors else 200


def _saved(form: DutyForm, day: date) -> bool:
    posts = {Post.DESK: form.desk.data or (), Post.WRITE: form.write.data or ()}
    try:
        out = roster.set_day(session(), actor(), day, form.lead.data, posts, now())
    except Invalid as error:
        refuse(form, error)
        return False
    flash(gettext("Đã xếp trực. Người trực không được xếp đi ấp ngày đó."), "done")
    if out:
        told = gettext(
            "Kế hoạch đã công bố vẫn cho đi ngày này: %(names)s. Lập lại kế hoạch.",
            names=", ".join(out),
        )
        flash(told, "attention")
    return True
