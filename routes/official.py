"""What the official systems say beside our books: brought in, compared, resolved one by one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from fieldops.domain.case import case_code
from fieldops.domain.errors import BadFile, Conflict, Invalid
from fieldops.domain.people import Permission
from fieldops.registry.review_lists.export import write_workbook
from fieldops.registry.review_lists.sheets import MOST_BYTES
from fieldops.services import official, register_desk
from fieldops.services.official import Decision
from routes.access import needs
from routes.context import actor, now, session, today
from routes.formats import day, say
from routes.forms import OnceForm, finish, taken
from routes.words import word

bp = Blueprint("official", __name__, url_prefix="/registrations")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListForm(OnceForm):
    """A list out of the official systems."""

    file = FileField(
        _("Tệp từ hệ thống"),
        [FileRequired(_("Chọn tệp .xlsx hoặc .csv."))],
        description=_(
            "Cần cột Mã hồ sơ; đọc thêm Số đăng ký, Trạng thái, Ngày đăng ký nếu có. Không đọc tên."
        ),
    )


@bp.get("/official")
@needs(Permission.READ_REGISTRATIONS)
def index() -> ResponseReturnValue:
    """The lists brought in."""
    return _index(ListForm(formdata=None))


@bp.post("/official/send")
@needs(Permission.REGISTER)
def send() -> ResponseReturnValue:
    """Bring a list in; nothing of ours changes by that."""
    form = ListForm()
    if first := taken(form):
        return first
    if form.validate():
        with form.file.data.stream as upload:
            data = upload.read(MOST_BYTES + 1)
        try:
            row = official.send(session(), actor(), form.file.data.filename or "", data, now())
            return finish(form, url_for(".show", official_id=row.id))
        except BadFile as error:
            form.file.errors = [*form.file.errors, say(error.sentence)]
    return _index(form)


def _index(form: ListForm) -> ResponseReturnValue:
    page = render_template(
        "official/index.html",
        form=form,
        lists=official.lists(session()),
        desk=register_desk.desk(session(), today()),
    )
    return page, 422 if form.errors else 200


@bp.get("/official/<int:official_id>")
@needs(Permission.READ_REGISTRATIONS)
def show(official_id: int) -> ResponseReturnValue:
    """One list against our books: agree, differ, only here, only there."""
    return render_template(
        "official/show.html",
        seen=official.reconciled(session(), official_id),
        decisions=Decision,
        form=OnceForm(formdata=None),
        code=case_code,
    )


@bp.post("/official/<int:official_id>/enter")
@needs(Permission.REGISTER)
def enter_all(official_id: int) -> ResponseReturnValue:
    """Mark all on which both agree as entered."""
    count = official.enter_all(session(), actor(), official_id, today(), now())
    session().commit()
    flash(gettext("Đã đánh dấu %(count)s mục là đã nhập hệ thống.", count=count), "done")
    return redirect(url_for(".show", official_id=official_id))


@bp.post("/official/<int:official_id>/lines/<int:line>")
@needs(Permission.REGISTER)
def resolve(official_id: int, line: int) -> ResponseReturnValue:
    """Decide one line."""
    back = url_for(".show", official_id=official_id)
    name, note = request.form.get("decision", ""), request.form.get("note", "")
    if name not in set(Decision):
        official.reconciled(session(), official_id)  # another commune's list is not found
        flash(gettext("Chọn một cách giải quyết."), "error")
        return redirect(back)
    at = (official_id, line)
    try:
        official.resolve(session(), actor(), at, Decision(name), note, today(), now())
    except (Invalid, Conflict) as error:
        session().rollback()
        flash(gettext("Dòng %(line)s: %(why)s", line=line, why=say(error.sentence)), "error")
        return redirect(back)
    session().commit()
    flash(gettext("Đã giải quyết dòng %(line)s.", line=line), "done")
    return redirect(back)


@bp.get("/not-entered/export")
@needs(Permission.READ_REGISTRATIONS)
def not_entered_export() -> ResponseReturnValue:
    """What is still to be typed into the official systems, as a file to work from."""
    waiting = register_desk.not_entered(session(), today())
    heads = ["Mã hồ sơ", "Sổ", "Số đăng ký", "Quyển số", "Ngày đăng ký", "Họ và tên", "Đã chờ"]
    rows = (
        [
            one.row.case.dossier_code,
            word(one.row.register, "Register"),
            f"{one.row.entry_no:02}/{one.row.year}",
            one.row.volume,
            day(one.row.registered_on),
            one.row.case.citizen.full_name,
            str(one.age_days),
        ]
        for one in waiting
    )
    headers = {
        "Content-Type": XLSX,
        "Content-Disposition": f"attachment; filename=chua-nhap-{today():%Y%m%d}.xlsx",
    }
    return write_workbook(gettext("Chưa nhập hệ thống"), heads, rows), 200, headers
