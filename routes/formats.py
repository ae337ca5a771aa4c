"""How values are written for people: dates, times, numbers, sentences, in their language."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import format_decimal, gettext, ngettext
from markupsafe import Markup, escape

from fieldops.domain.facts import ClockTime, Duration, Fact, Label
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
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
    names = (
        gettext("thứ Hai"),
        gettext("thứ Ba"),
        gettext("thứ Tư"),
        gettext("thứ Năm"),
        gettext("thứ Sáu"),
        gettext("thứ Bảy"),
        gettext("Chủ nhật"),
    )
    return f"{names[value.weekday()]} {value:%d/%m}"


def moment(value: datetime | None) -> str:
    """7:30 21/11/2026, local."""
    return "" if value is None else f"{_local(value):%-H:%M %d/%m/%Y}"


def clock(seconds: int | None) -> str:
    """7:30 from seconds after midnight, to the minute below."""
    return "" if seconds is None else f"{seconds // 3600}:{seconds % 3600 // 60:02}"


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
    app.jinja_env.filters["label"] = word
    app.jinja_env.globals["say"] = say


def _local(value: datetime) -> datetime:
    return value.astimezone(ZoneInfo(current_app.config["TIMEZONE"]))
