"""Days off and worked weekends: the year's list; each change is seen before it holds."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import Length, Optional

from fieldops.domain.commune import CommuneSettings, OwnDay
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import Permission
from fieldops.services import days_off, settings
from routes.access import needs
from routes.context import actor, now, session, today
from routes.forms import DayField, blame, finish, refuse, taken
from routes.settings_forms import WEEKDAYS, VersionedForm, settings_version, version_sent

bp = Blueprint("days_off", __name__, url_prefix="/settings/days")

YEARS = range(2020, 2100)
NEW, ALL = "new", "all"


class ReachForm(VersionedForm):
    """Which dossiers a change holds for."""

    reach = RadioField(_("Tính cho hồ sơ nào"), default=NEW)
    confirmed = HiddenField()

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reach.choices = {
            NEW: gettext("Riêng xã quyết định: hồ sơ nhận từ ngày mai; ngày đã hẹn giữ nguyên"),
            ALL: gettext("Quyết định chung của Nhà nước: mọi hồ sơ đang giải quyết"),
        }

    @property
    def for_all(self) -> bool:
        return bool(self.reach.data == ALL)


class DaysForm(ReachForm):
    """A day off, a weekend day worked, or one in exchange for the other."""

    off_on = DayField(_("Ngày nghỉ"), [Optional()])
    worked_on = DayField(
        _("Ngày làm bù"),
        [Optional()],
        description=_("Thứ Bảy, Chủ nhật xã đi làm. Điền cả hai nếu là ngày hoán đổi."),
    )
    name = StringField(
        _("Lý do, văn bản"),
        [Length(max=120, message=_("Viết ngắn lại, nhiều nhất 120 chữ."))],
        description=_("Ví dụ: nghỉ tránh lũ, Công văn số 12. Hiện ở danh sách này."),
    )
    mend = BooleanField()

    def days(self) -> list[OwnDay]:
        """The days typed."""
        name = (self.name.data or "").strip()
        typed = ((self.off_on.data, False), (self.worked_on.data, True))
        return [OwnDay(on, worked, name) for on, worked in typed if on]


@bp.get("")
@needs(Permission.MANAGE_SETTINGS)
def index() -> ResponseReturnValue:
    """The year's days off and worked weekends, where each is from."""
    return _page(DaysForm(data={"version": settings_version()}))


@bp.post("")
@needs(Permission.MANAGE_SETTINGS)
def add() -> ResponseReturnValue:
    """Add days: seen first, then confirmed."""
    form = DaysForm()
    if answer := taken(form):
        return answer
    seen, wanted = None, None
    if form.validate():
        wanted = _wanted(form)
    if wanted:
        seen = days_off.effect(session(), wanted, today())
        if form.confirmed.data and not form.mend.data and (done := _saved(form, wanted)):
            return done
    return _page(form, None if form.mend.data else seen), 422 if form.errors else 200


def _wanted(form: DaysForm) -> CommuneSettings | None:
    """What the settings would be; None, with what is wrong beside its field."""
    days = form.days()
    if not days:
        form.off_on.errors = [gettext("Nhập ngày nghỉ, ngày làm bù, hoặc cả hai.")]
        return None
    try:
        wanted = days_off.adding(session(), days, form.for_all, today())
    except Invalid as error:
        blame(form, error)
        return None
    faults = settings.new_faults(settings.current(session()), wanted)
    for fault in faults:
        blame(form, fault)
    return None if faults else wanted


@bp.route("/<int:number>/remove", methods=["GET", "POST"])
@needs(Permission.MANAGE_SETTINGS)
def remove(number: int) -> ResponseReturnValue:
    """Take a day back: whom it moves is seen first."""
    form = ReachForm() if request.method == "POST" else ReachForm(data=_asked())
    if form.is_submitted() and (answer := taken(form)):
        return answer
    gone = days_off.day(session(), number)
    wanted = days_off.removing(session(), number, form.for_all, today())
    if form.validate_on_submit() and form.confirmed.data and (done := _saved(form, wanted)):
        return done
    seen = days_off.effect(session(), wanted, today())
    page = render_template(
        "settings/day_off_remove.html", form=form, gone=gone, number=number, seen=seen
    )
    return page, 422 if form.errors else 200


def _asked() -> dict[str, object]:
    reach = request.args.get("reach")
    return {"version": settings_version(), "reach": ALL if reach == ALL else NEW}


def _saved(form: ReachForm, wanted: CommuneSettings) -> ResponseReturnValue | None:
    try:
        days_off.save(session(), actor(), version_sent(), wanted, today(), now())
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return None
    flash(gettext("Đã lưu. Ngày hẹn của hồ sơ đang giải quyết đã tính lại."), "done")
    return finish(form, url_for(".index"))


def _page(form: DaysForm, seen: days_off.Effect | None = None) -> str:
    year = request.args.get("year", "")
    shown = int(year) if year.isdecimal() and int(year) in YEARS else _year(form)
    language = str(get_locale() or "vi")[:2]
    return render_template(
        "settings/days_off.html",
        form=form,
        year=shown,
        seen=seen,
        weekdays=WEEKDAYS,
        lines=days_off.of_year(session(), shown, "en" if language == "en" else "vi"),
    )


def _year(form: DaysForm) -> int:
    typed: date = form.off_on.data or form.worked_on.data or today()
    return typed.year if typed.year in YEARS else today().year
