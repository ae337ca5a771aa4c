"""Two cases about one birth or one death: compared, one taken back, or both kept."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import Permission
from fieldops.services import double_cases
from routes.access import needs
from routes.context import actor, now, session, today
from routes.forms import OnceForm, finish, refuse, taken

bp = Blueprint("double_cases", __name__, url_prefix="/households/duplicates/cases")


class TakeBackForm(OnceForm):
    """Why one of the two goes; the button says which."""

    reason = StringField(
        _("Lý do rút"),
        [InputRequired(_("Ghi rõ lý do để trả lời gia đình.")), Length(max=250)],
        description=_("Ví dụ: hai ấp cùng báo một người. Mã hồ sơ được giữ tự ghi kèm."),
    )


@bp.route("/<int:case_id>/<int:twin_case_id>", methods=["GET", "POST"])
@needs(Permission.MERGE_HOUSEHOLDS)
def compare(case_id: int, twin_case_id: int) -> ResponseReturnValue:
    """Side by side; sent, the case whose button was pressed is withdrawn."""
    form, ids = TakeBackForm(), (case_id, twin_case_id)
    if answer := taken(form) if form.is_submitted() else None:
        return answer
    status = 200
    if form.validate_on_submit():
        try:
            reason = form.reason.data or ""
            double_cases.take_back(session(), actor(), ids, _gone(), reason, today(), now())
            flash(gettext("Đã rút hồ sơ trùng. Mở lại được ở trang hồ sơ nếu nhầm."), "done")
            return finish(form, url_for("duplicates.index"))
        except (Conflict, Invalid) as error:
            refuse(form, error)
            status = error.status
    sides = double_cases.compare(session(), *ids)
    page = render_template("duplicates/cases.html", form=form, sides=sides)
    return page, 422 if form.errors and status == 200 else status


@bp.post("/<int:case_id>/<int:twin_case_id>/apart")
@needs(Permission.MERGE_HOUSEHOLDS)
def apart(case_id: int, twin_case_id: int) -> ResponseReturnValue:
    """They are about two people."""
    double_cases.keep_both(session(), actor(), (case_id, twin_case_id), now())
    session().commit()
    flash(gettext("Đã ghi: hai việc khác nhau. Cặp này không hiện lại nữa."), "done")
    return redirect(url_for("duplicates.index"))


def _gone() -> int:
    sent = request.form.get("gone", "")
    return int(sent) if sent.isascii() and sent.isdigit() else -1
