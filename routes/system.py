"""For those who run the server: what is up."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from fieldops.services import health
from routes.access import open_to_all
from routes.context import now, session

bp = Blueprint("system", __name__)


@bp.get("/healthz")
@open_to_all("monitors have no login; the answer holds no personal data")
def healthz() -> ResponseReturnValue:
    """200 when the database answers; the planner's last sign of life is told, not judged."""
    report = health.report(session(), now())
    return report, 200 if report["database"] == "up" else 503
