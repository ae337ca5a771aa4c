"""Procedures: the dated table, and a new version of one, seen before it holds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from fieldops.civil.versions import FEE_NOT_SAID, to_document
from fieldops.domain.case import Procedure
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.people import Permission, Role
from fieldops.domain.sentences import Sentence
from fieldops.services import procedures
from routes.access import needs
from routes.context import actor, now, session, today
from routes.formats import number, say
from routes.forms import blame, finish, refuse, taken
from routes.procedure_forms import FIELD_WORDS, VersionForm
from routes.words import word

bp = Blueprint("procedures", __name__, url_prefix="/settings/procedures")


@bp.get("")
@needs(Permission.MANAGE_SETTINGS)
def index() -> ResponseReturnValue:
    """Every procedure with the version in force and those before and after it."""
    listed = procedures.listing(session(), today())
    return render_template(
        "settings/procedures.html", listed=listed, document=to_document, told=told
    )


@bp.route("/<name>/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def new(name: str) -> ResponseReturnValue:
    """A version from a day on: filled in, seen, then confirmed."""
    procedure = _procedure(name)
    form = VersionForm.of(procedures.draft(session(), procedure, today()))
    seen = None
    if request.method == "POST":
        if first := taken(form):
            return first
        if form.validate():
            seen = _seen(form, procedure)
        if request.form.get("mend"):
            seen = None
        elif seen and request.form.get("confirmed") and (done := _add(form, procedure)):
            return done
    page = render_template(
        "settings/procedure_version.html",
        form=form,
        procedure=procedure,
        seen=seen,
        told=told,
        fields=FIELD_WORDS,
    )
    return page, 422 if form.errors else 200


def _seen(form: VersionForm, procedure: Procedure) -> procedures.Preview | None:
    rule = form.rule(procedures.draft(session(), procedure, form.day()))
    faults = procedures.all_faults(session(), rule)
    for fault in faults:
        blame(form, fault)
    return None if faults else procedures.preview(session(), rule)


def _add(form: VersionForm, procedure: Procedure) -> ResponseReturnValue | None:
    rule = form.rule(procedures.draft(session(), procedure, form.day()))
    try:
        procedures.add(session(), actor(), rule, today(), now())
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return None
    flash(gettext("Đã thêm bản mới. Hồ sơ đã nhận giữ bản cũ."), "done")
    return finish(form, url_for(".index"))


@bp.post("/versions/<int:version_id>/remove")
@needs(Permission.MANAGE_SETTINGS)
def remove(version_id: int) -> ResponseReturnValue:
    """Take an added version out again, while nothing was received under it."""
    try:
        procedures.remove(session(), actor(), version_id, today(), now())
    except Conflict as error:
        session().rollback()
        flash(say(error.sentence), "attention")
        return redirect(url_for(".index"))
    session().commit()
    flash(gettext("Đã gỡ bản này."), "done")
    return redirect(url_for(".index"))


def _procedure(name: str) -> Procedure:
    if name not in set(Procedure):
        raise NotFound(Sentence("Không có thủ tục này."))
    return Procedure(name)


def told(field: str, value: Any) -> str:
    """One stored value of a version as people read it."""
    match value:
        case str() if value == FEE_NOT_SAID:
            return str(gettext("chưa ghi"))
        case None:
            return str(gettext("do tỉnh quy định") if field == "fee" else gettext("không"))
        case bool():
            return str(gettext("có") if value else gettext("không"))
        case "" | []:
            return str(gettext("không"))
        case {"roles": roles, "minutes": minutes, "further": further}:
            who = ", ".join(word(Role(role)) for role in roles) or gettext("ai cũng được")
            said = gettext(
                "%(who)s; %(minutes)s phút, thêm mỗi hồ sơ %(further)s phút",
                who=who,
                minutes=minutes,
                further=further,
            )
            return str(said)
        case list():
            return "; ".join(_line(one) for one in value)
        case int():
            return f"{number(value)} đ" if field == "fee" else number(value)
    return word(value, "Register") if field == "register" else str(gettext(value))


def _line(one: str | list[str]) -> str:
    if isinstance(one, str):
        return str(gettext(one))
    name, *others = map(gettext, one)
    if not others:
        return str(name)
    return str(gettext("%(name)s (hoặc %(others)s)", name=name, others=", ".join(others)))
