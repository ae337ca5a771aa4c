"""The audit as an inspector reads it: what was done by whom, and that nothing was changed since."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from fieldops.domain.people import Permission
from fieldops.services import audit_view
from fieldops.services.audit_view import Wanted
from routes.access import needs
from routes.audit_words import ACTIONS, act, details, subject
from routes.context import session, zone
from routes.forms import DayField

bp = Blueprint("audit", __name__, url_prefix="/audit")


class AuditForm(FlaskForm):  # type: ignore[misc]
    """Which entries to show; a form that changes nothing needs no token."""

    class Meta:
        """Read from the address."""

        csrf = False

    from_on = DayField(_("Từ ngày"), [Optional()])
    to_on = DayField(_("Đến ngày"), [Optional()])
    action = SelectField(_("Việc"), [Optional()])
    subject = StringField(_("Số của mục"), [Optional(), Length(max=40)])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.action.choices = [("", _("Mọi việc")), *sorted(ACTIONS.items())]


@bp.get("")
@needs(Permission.READ_AUDIT)
def index() -> ResponseReturnValue:
    """Entries of the commune, newest first, and whether the chain holds."""
    form = AuditForm(formdata=request.args)
    wanted = Wanted() if not form.validate() else _wanted(form)
    page = audit_view.page(session(), wanted, _number(), zone())
    html = render_template(
        "audit/index.html",
        form=form,
        page=page,
        broken_at=audit_view.broken_at(session()),
        act=act,
        subject=subject,
        details=details,
    )
    return html, 422 if form.errors else 200


def _wanted(form: AuditForm) -> Wanted:
    return Wanted(
        from_on=form.from_on.data,
        to_on=form.to_on.data,
        action=form.action.data or "",
        subject_id=(form.subject.data or "").strip(),
    )


def _number() -> int:
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
