"""Plans: asking for one, watching it being made, reading it, publishing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import ceil

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from fieldops.domain.errors import FieldopsError, Invalid
from fieldops.domain.people import Permission
from fieldops.domain.plan_job import Cancel, JobState
from fieldops.services import plan_pins, plan_view, planning, publishing
from fieldops.services.audit import Actor
from routes import dates
from routes.access import needs
from routes.context import now, person, session, today
from routes.formats import day as written
from routes.forms import OnceForm, blame, finish, taken
from routes.headers import csp_nonce
from routes.plan_forms import PlanForm, by_role
from routes.plan_words import chat_text, finding, rule_words, sentence_case, tenths

bp = Blueprint("plans", __name__, url_prefix="/plans")
bp.record(dates.install)

PER_PAGE = 20
SLOW_START = 15
"""Seconds a job may wait before the page says that no planner seems to run."""


class Press(OnceForm):
    """A button with its token: what it does is in its address."""


def actor() -> Actor:
    """The person who acts, for the audit."""
    return Actor(person().id, person().name)


for _filter in (sentence_case, rule_words, tenths, finding):
    bp.add_app_template_filter(_filter)


@bp.app_template_filter("iso_day")
def iso_day(text: str) -> str:
    """A day out of a JSON document, as people write it."""
    return written(date.fromisoformat(text))


@bp.get("")
@needs(Permission.READ_PLANS)
def index() -> ResponseReturnValue:
    """Plans, newest first, and what is being made."""
    page = max(request.args.get("page", 1, int), 1)
    shelf = planning.shelf(session(), page, PER_PAGE)
    first = (page - 1) * PER_PAGE + 1
    pager = {
        "number": page,
        "pages": ceil(shelf.total / PER_PAGE),
        "total": shelf.total,
        "first": first,
        "last": first + len(shelf.plans) - 1,
    }
    return render_template("plans/index.html", shelf=shelf, pager=pager)


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.MAKE_PLANS)
def new() -> ResponseReturnValue:
    """The form of a new plan; one button begins it."""
    form = PlanForm()
    choices = planning.choices(session(), today())
    form.offer(choices)
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        try:
            job = planning.ask(session(), actor(), form.request(), now(), today())
        except FieldopsError as error:
            session().rollback()
            blame(form, error if isinstance(error, Invalid) else Invalid(error.sentence))
            choices = planning.choices(session(), today())
        else:
            return finish(form, url_for("plans.job", job_id=job.id))
    groups = by_role(choices.staff)
    page = render_template("plans/new.html", form=form, choices=choices, groups=groups)
    return page, 422 if form.errors or form.form_errors else 200


@bp.get("/jobs/<int:job_id>")
@needs(Permission.MAKE_PLANS)
def job(job_id: int) -> ResponseReturnValue:
    """How far a plan is; once it is made, the plan itself."""
    row = planning.job(session(), job_id)
    if row.state == JobState.DONE.value and row.request.get("visit_id"):
        return redirect(url_for("replans.places", job_id=job_id))
    plan = planning.plan_of_job(session(), job_id)
    if plan is not None:
        page = "replans.changes" if row.request.get("mode") else "plans.show"
        return redirect(url_for(page, plan_id=plan.id))
    waited = (now() - row.created_at).total_seconds()
    return render_template(
        "plans/job.html",
        job=row,
        now=now(),
        form=Press(),
        unheard=row.state == JobState.QUEUED.value and waited > SLOW_START,
    )


@bp.post("/jobs/<int:job_id>/cancel")
@needs(Permission.MAKE_PLANS)
def cancel(job_id: int) -> ResponseReturnValue:
    """Stop, keeping the best plan so far or not; stopping twice is stopping."""
    keep = request.form.get("wish") == Cancel.KEEP.value
    planning.cancel(session(), actor(), job_id, Cancel.KEEP if keep else Cancel.DROP, now())
    session().commit()
    return redirect(url_for("plans.job", job_id=job_id))


@bp.get("/<int:plan_id>")
@needs(Permission.READ_PLANS)
def show(plan_id: int) -> ResponseReturnValue:
    """The whole plan: days by teams, figures, what is left out, the map."""
    plan = plan_view.overview(session(), plan_id)
    return render_template("plans/show.html", plan=plan, form=Press())


@bp.get("/<int:plan_id>/days/<date:day>")
@needs(Permission.READ_PLANS)
def of_day(plan_id: int, day: date) -> ResponseReturnValue:
    """One day: each team's hours on a line, its stops, the map, the text for the chat group."""
    plan = plan_view.view(session(), plan_id, day)
    return render_template(
        "plans/day.html",
        plan=plan,
        day=day,
        routes=plan.of_day(day),
        text=chat_text(plan, day),
        pins=plan_pins.pins(session()),
        form=Press(),
    )


@bp.get("/<int:plan_id>/days/<date:day>/<team>")
@needs(Permission.READ_PLANS)
def sheet(plan_id: int, day: date, team: str) -> ResponseReturnValue:
    """One team's day on A4."""
    plan = plan_view.view(session(), plan_id, day)
    return render_template("plans/sheet.html", plan=plan, one=plan.route(day, team))


@bp.get("/<int:plan_id>/map")
@needs(Permission.READ_PLANS)
def map_(plan_id: int) -> ResponseReturnValue:
    """The map as a page of its own, for a frame that may do nothing but draw it."""
    from routes.plan_map import plan_map  # noqa: PLC0415 - folium brings pandas, slow to load

    day = request.args.get("day", None, date.fromisoformat)
    plan = plan_view.overview(session(), plan_id, day)
    ground = plan_view.ground(session())
    return _framed(make_response(plan_map(plan, ground, day)))


def _framed(response: Response) -> Response:
    """A policy of its own: our Leaflet, the page's own scripts, its styles, and no more."""
    response.headers["Content-Security-Policy"] = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{csp_nonce()}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "frame-ancestors 'self'",
            "sandbox allow-scripts",
        )
    )
    return response


@bp.post("/<int:plan_id>/publish")
@needs(Permission.PUBLISH_PLANS)
def publish(plan_id: int) -> ResponseReturnValue:
    """Make the plan what teams follow."""
    return _pressed(
        plan_id, publishing.publish, _("Đã công bố. Các đội thấy tuyến trên điện thoại.")
    )


@bp.post("/<int:plan_id>/withdraw")
@needs(Permission.PUBLISH_PLANS)
def withdraw(plan_id: int) -> ResponseReturnValue:
    """Take the plan's routes back."""
    said = _("Đã rút lại. Các chuyến từ hôm nay trở đi chờ kế hoạch khác.")
    return _pressed(plan_id, publishing.withdraw, said)


def _pressed(plan_id: int, act: Callable[..., object], said: str) -> ResponseReturnValue:
    """Do it once to the plan as it was seen on the page."""
    form = Press()
    if answer := taken(form):
        return answer
    version = request.form.get("version", -1, int)
    act(session(), actor(), plan_id, version, now(), today())
    flash(said, "done")
    return finish(form, url_for("plans.show", plan_id=plan_id))
