"""Demand: which visits are due and why, most urgent first."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fieldops.domain.people import Permission
from fieldops.domain.visit import VisitKind
from fieldops.services import case_lists, demand
from routes.access import needs
from routes.context import session, today

bp = Blueprint("demand", __name__, url_prefix="/demand")

GROUPS = ("late", "week", "later")


@bp.get("")
@needs(Permission.READ_DEMAND)
def index() -> ResponseReturnValue:
    """What is due, by group of date, kind and hamlet."""
    args = request.args
    due = demand.due_list(
        session(),
        today(),
        kind=args.get("kind", "") if args.get("kind") in set(VisitKind) else "",
        hamlet_id=args.get("hamlet", type=int),
        when=args.get("when", "") if args.get("when") in GROUPS else "",
        page=args.get("page", 1, type=int),
    )
    return render_template(
        "demand/index.html", due=due, kinds=list(VisitKind), hamlets=case_lists.hamlets(session())
    )
