"""The tracker of shortcomings."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import Permission
from fieldops.domain.shortcoming import Mending, Source
from fieldops.services import shortcomings
from fieldops.services.shortcomings import Found
from routes.access import allowed, needs
from routes.context import actor, now, person, session, today
from routes.formats import say
from routes.forms import DayField, OnceForm, finish, refuse, taken
from routes.words import word

bp = Blueprint("shortcomings", __name__, url_prefix="/reports/shortcomings")


class FoundForm(OnceForm):
    """What is wrong, who mends it, by when."""

    issue = TextAreaField(
        _("Điều chưa được"),
        [DataRequired(_("Ghi rõ điều chưa được.")), Length(max=300)],
        description=_("Nói việc, không nói tên người dân."),
    )
    source = RadioField(_("Thấy từ đâu"), [InputRequired(_("Chọn một nguồn."))])
    owner_id = SelectField(_("Người chịu trách nhiệm"), coerce=int)
    deadline = DayField(_("Hạn khắc phục"), [DataRequired(_("Chọn hạn khắc phục."))])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.source.choices = {one.value: word(one) for one in Source}
        people = shortcomings.owners(session())
        self.owner_id.choices = {str(one.id): one.full_name for one in people}


@bp.get("")
@needs(Permission.READ_REPORTS, Permission.MEND)
def index() -> ResponseReturnValue:
    """Every shortcoming the person may see; what is overdue stands out."""
    found = shortcomings.tracked(session(), today(), _whose())
    return render_template(
        "shortcomings/index.html",
        tracked=found,
        counts={stand: sum(one.mending is stand for one in found) for stand in Mending},
        me=person().id,
        form=OnceForm(formdata=None),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.WRITE_CASES)
def new() -> ResponseReturnValue:
    """Write one down."""
    form = FoundForm()
    if form.is_submitted() and (first := taken(form)):
        return first
    if form.validate_on_submit() and form.deadline.data:
        found = Found(
            form.issue.data or "", Source(form.source.data), form.owner_id.data, form.deadline.data
        )
        try:
            shortcomings.add(session(), actor(), found, today(), now())
            return finish(form, url_for(".index"))
        except Invalid as error:
            refuse(form, error)
    return render_template("shortcomings/new.html", form=form), 422 if form.errors else 200


@bp.post("/<int:shortcoming_id>/mended")
@needs(Permission.MEND)
def mended(shortcoming_id: int) -> ResponseReturnValue:
    """Say that it is mended, and how."""
    how = request.form.get("how", "")
    return _done(
        shortcoming_id,
        lambda: shortcomings.mend(
            session(), actor(), shortcoming_id, how, today(), now(), _whose()
        ),
    )


@bp.post("/<int:shortcoming_id>/verified")
@needs(Permission.WRITE_CASES)
def verified(shortcoming_id: int) -> ResponseReturnValue:
    """Another person saw it: it holds, or it does not."""
    holds = request.form.get("holds") == "yes"
    return _done(
        shortcoming_id,
        lambda: shortcomings.verify(session(), actor(), shortcoming_id, holds, today(), now()),
    )


def _whose() -> int | None:
    """Whose shortcomings the person may see: None for everybody's."""
    return None if allowed(Permission.READ_REPORTS) else person().id


def _done(shortcoming_id: int, act: Callable[[], None]) -> ResponseReturnValue:
    try:
        act()
        session().commit()
        flash(gettext("Đã lưu."), "done")
    except (Invalid, Conflict) as error:
        session().rollback()
        flash(say(error.sentence), "error")
    return redirect(url_for(".index", _anchor=f"so-{shortcoming_id}"))
