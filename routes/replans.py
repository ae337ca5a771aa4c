"""Plans made again: what has happened, what changes for whom, one more home, a visit held."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import Permission
from fieldops.domain.sentences import Sentence
from fieldops.services import plan_changes, plan_pins, planning, replanning
from routes.access import needs
from routes.context import actor, clock_time, now, session, today
from routes.forms import OnceForm, finish, refuse, taken
from routes.replan_forms import MODES, ReplanForm, team_words, things

bp = Blueprint("replans", __name__, url_prefix="/plans")
bp.add_app_template_filter(team_words)

_HELD = {
    "day": _("Đã giữ đúng ngày này. Lần lập hay xếp lại sau máy không đổi ngày của chuyến."),
    "team": _("Đã giữ đúng ngày và đội này cho những lần lập sau."),
    "free": _("Đã thôi giữ. Lần sau máy được đổi chuyến này."),
}


@bp.route("/<int:plan_id>/again", methods=["GET", "POST"])
@needs(Permission.MAKE_PLANS)
def again(plan_id: int) -> ResponseReturnValue:
    """Say what has happened; one button makes a draft that changes nothing yet."""
    planning.plan(session(), plan_id)
    choices = replanning.choices(session(), plan_id, today(), clock_time())
    form = ReplanForm(choices)
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        try:
            job = replanning.again(
                session(), actor(), plan_id, form.happened(), now(), today(), clock_time()
            )
        except (Invalid, Conflict) as error:
            refuse(form, error)
            choices = replanning.choices(session(), plan_id, today(), clock_time())
        else:
            return finish(form, url_for("plans.job", job_id=job.id))
    page = render_template(
        "plans/again.html", form=form, choices=choices, things=things(choices), modes=MODES
    )
    return page, 422 if form.errors or form.form_errors else 200


@bp.get("/<int:plan_id>/changes")
@needs(Permission.READ_PLANS)
def changes(plan_id: int) -> ResponseReturnValue:
    """What a plan made again changes: whom to tell, who goes with whom, before and after."""
    view = plan_changes.view(session(), plan_id)
    return render_template("plans/changes.html", changes=view, row=view.row, form=OnceForm())


@bp.post("/<int:plan_id>/discard")
@needs(Permission.MAKE_PLANS)
def discard(plan_id: int) -> ResponseReturnValue:
    """Throw a draft away; the teams go on as before."""
    form = OnceForm()
    if answer := taken(form):
        return answer
    version = request.form.get("version", -1, int)
    replanning.discard(session(), actor(), plan_id, version, now())
    flash(gettext("Đã bỏ bản nháp. Các đội vẫn đi theo kế hoạch đang công bố."), "done")
    return finish(form, url_for("plans.index"))


@bp.post("/<int:plan_id>/holds")
@needs(Permission.MAKE_PLANS)
def hold(plan_id: int) -> ResponseReturnValue:
    """Hold one visit on its day, or with its team too, or let it go; ``hold`` is day:12."""
    planning.plan(session(), plan_id)
    how, _colon, id_ = request.form.get("hold", "").partition(":")
    if how not in ("day", "team", "free") or not id_.isdecimal():
        raise Invalid(Sentence("Chưa rõ giữ chuyến nào. Tải lại trang rồi bấm lại."))
    if how == "free":
        plan_pins.release(session(), actor(), int(id_), now())
    else:
        plan_pins.hold(session(), actor(), plan_id, int(id_), now(), team=how == "team")
    session().commit()
    flash(str(_HELD[how]), "done")
    day = request.form.get("day", None, date.fromisoformat)
    if day is None:
        return redirect(url_for("plans.show", plan_id=plan_id))
    return redirect(url_for("plans.of_day", plan_id=plan_id, day=day, _anchor=f"visit-{id_}"))


@bp.route("/insert", methods=["GET", "POST"])
@needs(Permission.MAKE_PLANS)
def insert() -> ResponseReturnValue:
    """Visits that no plan holds; a press looks for the best places of one."""
    form = OnceForm()
    if request.method == "GET":
        found = replanning.loose(session(), today(), request.args.get("household", type=int))
        return render_template("plans/insert.html", form=form, loose=found)
    if answer := taken(form):
        return answer
    visit_id = request.form.get("visit_id", 0, int)
    job = replanning.find_places(session(), actor(), visit_id, now(), today(), clock_time())
    return finish(form, url_for("plans.job", job_id=job.id))


@bp.get("/jobs/<int:job_id>/places")
@needs(Permission.MAKE_PLANS)
def places(job_id: int) -> ResponseReturnValue:
    """The best places of one visit, ranked, with what each costs."""
    visit, found = plan_changes.places(session(), job_id)
    return render_template(
        "plans/places.html", visit=visit, places=found, job_id=job_id, form=OnceForm()
    )


@bp.post("/jobs/<int:job_id>/places")
@needs(Permission.MAKE_PLANS)
def choose(job_id: int) -> ResponseReturnValue:
    """Make the draft of one place; it is accepted like any plan made again."""
    form = OnceForm()
    if answer := taken(form):
        return answer
    number = request.form.get("place", 0, int)
    row = replanning.choose(session(), actor(), job_id, number, now())
    return finish(form, url_for("replans.changes", plan_id=row.id))
