"""
Papers: each made by a POST, so that each is in the audit and none lies under an address.

A GET never writes, and a sheet with an ID number on it must not be found in a browser's history.
The papers hold what only the registrar's desk may read, so all ask for WRITE_CASES.
"""

from __future__ import annotations

import re
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length, Optional

from fieldops.domain.case import Register
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.people import Permission
from fieldops.domain.sentences import Sentence
from fieldops.papers.offered import CasePaper
from fieldops.reports.period import Period
from fieldops.services import case_papers, cases, day_sheets, office_documents, papers, reports
from fieldops.services.audit import Actor
from fieldops.services.paper_desk import Desk, Printed
from fieldops.store.tables import CaseRow
from routes.access import needs
from routes.context import commune, now, person, session, today, zone
from routes.formats import say
from routes.forms import DayField
from routes.paper_sections import sections
from routes.reports import PeriodForm
from routes.survey import new_address

bp = Blueprint("papers", __name__)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_NUMBER = re.compile(r"(HS|CD)0*(\d{1,9})", re.ASCII | re.IGNORECASE)


class RegisterListForm(FlaskForm):  # type: ignore[misc]
    """Which visits the list is for."""

    planned_on = DayField(
        _("Chỉ những nhà đi ngày"),
        [Optional()],
        description=_("Để trống: mọi việc đang chờ ký sổ."),
    )


class WeddingForm(FlaskForm):  # type: ignore[misc]
    """A couple; their names are printed and not kept."""

    groom = StringField(_("Họ tên chồng"), [DataRequired(_("Nhập họ tên chồng.")), Length(max=120)])
    bride = StringField(_("Họ tên vợ"), [DataRequired(_("Nhập họ tên vợ.")), Length(max=120)])
    wed_on = DayField(_("Ngày cưới"), [Optional()])


@bp.get("/papers")
@needs(Permission.WRITE_CASES)
def index() -> ResponseReturnValue:
    """Sheets for many homes, and the letter to a couple."""
    return _index()


@bp.post("/papers/cases/<int:case_id>/<paper>")
@needs(Permission.WRITE_CASES)
def of_case(case_id: int, paper: str) -> ResponseReturnValue:
    """One paper of one case."""
    return _answer(case_papers.make(session(), _desk(), case_id, paper))


@bp.post("/papers/citizens/<int:citizen_id>/card")
@needs(Permission.WRITE_CASES)
def card(citizen_id: int) -> ResponseReturnValue:
    """A person's transaction card."""
    return _answer(papers.card(session(), _desk(), citizen_id))


@bp.post("/papers/register-list/<book>")
@needs(Permission.WRITE_CASES)
def register_list(book: str) -> ResponseReturnValue:
    """The list to take along at visit 2, of one register."""
    if book not in set(Register):
        raise NotFound(Sentence("Không có sổ hộ tịch này."))
    form = RegisterListForm()
    if not form.validate_on_submit():
        return _index(list_form=form), 422
    try:
        made = papers.register_list(session(), _desk(), Register(book), form.planned_on.data)
    except Conflict as error:
        return _index(list_form=form, told=error.sentence), 409
    return _answer(made)


@bp.post("/papers/labels")
@needs(Permission.WRITE_CASES)
def labels() -> ResponseReturnValue:
    """A label for each result on its way home."""
    try:
        return _answer(papers.labels(session(), _desk()))
    except Conflict as error:
        return _index(told=error.sentence), 409


@bp.post("/papers/wedding-letter")
@needs(Permission.WRITE_CASES)
def wedding_letter() -> ResponseReturnValue:
    """The letter to a couple."""
    form = WeddingForm()
    if not form.validate_on_submit():
        return _index(wedding_form=form), 422
    names = (form.groom.data or "", form.bride.data or "")
    return _answer(papers.wedding_letter(session(), _desk(), names, form.wed_on.data))


@bp.post("/papers/plans/<int:plan_id>")
@needs(Permission.MAKE_PLANS)
def outreach_plan(plan_id: int) -> ResponseReturnValue:
    """A published plan as a document to sign."""
    return _answer(office_documents.outreach_plan(session(), _desk(), plan_id))


@bp.post("/papers/plans/<int:plan_id>/days/<date:day>/<team>")
@needs(Permission.MAKE_PLANS)
def day_sheet(plan_id: int, day: date, team: str) -> ResponseReturnValue:
    """A team's day to carry along."""
    phone_page = url_for("field.index", _external=True)
    return _answer(day_sheets.day_sheet(session(), _desk(), plan_id, day, team, phone_page))


@bp.post("/papers/report")
@needs(Permission.WRITE_CASES)
def period_report() -> ResponseReturnValue:
    """The report of a period as a document to sign."""
    form = PeriodForm(request.form)
    if not form.validate() or form.start_on.data is None or form.end_on.data is None:
        raise Invalid(Sentence("Chọn đủ ngày đầu kỳ và ngày cuối kỳ."))
    period = Period(form.start_on.data, form.end_on.data)
    place = commune()
    told = sections(reports.report(session(), period, today(), zone()), place.name if place else "")
    return _answer(office_documents.period_report(session(), _desk(), *told))


@bp.get("/q/<number>")
@needs(Permission.READ_CASES, Permission.READ_HOUSEHOLDS)
def opened(number: str) -> ResponseReturnValue:
    """Where the QR code of a receipt or a card leads: the record, for those who may read it."""
    found = _NUMBER.fullmatch(number.strip())
    if found is None:
        raise NotFound(Sentence("Số này không phải số trên phiếu hoặc thẻ của xã."))
    row_id = int(found[2])
    if found[1].upper() == "HS":
        return redirect(url_for("cases.show", case_id=cases.get(session(), row_id).id))
    home = papers.home_of_card(session(), row_id)
    return redirect(url_for("households.show", household_id=home))


@bp.app_context_processor
def _for_templates() -> dict[str, object]:
    """``papers_of(case)`` for the block of links of a case page."""
    return {"papers_of": _papers_of, "PAPER_WORDS": PAPER_WORDS}


def _papers_of(case: CaseRow) -> tuple[CasePaper, ...]:
    return case_papers.papers_of(case, today())


PAPER_WORDS = {
    CasePaper.DECLARATION: _("Tờ khai"),
    CasePaper.ASSISTED_DECLARATION: _("Tờ khai viết hộ"),
    CasePaper.RECEIPT: _("Giấy tiếp nhận và hẹn trả"),
    CasePaper.HANDOVER: _("Giấy giao nhận kết quả"),
    CasePaper.CONDOLENCE: _("Thư chia buồn"),
    CasePaper.NEW_MEMBER: _("Thư chúc mừng thành viên mới"),
    CasePaper.SUPPLEMENT: _("Phiếu yêu cầu bổ sung"),
    CasePaper.APOLOGY: _("Phiếu xin lỗi, hẹn lại"),
    CasePaper.ENVELOPE: _("Nhãn phong bì"),
}


def _desk() -> Desk:
    actor = Actor(person().id, person().name)
    return Desk(
        actor,
        today(),
        now(),
        lambda code: url_for(".opened", number=code, _external=True),
        new_address,
    )


def _answer(printed: Printed) -> ResponseReturnValue:
    """The file, its audit entry kept: a sheet is shown in the browser, a document is saved."""
    session().commit()
    is_pdf = printed.filename.endswith(".pdf")
    shown = "inline" if is_pdf else "attachment"
    headers = {
        "Content-Type": PDF if is_pdf else DOCX,
        "Content-Disposition": f'{shown}; filename="{printed.filename}"',
        # the page's own policy would shut out the browser's PDF viewer
        "Content-Security-Policy": "frame-ancestors 'self'",
    }
    return printed.content, 200, headers


def _index(
    list_form: RegisterListForm | None = None,
    wedding_form: WeddingForm | None = None,
    told: Sentence | None = None,
) -> str:
    return render_template(
        "papers/index.html",
        waiting=papers.waiting(session()),
        registers=tuple(Register),
        list_form=list_form or RegisterListForm(formdata=None),
        wedding_form=wedding_form or WeddingForm(formdata=None),
        told=say(told) if told else None,
        sent=request.method == "POST",
    )
