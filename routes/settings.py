"""Settings of the commune: hours, days, teams, ways, and what the planner should prefer."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from fieldops.domain.commune import CommuneSettings, Ferry
from fieldops.domain.errors import NotFound
from fieldops.domain.people import Permission
from fieldops.domain.sentences import Sentence
from fieldops.services import settings
from fieldops.services.weights import WEIGHTS
from routes.access import needs
from routes.context import now, session, today
from routes.forms import OnceForm, blame, finish, taken
from routes.people import actor
from routes.settings_forms import (
    FerryForm,
    SettingsForm,
    WeightsForm,
    settings_version,
    version_sent,
)

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.route("", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def index() -> ResponseReturnValue:
    """Hours, days, teams and speeds."""
    current = settings.current(session())
    form = SettingsForm.showing(current, settings_version())
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit() and _saved(form, form.settings(current)):
        flash(gettext("Đã lưu. Kế hoạch lập từ bây giờ theo thiết lập mới."), "done")
        return finish(form, url_for(".index"))
    page = render_template("settings/index.html", form=form, current=current)
    return page, 422 if form.errors else 200


@bp.route("/weights", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def weights() -> ResponseReturnValue:
    """What the planner should prefer."""
    current = settings.current(session())
    form = WeightsForm.showing(current, settings_version())
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit() and _saved(form, form.settings(current)):
        flash(gettext("Đã lưu. Kế hoạch lập từ bây giờ theo thiết lập mới."), "done")
        return finish(form, url_for(".weights"))
    page = render_template("settings/weights.html", form=form, weights=WEIGHTS)
    return page, 422 if form.errors else 200


@bp.get("/ferries")
@needs(Permission.MANAGE_SETTINGS)
def ferries() -> ResponseReturnValue:
    """The crossings the planner knows."""
    return render_template(
        "settings/ferries.html",
        ferries=settings.current(session()).ferries,
        version=settings_version(),
        form=OnceForm(),
    )


@bp.route("/ferries/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def new_ferry() -> ResponseReturnValue:
    """Add a crossing."""
    current = settings.current(session())
    return _ferry_page(current, None)


@bp.route("/ferries/<int:number>", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def one_ferry(number: int) -> ResponseReturnValue:
    """Change a crossing; they are numbered from 1 in the order of the list."""
    current = settings.current(session())
    _ferry(current, number)
    return _ferry_page(current, number)


@bp.post("/ferries/<int:number>/remove")
@needs(Permission.MANAGE_SETTINGS)
def remove_ferry(number: int) -> ResponseReturnValue:
    """Take a crossing out; the version keeps the number from meaning another one."""
    current = settings.current(session())
    _ferry(current, number)
    settings.save(session(), actor(), version_sent(), current.without_ferry(number), today(), now())
    session().commit()
    flash(gettext("Đã xóa."), "done")
    return redirect(url_for(".ferries"))


def _ferry_page(current: CommuneSettings, number: int | None) -> ResponseReturnValue:
    ferry = _ferry(current, number) if number else None
    form = FerryForm.showing(ferry, settings_version())
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        at = number or len(current.ferries) + 1
        wanted = (*current.ferries[: at - 1], form.ferry(ferry), *current.ferries[at:])
        if _saved(form, replace(current, ferries=wanted)):
            flash(gettext("Đã lưu."), "done")
            return finish(form, url_for(".ferries"))
    page = render_template("settings/ferry.html", form=form, ferry=ferry, number=number)
    return page, 422 if form.errors else 200


def _saved(form: OnceForm, wanted: CommuneSettings) -> bool:
    """Save, or put every fault beside its field and leave all as it was."""
    faults = settings.new_faults(settings.current(session()), wanted)
    for fault in faults:
        blame(form, fault)
    if faults:
        return False
    settings.save(session(), actor(), version_sent(), wanted, today(), now())
    return True


def _ferry(current: CommuneSettings, number: int) -> Ferry:
    if not 1 <= number <= len(current.ferries):
        raise NotFound(Sentence("Không có bến phà này. Quay lại danh sách."))
    return current.ferries[number - 1]
