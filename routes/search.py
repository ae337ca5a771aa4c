"""The search box of the top bar: people, households, dossier codes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldops.domain.people import Permission
from fieldops.services import search
from fieldops.services.search import Found
from routes.access import needs
from routes.context import session
from routes.home import asker

bp = Blueprint("search", __name__)


@bp.get("/search")
@needs(Permission.READ_HOUSEHOLDS, Permission.READ_CASES)
def index() -> ResponseReturnValue:
    """What matches; a typed ID or phone number is dropped from the address at once."""
    text = request.args.get("q", "")
    if search.holds_personal_number(text):
        return redirect(url_for(".index", number=1))
    found = search.find(session(), asker(), text) if text else Found()
    return render_template(
        "search/index.html", text=text, found=found, is_number="number" in request.args
    )


@bp.post("/search/number")
@needs(Permission.READ_HOUSEHOLDS)
def by_number() -> ResponseReturnValue:
    """Who has the ID or phone number that was sent: in no address, and not written back."""
    found = search.find_number(session(), asker(), request.form.get("number", ""))
    return render_template(
        "search/index.html", text="", found=found, is_number=True, looked_up=True
    )
