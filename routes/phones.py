"""The phones of the commune: which there are, and ending a lost one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from fieldops.domain.people import Permission
from fieldops.services import phones
from routes.access import needs
from routes.context import actor, now, session

bp = Blueprint("phones", __name__, url_prefix="/people/phones")


@bp.get("")
@needs(Permission.MANAGE_PHONES)
def index() -> ResponseReturnValue:
    """Every phone that keeps something of the commune's."""
    return render_template("people/phones.html", phones=phones.everyone(session()))


@bp.post("/<int:phone_id>/end")
@needs(Permission.MANAGE_PHONES)
def end(phone_id: int) -> ResponseReturnValue:
    """End a phone; a second time changes nothing."""
    phones.end(session(), actor(), phone_id, now())
    session().commit()
    flash(
        _("Đã ngừng máy. Lần tới có sóng, máy nộp nốt kết quả chưa gửi rồi xóa tuyến và khóa."),
        "done",
    )
    return redirect(url_for(".index"))


@bp.post("/<int:phone_id>/readmit")
@needs(Permission.MANAGE_PHONES)
def readmit(phone_id: int) -> ResponseReturnValue:
    """Let a phone be used again."""
    phones.readmit(session(), actor(), phone_id, now())
    session().commit()
    flash(_("Máy này dùng lại được."), "done")
    return redirect(url_for(".index"))
