"""Reports: the figures of a period as a page, and as a workbook."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import DataRequired

from fieldops.domain.errors import Invalid
from fieldops.domain.people import Permission
from fieldops.domain.sentences import Sentence
from fieldops.reports import coverage
from fieldops.reports.period import Period, Preset, preset_period
from fieldops.reports.workbook import workbook
from fieldops.services import reports
from routes import report_sheets
from routes.access import needs
from routes.context import commune, session, today, zone
from routes.forms import DayField, blame

bp = Blueprint("reports", __name__, url_prefix="/reports")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PRESETS = {
    Preset.THIS_MONTH: _("Tháng này"),
    Preset.LAST_MONTH: _("Tháng trước"),
    Preset.THIS_QUARTER: _("Quý này"),
    Preset.THIS_YEAR: _("Năm nay"),
}


class PeriodForm(FlaskForm):  # type: ignore[misc]
    """Any two days; read from the address, so a report can be kept and sent as a link."""

    class Meta:
        """A form that changes nothing needs no token."""

        csrf = False

    start_on = DayField(_("Từ ngày"), [DataRequired(_("Chọn ngày đầu kỳ."))])
    end_on = DayField(_("Đến ngày"), [DataRequired(_("Chọn ngày cuối kỳ."))])


@bp.get("")
@needs(Permission.READ_REPORTS)
def index() -> ResponseReturnValue:
    """The report of the period asked for; this month's where none was."""
    form, preset = _asked()
    report, status = None, 200
    try:
        report = reports.report(session(), _period(form, preset), today(), zone())
    except Invalid as error:
        blame(form, error)
        status = 422
    page = render_template(
        "reports/index.html",
        form=form,
        preset=preset,
        presets=PRESETS,
        report=report,
        sheets=report_sheets,
        coverage_definition=coverage.DEFINITION,
    )
    return page, status


@bp.get("/workbook")
@needs(Permission.READ_REPORTS)
def download() -> ResponseReturnValue:
    """The same report as an Excel file, each figure with its definition."""
    form, preset = _asked()
    report = reports.report(session(), _period(form, preset), today(), zone())
    place = commune()
    called = f"{place.kind} {place.name}" if place else ""
    content = workbook(report_sheets.sheets(report, called))
    name = f"bao-cao-{report.period.start_on:%Y%m%d}-{report.window.seen_on:%Y%m%d}.xlsx"
    headers = {"Content-Type": XLSX, "Content-Disposition": f'attachment; filename="{name}"'}
    return content, 200, headers


def _asked() -> tuple[PeriodForm, Preset | None]:
    """The form with its two days filled in, and the preset they came from, if any."""
    if "start_on" in request.args or "end_on" in request.args:
        return PeriodForm(request.args), None
    name = request.args.get("period", "")
    preset = Preset(name) if name in set(Preset) else Preset.THIS_MONTH
    period = preset_period(preset, today())
    return PeriodForm(data={"start_on": period.start_on, "end_on": period.end_on}), preset


def _period(form: PeriodForm, preset: Preset | None) -> Period:
    """The period the form asks for; Invalid where its days are missing or impossible."""
    start, end = form.start_on.data, form.end_on.data
    if (preset is None and not form.validate()) or start is None or end is None:
        raise Invalid(Sentence("Chọn đủ ngày đầu kỳ và ngày cuối kỳ."))
    return Period(start, end)
