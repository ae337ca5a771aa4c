"""Closures: ferries that stop and ways that are cut, each told once and ended when it is open."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from fieldops.domain.closure import CLOSED_WAYS, Closure
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.domain.people import Permission
from fieldops.services import closures, settings
from routes.access import needs
from routes.context import actor, now, session, today
from routes.forms import DayField, OnceForm, finish, refuse, taken
from routes.settings_forms import VersionedForm, settings_version, version_sent

bp = Blueprint("closures", __name__, url_prefix="/settings/closures")

_MAY = (Permission.MANAGE_SETTINGS, Permission.MAKE_PLANS)


class ClosureForm(VersionedForm):
    """What is shut, from when to when, and why."""

    what = StringField(_("Phà, cầu hoặc ấp"))
    from_on = DayField(_("Từ ngày"), [InputRequired(_("Nhập ngày đầu, ví dụ 07/12/2026."))])
    to_on = DayField(_("Đến hết ngày"), [InputRequired(_("Nhập ngày cuối, ví dụ 09/12/2026."))])
    reason = StringField(
        _("Lý do"),
        [Length(max=120, message=_("Viết ngắn lại, nhiều nhất 120 chữ."))],
        description=_("Ví dụ: nước lên, sửa cầu. Đừng ghi tên người."),
    )

    def closure(self) -> Closure | None:
        """What was said, of a form that holds; None, with what is wrong, where nothing is named."""
        kind, _colon, id_ = (self.what.data or "").partition(":")
        if kind not in set(CLOSED_WAYS) or not id_.isdecimal():
            self.what.errors = [gettext("Chọn phà, cầu hoặc ấp nào.")]
            return None
        first, last = cast(date, self.from_on.data), cast(date, self.to_on.data)
        shut = Hindrance(HindranceKind(kind), int(id_), first, last)
        return Closure(shut, (self.reason.data or "").strip(), actor().name, today())


def _things() -> dict[HindranceKind, dict[str, str]]:
    """What may be named, under its kind: value → word."""
    found: dict[HindranceKind, dict[str, str]] = {}
    for (kind, id_), name in closures.ways(session(), settings.current(session())).items():
        found.setdefault(kind, {})[f"{kind.value}:{id_}"] = name
    return found


@bp.get("")
@needs(*_MAY)
def index() -> ResponseReturnValue:
    """What is shut now and later, and what was."""
    return _page(ClosureForm(data={"version": settings_version()}))


@bp.post("")
@needs(*_MAY)
def add() -> ResponseReturnValue:
    """Tell of a closure; every plan made from now on goes round it."""
    form = ClosureForm()
    if answer := taken(form):
        return answer
    told = form.closure() if form.validate() else None
    if told is not None:
        try:
            closures.add(session(), actor(), version_sent(), told, today(), now())
        except (Invalid, Conflict) as error:
            refuse(form, error)
        else:
            flash(gettext("Đã ghi. Kế hoạch lập hay xếp lại từ nay đều tránh."), "done")
            return finish(form, url_for(".index"))
    return _page(form), 422


@bp.post("/<int:number>/end")
@needs(*_MAY)
def end(number: int) -> ResponseReturnValue:
    """It is open again from today; the version keeps the number from meaning another one."""
    form = OnceForm()
    if answer := taken(form):
        return answer
    closures.end(session(), actor(), number, version_sent(), today(), now())
    flash(gettext("Đã thông: kế hoạch lập từ nay lại đi được."), "done")
    return finish(form, url_for(".index"))


def _page(form: ClosureForm) -> str:
    return render_template(
        "settings/closures.html",
        form=form,
        things=_things(),
        lines=closures.listed(session(), today()),
        version=settings_version(),
    )
