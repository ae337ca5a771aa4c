"""The visual language on one page, for those who build pages; served only in development."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, NumberRange

from fieldops.domain.case import CaseState
from fieldops.domain.outcome import Fate, Result
from fieldops.domain.visit import VisitState
from routes.access import open_to_all
from routes.forms import DayField

bp = Blueprint("ui_gallery", __name__)


class SampleForm(FlaskForm):  # type: ignore[misc]
    """One field of every kind, as they come out of ``ui.field``."""

    full_name = StringField(
        "Họ và tên",
        [DataRequired("Nhập họ và tên.")],
        description="Viết đủ họ, chữ đệm, tên, như trên giấy tờ.",
    )
    minutes = IntegerField(
        "Đi bộ từ đường vào", [NumberRange(min=0, message="Số phút không thể âm.")]
    )
    hamlet = SelectField("Ấp", choices={"1": "Bình Du B", "2": "Sơn Ton"})
    died_on = DayField("Ngày mất")
    access = RadioField(
        "Vào nhà bằng gì",
        choices={"car": "Ô tô", "motorbike": "Xe máy", "boat": "Vỏ lãi"},
        default="boat",
    )
    categories = SelectMultipleField(
        "Diện", choices={"poor": "Hộ nghèo", "elderly": "Người cao tuổi", "alone": "Neo đơn"}
    )
    scribe = BooleanField("Viết hộ tờ khai", description="Đọc lại cho người yêu cầu nghe.")
    notes = TextAreaField("Ghi chú")
    list_file = FileField("Danh sách rà soát", description="Tệp .xlsx hoặc .csv, tới 10 MB.")


@dataclass(frozen=True, slots=True)
class SamplePage:
    """What ``ui.pager`` asks of a page of rows."""

    number: int = 2
    pages: int = 5
    total: int = 240
    first: int = 51
    last: int = 100


@bp.get("/ui")
@open_to_all("it shows no data; outside development it is not there")
def gallery() -> ResponseReturnValue:
    """Every macro, with the errors of an empty form shown."""
    if not current_app.config["DEVELOPMENT"]:
        abort(404)
    form = SampleForm(meta={"csrf": False})
    form.minutes.data = -5
    form.full_name.errors = ["Nhập họ và tên."]
    form.minutes.errors = ["Số phút không thể âm."]
    states = [*CaseState, *VisitState, *Result, *Fate]
    return render_template("ui_gallery.html", form=form, states=states, page=SamplePage())
