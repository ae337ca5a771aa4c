"""People and vehicles: who goes out, when they cannot, and by what."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from fieldops.domain.errors import Invalid
from fieldops.domain.people import FIELD_ROLES, Permission, Role, Skill
from fieldops.domain.vehicle import VehicleKind
from fieldops.services import staff
from fieldops.services.audit import Actor
from fieldops.services.staff import StaffDraft, VehicleDraft
from routes.access import needs
from routes.context import now, person, session
from routes.formats import day
from routes.forms import DayField, OnceForm, blame, finish, taken
from routes.words import word

bp = Blueprint("people", __name__, url_prefix="/people")

NAME = [DataRequired(_("Nhập họ và tên.")), Length(max=120)]


class StaffForm(OnceForm):
    """A person who goes out."""

    full_name = StringField(_("Họ và tên"), NAME)
    role = RadioField(_("Vai trò"), [InputRequired(_("Chọn vai trò."))])
    skills = SelectMultipleField(
        _("Biết thêm"), description=_("Người lập kế hoạch xếp người biết tiếng cho hộ cần.")
    )
    phone = StringField(_("Điện thoại"), [Length(max=20)], description=_("10 chữ số."))
    active = BooleanField(
        _("Còn đi xuống ấp"), default=True, description=_("Bỏ dấu khi đã chuyển việc hoặc nghỉ.")
    )
    version = HiddenField(default="0")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.role.choices = [(r.value, word(r)) for r in Role if r in FIELD_ROLES]
        self.skills.choices = [(s.value, word(s)) for s in Skill]

    def draft(self) -> StaffDraft:
        return StaffDraft(
            full_name=self.full_name.data or "",
            role=Role(self.role.data),
            skills=[Skill(skill) for skill in self.skills.data or ()],
            phone=self.phone.data or "",
            active=self.active.data,
        )


class AbsenceForm(OnceForm):
    """Days a person cannot go out."""

    from_on = DayField(_("Từ ngày"), [DataRequired(_("Chọn ngày đầu."))])
    to_on = DayField(_("Đến hết ngày"), [DataRequired(_("Chọn ngày cuối."))])
    reason = StringField(
        _("Lý do"), [Length(max=120)], description=_("Ghi ngắn: học, phép. Không ghi bệnh gì.")
    )


class VehicleForm(OnceForm):
    """A vehicle of the commune."""

    name = StringField(
        _("Tên xe"),
        [DataRequired(_("Đặt tên để nhận ra xe, ví dụ biển số.")), Length(max=60)],
        description=_("Biển số hoặc tên quen gọi."),
    )
    kind = RadioField(_("Loại"), [InputRequired(_("Chọn loại xe."))])
    seats = IntegerField(
        _("Số chỗ"), [InputRequired(_("Nhập số chỗ."))], description=_("Kể cả người lái.")
    )
    active = BooleanField(_("Đang dùng được"), default=True)
    version = HiddenField(default="0")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [(k.value, word(k)) for k in VehicleKind]

    def draft(self) -> VehicleDraft:
        return VehicleDraft(
            name=self.name.data or "",
            kind=VehicleKind(self.kind.data),
            seats=self.seats.data or 0,
            active=self.active.data,
        )


def actor() -> Actor:
    """The person of this request, for the audit."""
    return Actor(person().id, person().name)


@bp.get("")
@needs(Permission.MANAGE_STAFF)
def index() -> ResponseReturnValue:
    """Everyone who can go out."""
    return render_template("people/index.html", everyone=staff.everyone(session()))


@bp.route("/staff/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_STAFF)
def new_staff() -> ResponseReturnValue:
    """Add a person."""
    form = StaffForm()
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        try:
            row = staff.add(session(), actor(), form.draft(), now())
            return finish(form, url_for(".one_staff", staff_id=row.id))
        except Invalid as error:
            blame(form, error)
    return _page("people/staff.html", form, member=None, absence=None)


@bp.route("/staff/<int:staff_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_STAFF)
def one_staff(staff_id: int) -> ResponseReturnValue:
    """Change a person; their absences stand beside."""
    member = staff.one(session(), staff_id)
    form = StaffForm(obj=member)
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        try:
            staff.change(
                session(), actor(), staff_id, _version(form.version.data), form.draft(), now()
            )
            flash(gettext("Đã lưu."), "done")
            return finish(form, url_for(".index"))
        except Invalid as error:
            blame(form, error)
    return _page("people/staff.html", form, member=member, absence=AbsenceForm(formdata=None))


@bp.post("/staff/<int:staff_id>/absences")
@needs(Permission.MANAGE_STAFF)
def add_absence(staff_id: int) -> ResponseReturnValue:
    """Note days on which a person cannot go out."""
    member = staff.one(session(), staff_id)
    form = AbsenceForm()
    if answer := taken(form):
        return answer
    from_on, to_on = form.from_on.data, form.to_on.data
    if form.validate_on_submit() and from_on and to_on:
        try:
            promised = staff.add_absence(
                session(), actor(), staff_id, (from_on, to_on), form.reason.data or "", now()
            )
            if promised:
                _warn_of(promised)
            return finish(form, url_for(".one_staff", staff_id=staff_id))
        except Invalid as error:
            blame(form, error)
    return _page(
        "people/staff.html", StaffForm(formdata=None, obj=member), member=member, absence=form
    )


@bp.post("/absences/<int:absence_id>/remove")
@needs(Permission.MANAGE_STAFF)
def remove_absence(absence_id: int) -> ResponseReturnValue:
    """Take an absence back."""
    staff_id = staff.remove_absence(session(), actor(), absence_id, now())
    session().commit()
    return redirect(url_for(".one_staff", staff_id=staff_id))


@bp.get("/vehicles")
@needs(Permission.MANAGE_STAFF)
def vehicles() -> ResponseReturnValue:
    """Every vehicle."""
    return render_template("people/vehicles.html", vehicles=staff.vehicles(session()))


@bp.route("/vehicles/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_STAFF)
def new_vehicle() -> ResponseReturnValue:
    """Add a vehicle."""
    form = VehicleForm()
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        try:
            staff.add_vehicle(session(), actor(), form.draft(), now())
            return finish(form, url_for(".vehicles"))
        except Invalid as error:
            blame(form, error)
    return _page("people/vehicle.html", form, vehicle=None)


@bp.route("/vehicles/<int:vehicle_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_STAFF)
def one_vehicle(vehicle_id: int) -> ResponseReturnValue:
    """Change a vehicle."""
    vehicle = staff.vehicle(session(), vehicle_id)
    form = VehicleForm(obj=vehicle)
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        try:
            seen = _version(form.version.data)
            staff.change_vehicle(session(), actor(), vehicle_id, seen, form.draft(), now())
            flash(gettext("Đã lưu."), "done")
            return finish(form, url_for(".vehicles"))
        except Invalid as error:
            blame(form, error)
    return _page("people/vehicle.html", form, vehicle=vehicle)


def _page(template: str, form: OnceForm, **more: object) -> ResponseReturnValue:
    """The page of a form; 422 where it was sent and something is wrong."""
    absence = more.get("absence")
    wrong = form.errors or (isinstance(absence, AbsenceForm) and absence.errors)
    return render_template(template, form=form, **more), 422 if wrong else 200


def _version(text: str | None) -> int:
    """The version the form was filled in on; -1, which no row has, for what is no number."""
    return int(text) if text and text.isascii() and text.isdigit() else -1


def _warn_of(promised: list[date]) -> None:
    days = ", ".join(day(one) for one in promised)
    flash(
        gettext(
            "Kế hoạch đã công bố vẫn có người này trong các ngày %(days)s. Lập lại kế hoạch.",
            days=days,
        ),
        "attention",
    )
