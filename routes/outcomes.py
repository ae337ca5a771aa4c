"""Reports the books could not follow by themselves: both facts side by side, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import Permission
from fieldops.services import holes, outcome_review
from fieldops.services.audit import Actor
from fieldops.services.outcome_books import Moment
from fieldops.store.tables import OutcomeRow
from routes.access import needs
from routes.context import actor, now, session
from routes.formats import say
from routes.phone_api import moment

bp = Blueprint("outcomes", __name__, url_prefix="/outcomes")

Decide = Callable[[Session, Actor, str, str, Moment], OutcomeRow]


@bp.get("")
@needs(Permission.REVIEW_OUTCOMES)
def index() -> ResponseReturnValue:
    """What waits for a decision, oldest first."""
    return render_template(
        "outcomes/index.html",
        reviews=outcome_review.waiting(session()),
        holes=holes.open_holes(session()),
    )


@bp.post("/<outcome_id>/follow")
@needs(Permission.REVIEW_OUTCOMES)
def follow(outcome_id: str) -> ResponseReturnValue:
    """Let the books follow the report."""
    return _decided(outcome_review.follow, outcome_id, _("Đã ghi vào sổ theo báo cáo."))


@bp.post("/<outcome_id>/keep")
@needs(Permission.REVIEW_OUTCOMES)
def keep(outcome_id: str) -> ResponseReturnValue:
    """Leave the books as they are."""
    return _decided(outcome_review.keep, outcome_id, _("Đã giữ nguyên sổ; báo cáo vẫn được lưu."))


@bp.post("/holes/<int:hole_id>/settle")
@needs(Permission.REVIEW_OUTCOMES)
def settle_hole(hole_id: int) -> ResponseReturnValue:
    """Someone found out what the report that never came had said."""
    try:
        holes.settle(session(), actor(), hole_id, request.form.get("note", ""), now())
        session().commit()
    except (Conflict, Invalid) as error:
        session().rollback()
        flash(say(error.sentence), "attention")
    else:
        flash(_("Đã ghi lại điều hỏi được."), "done")
    return redirect(url_for("outcomes.index"))


def _decided(decide: Decide, outcome_id: str, done: str) -> ResponseReturnValue:
    """Decide and come back to the list; what stands in the way is said there."""
    try:
        decide(
            session(),
            actor(),
            outcome_id,
            request.form.get("note", ""),
            moment(),
        )
        session().commit()
    except (Conflict, Invalid) as error:
        session().rollback()
        flash(say(error.sentence), "attention")
    else:
        flash(done, "done")
    return redirect(url_for("outcomes.index"))
