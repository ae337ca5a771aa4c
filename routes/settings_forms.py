"""Forms of the settings: what is stored in seconds and JSON, as people type it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from fieldops.domain.commune import CommuneSettings, Ferry
from fieldops.domain.units import MINUTE, Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.services.weights import WEIGHTS
from routes.context import commune
from routes.formats import clock
from routes.forms import DayField, OnceForm
from routes.words import word

NEEDED = InputRequired(_("Nhập một giá trị."))
WEEKDAYS = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)


class ClockField(Field):
    """
    A time of day as offices write it, 7:30; kept as seconds after midnight.

    Not the browser's own box: on an English Windows that one speaks of AM and PM.
    """

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else clock(self.data)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None
        self.data = _read_clock(str(valuelist[0] if valuelist else "").strip())


class ClocksField(Field):
    """Clock times after each other: ``5:30, 6:15``; kept as seconds after midnight, ascending."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(clock(seconds) for seconds in self.data or ())

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        words = re.split(r"[\s,;]+", str(valuelist[0] if valuelist else "").strip())
        self.data = tuple(sorted({_read_clock(text) for text in words if text}))


def _read_clock(text: str) -> Seconds:
    found = re.fullmatch(r"([01]?\d|2[0-3])[:hg.]([0-5]\d)", text)
    if not found:
        raise ValueError(
            gettext("“%(text)s” không phải giờ. Viết như 5:30, 6:15, 14:00.", text=text)
        )
    return int(found[1]) * 3600 + int(found[2]) * 60


class DecimalNumberField(Field):
    """A number with a decimal comma or point, as people write it."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return (
            ""
            if self.data is None
            else f"{self.data:.6f}".rstrip("0").rstrip(".").replace(".", ",")
        )

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = str(valuelist[0] if valuelist else "").strip().replace(",", ".")
        if not re.fullmatch(r"\d{1,6}(\.\d{1,9})?", text):
            self.data = None
            raise ValueError(gettext("Nhập một số, như 1,4."))
        self.data = float(text)


class VersionedForm(OnceForm):
    """A form that remembers which version of the settings it was filled in on."""

    version = HiddenField()


class SettingsForm(VersionedForm):
    """Everything of ``CommuneSettings`` but ferries and weights."""

    day_start = ClockField(_("Giờ đi"), [NEEDED], description=_("Sớm nhất đội rời trụ sở."))
    day_end = ClockField(_("Giờ về"), [NEEDED], description=_("Muộn nhất đội về đến trụ sở."))
    lunch_early = ClockField(_("Nghỉ trưa sớm nhất từ"), [NEEDED])
    lunch_late = ClockField(_("Nghỉ trưa xong muộn nhất lúc"), [NEEDED])
    lunch_length = IntegerField(
        _("Nghỉ trưa dài"), [NEEDED, NumberRange(0, 180, _("Từ 0 đến 180 phút."))]
    )
    no_appointment_weekdays = SelectMultipleField(
        _("Ngày không hẹn"),
        coerce=int,
        description=_("Công chức hộ tịch ở lại một cửa, không đội nào đi."),
    )
    no_writing_weekdays = SelectMultipleField(
        _("Ngày không viết"),
        coerce=int,
        description=_("Cán bộ viết hộ tờ khai tại trụ sở; không đội nào đi."),
    )
    paper_birth_register = BooleanField(
        _("Còn dùng sổ khai sinh giấy"),
        description=_("Mỗi ngày chỉ một đội mang được sổ theo."),
    )
    paper_death_register = BooleanField(
        _("Còn dùng sổ khai tử giấy"), description=_("Mỗi ngày chỉ một đội mang được sổ theo.")
    )
    certified_copies_at_home = BooleanField(
        _("Chứng thực bản sao tại nhà"),
        description=_("Bật khi cấp trên cho phép: đội mang dấu chứng thực đi theo."),
    )
    max_teams = IntegerField(_("Số đội nhiều nhất mỗi ngày"), [NEEDED])
    max_cases_per_team_day = IntegerField(_("Số hồ sơ nhiều nhất mỗi đội mỗi ngày"), [NEEDED])
    motorbike_kmh = DecimalNumberField(_("Xe máy"), [NEEDED])
    car_kmh = DecimalNumberField(_("Ô tô"), [NEEDED])
    boat_kmh = DecimalNumberField(_("Vỏ lãi"), [NEEDED])
    foot_kmh = DecimalNumberField(_("Đi bộ"), [NEEDED])
    detour = DecimalNumberField(
        _("Hệ số đường vòng trên bộ"),
        [NEEDED],
        description=_("Đường thật dài gấp mấy lần đường chim bay."),
    )
    detour_afloat = DecimalNumberField(_("Hệ số đường vòng trên sông"), [NEEDED])
    mooring = IntegerField(_("Lên xuống bến mỗi lần"), [NEEDED])

    WEEKDAYS = ("no_appointment_weekdays", "no_writing_weekdays")
    MINUTES = ("lunch_length", "mooring")
    PLAIN = (
        "day_start",
        "day_end",
        "lunch_early",
        "lunch_late",
        "no_appointment_weekdays",
        "no_writing_weekdays",
        "paper_birth_register",
        "paper_death_register",
        "certified_copies_at_home",
        "max_teams",
        "max_cases_per_team_day",
        "motorbike_kmh",
        "car_kmh",
        "boat_kmh",
        "foot_kmh",
        "detour",
        "detour_afloat",
    )

    @classmethod
    def showing(cls, current: CommuneSettings, version: int) -> SettingsForm:
        """The form filled with what is stored."""
        data: dict[str, Any] = {name: getattr(current, name) for name in cls.PLAIN}
        data |= {name: getattr(current, name) // MINUTE for name in cls.MINUTES}
        for name in cls.WEEKDAYS:
            data[name] = list(getattr(current, name))
        form = cls(data=data | {"version": str(version)})
        for name in cls.WEEKDAYS:
            form[name].choices = list(enumerate(WEEKDAYS))[:5]
        return form

    def settings(self, current: CommuneSettings) -> CommuneSettings:
        """What is stored, with the form's values in place."""
        data = self.data
        changed: dict[str, Any] = {name: data[name] for name in self.PLAIN}
        changed |= {name: data[name] * MINUTE for name in self.MINUTES}
        changed |= {name: tuple(data[name] or ()) for name in self.WEEKDAYS}
        return replace(current, **changed)


class WeightsForm(VersionedForm):
    """One number for each weight of the planner; fields are made from ``WEIGHTS`` below."""

    @classmethod
    def showing(cls, current: CommuneSettings, version: int) -> WeightsForm:
        """The form filled with what is stored, the defaults where nothing is."""
        data = {one.key: current.weights.get(one.key, one.default) for one in WEIGHTS}
        return cls(data=data | {"version": str(version)})

    def settings(self, current: CommuneSettings) -> CommuneSettings:
        """What is stored, with every weight that differs from its default."""
        typed = {one.key: self.data[one.key] for one in WEIGHTS}
        kept = {one.key: typed[one.key] for one in WEIGHTS if typed[one.key] != one.default}
        return replace(current, weights=kept)


for _one in WEIGHTS:
    setattr(
        WeightsForm,
        _one.key,
        IntegerField(_(_one.name.text), [NEEDED], description=_(_one.effect.text)),
    )


class FerryForm(VersionedForm):
    """A crossing between two islets; a bridge is one that makes nobody wait."""

    name = StringField(_("Tên bến hoặc cầu"), [DataRequired(_("Đặt tên.")), Length(max=80)])
    from_islet = StringField(
        _("Từ cồn"), [Length(max=50)], description=_("Để trống là cồn chính, nơi có trụ sở.")
    )
    to_islet = StringField(_("Đến cồn"), [Length(max=50)])
    lat_from = DecimalNumberField(
        _("Bến đi, vĩ độ"), [NEEDED, NumberRange(8, 24, _("Từ 8 đến 24."))]
    )
    lon_from = DecimalNumberField(
        _("Bến đi, kinh độ"), [NEEDED, NumberRange(102, 110, _("Từ 102 đến 110."))]
    )
    lat_to = DecimalNumberField(
        _("Bến đến, vĩ độ"), [NEEDED, NumberRange(8, 24, _("Từ 8 đến 24."))]
    )
    lon_to = DecimalNumberField(
        _("Bến đến, kinh độ"), [NEEDED, NumberRange(102, 110, _("Từ 102 đến 110."))]
    )
    crossing = IntegerField(_("Qua sông mất"), [NEEDED])
    wait = IntegerField(
        _("Thường chờ"), [NEEDED], description=_("Khi phà chạy không theo giờ. Cầu: 0.")
    )
    departures = ClocksField(
        _("Giờ phà chạy"),
        description=_("Như 5:30, 6:15, 7:00. Để trống nếu gọi là chạy, hoặc là cầu."),
    )
    boards = SelectMultipleField(_("Xe qua được"))
    from_on = DayField(_("Chạy từ ngày"), [Optional()])
    to_on = DayField(_("Đến hết ngày"), [Optional()], description=_("Để trống nếu chưa biết."))

    PLAIN = ("name", "from_islet", "to_islet", "departures", "from_on", "to_on")
    POINTS = ("lat_from", "lon_from", "lat_to", "lon_to")

    @classmethod
    def showing(cls, ferry: Ferry | None, version: int) -> FerryForm:
        """The form filled with the crossing, or with what most have."""
        data: dict[str, Any] = {"crossing": 10, "wait": 10, "boards": ["motorbike"]}
        if ferry:
            data = {name: getattr(ferry, name) for name in (*cls.PLAIN, *cls.POINTS)}
            data |= {"crossing": ferry.crossing // MINUTE, "wait": ferry.wait // MINUTE}
            data["boards"] = list(ferry.boards)
        form = cls(data=data | {"version": str(version)})
        form.boards.choices = [
            (kind.value, word(kind)) for kind in VehicleKind if kind != VehicleKind.BOAT
        ]
        return form

    def ferry(self, before: Ferry | None) -> Ferry:
        """The crossing as typed; once a person has changed it, it is no longer the demo's."""
        data = self.data
        plain = {name: data[name] for name in (*self.PLAIN, *self.POINTS)}
        plain |= {
            name: str(data[name] or "").strip() for name in ("name", "from_islet", "to_islet")
        }
        return Ferry(
            **plain,
            crossing=data["crossing"] * MINUTE,
            wait=data["wait"] * MINUTE,
            boards=tuple(data["boards"] or ()),
            demo=bool(before and before.demo and before.departures == data["departures"]),
        )


def settings_version() -> int:
    """The version of the settings as they stand."""
    row = commune()
    return row.version if row else 0


def version_sent() -> int:
    """The version the form was filled in on; -1, which none has, for what is no number."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else -1
