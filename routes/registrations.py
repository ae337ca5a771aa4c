"""Registration: what waits to be written, what is written, what is not yet entered officially."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from fieldops.civil.registration import LAST_ENTRY, Entry, entry
from fieldops.domain.case import Register
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import Permission
from fieldops.services import cases, clocks, register_desk, registration
from fieldops.services.register_desk import Desk
from fieldops.store.tables import CaseRow, RegistrationRow
from routes.access import needs
from routes.context import actor, now, session, today
from routes.formats import say
from routes.forms import DayField, OnceForm, finish, refuse, taken

bp = Blueprint("registrations", __name__, url_prefix="/registrations")


class EntryForm(OnceForm):
    """One entry, as it stands in the register."""

    number = IntegerField(
        _("Số"),
        [
            InputRequired(_("Nhập số ghi trong sổ.")),
            NumberRange(1, LAST_ENTRY, message=_("Số phải từ 1 trở lên, như ghi trong sổ.")),
        ],
        description=_("Số thứ tự trong năm. Số tiếp theo được điền sẵn; sửa nếu sổ ghi khác."),
    )
    volume = StringField(
        _("Quyển số"), [DataRequired(_("Nhập quyển số ghi trên sổ hộ tịch.")), Length(max=40)]
    )
    registered_on = DayField(
        _("Ngày đăng ký"),
        [InputRequired(_("Chọn ngày ghi trong sổ."))],
        description=_("Năm của số đăng ký lấy theo ngày này."),
    )
    dossier_code = StringField(
        _("Mã hồ sơ trên hệ thống"),
        [Length(max=60)],
        description=_("Ghi đúng như phiếu tiếp nhận. Chưa có thì để trống."),
    )

    def entry(self, register: Register) -> Entry:
        return entry(
            register,
            self.number.data or 0,
            self.volume.data or "",
            self.registered_on.data or today(),
            self.dossier_code.data or "",
        )


class EnteredForm(OnceForm):
    """The day an entry was typed into the official systems."""

    entered_on = DayField(
        _("Ngày đã nhập"), [InputRequired(_("Chọn ngày đã nhập."))], default=today
    )


def _desk() -> Desk:
    return register_desk.desk(session(), today())


@bp.get("")
@needs(Permission.READ_REGISTRATIONS)
def index() -> ResponseReturnValue:
    """Received dossiers that wait to be registered or finished, the soonest date first."""
    return render_template("registrations/index.html", desk=_desk())


@bp.get("/entries")
@needs(Permission.READ_REGISTRATIONS)
def entries() -> ResponseReturnValue:
    """What is written, by register and year."""
    register = request.args.get("register", "")
    return render_template(
        "registrations/entries.html",
        desk=_desk(),
        entries=register_desk.entries(
            session(),
            register if register in set(Register) else "",
            request.args.get("year", type=int),
            request.args.get("page", 1, type=int),
        ),
        registers=list(Register),
        years=register_desk.years(session()),
    )


@bp.get("/not-entered")
@needs(Permission.READ_REGISTRATIONS)
def not_entered() -> ResponseReturnValue:
    """What is not yet in the official systems, the oldest first."""
    return render_template("registrations/not_entered.html", desk=_desk(), form=EnteredForm())


@bp.route("/cases/<int:case_id>", methods=["GET", "POST"])
@needs(Permission.REGISTER)
def register(case_id: int) -> ResponseReturnValue:
    """Write down the entry of a case; the delivery then falls due."""
    case = cases.get(session(), case_id)
    book = clocks.rule_of(case, today()).register
    if book is None or case.state != "received":
        return redirect(url_for("cases.show", case_id=case_id))
    form = EntryForm()
    if request.method == "GET":
        _offer(form, book)
    elif form.validate() and (done := _register(case, book, form)):
        return done
    return render_template("registrations/form.html", form=form, case=case, book=book, entry=None)


def _offer(form: EntryForm, book: Register) -> None:
    form.number.data = register_desk.next_number(session(), book, today().year)
    form.volume.data = register_desk.last_volume(session(), book, today().year)
    form.registered_on.data = today()


def _register(case: CaseRow, book: Register, form: EntryForm) -> ResponseReturnValue | None:
    if first := taken(form):
        return first
    case_id = case.id
    try:
        registration.register(session(), actor(), case_id, form.entry(book), today(), now())
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return None
    flash(gettext("Đã đăng ký. Chuyến trao giấy tại nhà đã vào Việc đến hạn."), "done")
    return finish(form, url_for("cases.show", case_id=case_id))


@bp.route("/<int:registration_id>/edit", methods=["GET", "POST"])
@needs(Permission.REGISTER)
def edit(registration_id: int) -> ResponseReturnValue:
    """Mend what was typed wrong."""
    row = registration.get(session(), registration_id)
    book, case = Register(row.register), row.case
    form = EntryForm()
    if request.method == "GET":
        _show(form, row)
    elif form.validate() and (done := _correct(row, book, form)):
        return done
    return render_template("registrations/form.html", form=form, case=case, book=book, entry=row)


def _show(form: EntryForm, row: RegistrationRow) -> None:
    form.number.data, form.volume.data = row.entry_no, row.volume
    form.registered_on.data, form.dossier_code.data = row.registered_on, row.case.dossier_code


def _correct(row: RegistrationRow, book: Register, form: EntryForm) -> ResponseReturnValue | None:
    if first := taken(form):
        return first
    where = url_for("cases.show", case_id=row.case_id)
    try:
        registration.correct(session(), actor(), row.id, form.entry(book), today(), now())
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return None
    flash(gettext("Đã sửa mục đăng ký."), "done")
    return finish(form, where)


@bp.post("/<int:registration_id>/entered")
@needs(Permission.REGISTER)
def entered(registration_id: int) -> ResponseReturnValue:
    """Mark an entry as typed into the official systems on a day."""
    row = registration.get(session(), registration_id)
    form = EnteredForm()
    if not form.validate():
        flash(gettext("Chọn ngày đã nhập hệ thống."), "error")
        return redirect(url_for("registrations.not_entered"))
    if first := taken(form):
        return first
    try:
        on = form.entered_on.data or today()
        registration.mark_entered(session(), actor(), row.id, on, today(), now())
    except Invalid as error:
        session().rollback()
        flash(say(error.sentence), "error")
        return redirect(url_for("registrations.not_entered"))
    flash(gettext("Đã ghi ngày nhập hệ thống."), "done")
    return finish(form, url_for("registrations.not_entered"))
