"""How values are written for people: dates, times, numbers, sentences, in their language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Protocol
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape

from fieldops.civil.procedures import Fee, ProcedureRule
from fieldops.domain.facts import ClockTime, Duration, Fact, Label
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import HOUR
from routes.words import word


def day(value: date | PartialDate | None) -> str:
    """dd/mm/yyyy; a partial date as far as it is known; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _local(value).date()
    return str(value) if isinstance(value, PartialDate) else value.strftime("%d/%m/%Y")


def weekday(value: date) -> str:
    """thứ Năm 03/12."""
    return f"{_WEEKDAYS[value.weekday()]} {value:%d/%m}"


_WEEKDAYS = (
    _("thứ Hai"),
    _("thứ Ba"),
    _("thứ Tư"),
    _("thứ Năm"),
    _("thứ Sáu"),
    _("thứ Bảy"),
    _("Chủ nhật"),
)


def weekday_names() -> tuple[str, ...]:
    """From thứ Hai to Chủ nhật."""
    return tuple(map(str, _WEEKDAYS))


def moment(value: datetime | None) -> str:
    """7:30 21/11/2026, local."""
    return "" if value is None else f"{_local(value):%-H:%M %d/%m/%Y}"


def clock(seconds: int | None) -> str:
    """7:30 from seconds after midnight, to the minute below."""
    return "" if seconds is None else f"{seconds // 3600}:{seconds % 3600 // 60:02}"


class _Told(Protocol):
    """Hours as the books or a route sheet keep them; Monday is 0."""

    @property
    def weekdays(self) -> tuple[int, ...]: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def told_hours(told: Iterable[_Told]) -> str:
    """thứ Năm, thứ Sáu 7:00–11:00; Chủ nhật."""
    return "; ".join(map(_told, told))


def _told(one: _Told) -> str:
    names = weekday_names()
    days = ", ".join(names[number] for number in one.weekdays) or gettext("mọi ngày")
    whole = one.start == 0 and one.end == 24 * HOUR
    return days if whole else f"{days} {clock(one.start)}–{clock(one.end)}"


def fee(rule: ProcedureRule) -> str:
    """What a procedure costs and who pays less; "chưa ghi" where nothing is known of either."""
    return " · ".join(
        filter(None, (_amount(rule.fee), rule.exemptions and gettext(rule.exemptions)))
    ) or str(gettext("chưa ghi"))


def _amount(value: Fee) -> str:
    if value.dong is None:
        return str(gettext("do tỉnh quy định")) if value.known else ""
    return f"{number(value.dong)} đ" if value.dong else str(gettext("không thu"))


def duration(seconds: int) -> str:
    """1 giờ 20 phút, to the nearest minute."""
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(num)d giờ", "%(num)d giờ", hours))
    if minutes or not hours:
        parts.append(ngettext("%(num)d phút", "%(num)d phút", minutes))
    return " ".join(parts)


def number(value: float) -> str:
    """1.234,5 in Vietnamese."""
    return str(format_decimal(value))


def km(metres: float) -> str:
    """12,3 km; under a kilometre in metres."""
    if metres < 1000:
        return f"{number(round(metres))} m"
    return f"{number(round(metres / 1000, 1))} km"


def say(sentence: Sentence | dict[str, object] | None) -> str:
    """The sentence in the reader's language, its facts written for people."""
    if not sentence:
        return ""
    if isinstance(sentence, dict):
        sentence = Sentence.from_json(sentence)
    template = str(gettext(sentence.template)) if sentence.template else ""
    return template.format(**{name: fact(value) for name, value in sentence.facts.items()})


def fact(value: Fact) -> str:
    """One fact of a sentence."""
    match value:
        case tuple():
            return ", ".join(fact(item) for item in value)
        case date():
            return day(value)
        case ClockTime(seconds):
            return clock(seconds)
        case Duration(seconds):
            return duration(seconds)
        case Label(text):
            return str(gettext(text))
        case Enum():
            return word(value)
        case int() | float():
            return number(value)
    return value


def lines(text: str) -> Markup:
    """Text typed by a person, its line breaks kept."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def install(app: Flask) -> None:
    """Give templates these words as filters, and ``say`` as a global."""
    for filter_ in (day, weekday, moment, clock, duration, number, km, lines):
        app.jinja_env.filters[filter_.__name__] = filter_
    app.jinja_env.filters["told_hours"] = told_hours
    app.jinja_env.filters["fee"] = fee
    app.jinja_env.globals["weekday_names"] = weekday_names
    app.jinja_env.filters["label"] = word
    app.jinja_env.globals["say"] = say


def _local(value: datetime) -> datetime:
    return value.astimezone(ZoneInfo(current_app.config["TIMEZONE"]))
