"""Backups as the leader sees them: when the last one was put back whole."""

from __future__ import annotations

from datetime import UTC

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from fieldops.domain.people import Permission
from fieldops.services import backups
from routes.access import needs
from routes.context import now

bp = Blueprint("backups", __name__, url_prefix="/settings/backups")


@bp.get("")
@needs(Permission.MANAGE_SETTINGS)
def index() -> ResponseReturnValue:
    """The backups there are, and whether one is due."""
    known = backups.known(current_app.config["BACKUPS"], UTC)
    return render_template("backups/index.html", backups=known, is_due=backups.is_due(known, now()))
