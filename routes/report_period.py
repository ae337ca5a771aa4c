"""The period a page of figures is asked for: two days in the address, this year where none are."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.domain.errors import Invalid
from fieldops.reports.period import Period, Preset, preset_period
from routes.context import today
from routes.forms import blame
from routes.reports import PeriodForm


def asked_period(args: Mapping[str, str]) -> tuple[PeriodForm, Period | None, int]:
    """The form with its two days, the period they make, and the status to answer with."""
    if "start_on" not in args and "end_on" not in args:
        period = preset_period(Preset.THIS_YEAR, today())
        shown = {"start_on": period.start_on, "end_on": period.end_on}
        return PeriodForm(formdata=None, data=shown), period, 200
    form = PeriodForm(args)
    start, end = (form.start_on.data, form.end_on.data) if form.validate() else (None, None)
    if start is None or end is None:
        return form, None, 422
    try:
        return form, Period(start, end), 200
    except Invalid as error:
        blame(form, error)
        return form, None, 422
