"""Birth dates as lists and forms write them, read without guessing what is not there."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import fold

OLDEST = 120
"""Years. Nobody on a review list is older; a spreadsheet that shows 1942 as a date gives 1905."""

_EXCEL_EPOCH = date(1899, 12, 30)
_YEARS = range(1850, 2101)
_SERIALS = range(_YEARS.stop, 60_000)
_UNKNOWN = frozenset({"", "khong ro", "khong biet", "khong nho", "chua ro", "kr", "0"})
_LEAD = re.compile(r"^\s*(?:sinh năm|sinh ngày|năm|khoảng|k\.|~|sn\s*:?)\s*", re.IGNORECASE)
_WORDS = re.compile(
    r"^(?:ngày\s+)?(?:(\S{1,2})\s+)?tháng\s+(\S{1,2})\s+năm\s+(\d{4})$", re.IGNORECASE
)
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00)?(?:\.0+)?$")
_BLANK = r"[_.?…*x–—-]{1,4}"
_BETWEEN = r"(?:\s*[/.,\-\\']\s*|\s+)"
_YEAR = re.compile(r"(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(rf"(\d{{1,2}}|{_BLANK}){_BETWEEN}(\d{{4}}|\d{{2}})")
_DAY_MONTH_YEAR = re.compile(
    rf"(\d{{1,2}}|{_BLANK}){_BETWEEN}(\d{{1,2}}|{_BLANK}){_BETWEEN}(\d{{4}}|\d{{2}})"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


class UnreadableBirth(ValueError):
    """Not a date in any habit known here."""


class NoSuchDay(UnreadableBirth):
    """A day the calendar does not have: 31/02/1950."""


class TwoCenturies(UnreadableBirth):
    """Two digits that can mean two centuries: 20 is 1920 or 2020."""


class NotPlausible(UnreadableBirth):
    """Still to come, or longer ago than anyone lives."""


def explain_birth(error: UnreadableBirth, text: str) -> Sentence:
    """What to say of a date that could not be read."""
    said = {"text": text}
    match error:
        case NoSuchDay():
            return Sentence("Ngày sinh {text} không có thật. Sửa lại cho đúng.", said)
        case TwoCenturies():
            return Sentence("Năm sinh {text} hiểu được hai cách. Ghi đủ bốn chữ số của năm.", said)
        case NotPlausible():
            return Sentence(
                "Ngày sinh {text} ở tương lai hoặc quá 120 năm trước. Kiểm tra lại năm sinh.", said
            )
    return Sentence("Không đọc được ngày sinh “{text}”. Ghi 1942, 3/1942 hoặc 12/03/1942.", said)


def read_birth(value: object, today: date) -> PartialDate | None:
    """
    The date of a cell or a form field; None when it says that nobody knows.

    Takes a date, a year as a number, a spreadsheet's day number, and text: ``1942``, ``3/1942``,
    ``12/03/1942``, ``12.3.42``, ``ngày 12 tháng 3 năm 1942``, ``00/00/1942`` and ``__/__/1942``
    (only the year is known), ``khoảng 1942``.
    Raises a kind of UnreadableBirth.
    """
    birth = _read(value, today)
    if birth and (birth.earliest > today or birth.year < today.year - OLDEST):
        raise NotPlausible(value)
    return birth


def _read(value: object, today: date) -> PartialDate | None:
    match value:
        case datetime() | date():
            return PartialDate(value.year, value.month, value.day)
        case bool() | None:
            return None
        case int() | float() if float(value).is_integer():
            return _from_number(int(value))
    return _from_text(str(value), today)


def _from_number(number: int) -> PartialDate:
    if number in _YEARS:
        return PartialDate(number)
    if number in _SERIALS:
        day = _EXCEL_EPOCH + timedelta(days=number)
        return PartialDate(day.year, day.month, day.day)
    raise UnreadableBirth(number)


def _from_text(text: str, today: date) -> PartialDate | None:
    if fold(text) in _UNKNOWN:
        return None
    bare = _MIDNIGHT.sub("", _LEAD.sub("", text).lstrip(" '’").rstrip(" ?'’"))
    bare = bare.rstrip(".,; ")
    if found := _WORDS.fullmatch(bare):
        day, month, year = found.group(1) or "0", *found.group(2, 3)
    elif found := _ISO.fullmatch(bare):
        year, month, day = found.groups()
    elif found := _DAY_MONTH_YEAR.fullmatch(bare):
        day, month, year = found.groups()
    elif found := _MONTH_YEAR.fullmatch(bare):
        day, (month, year) = "0", found.groups()
    elif found := _YEAR.fullmatch(bare):
        day, month, year = "0", "0", bare
    else:
        raise UnreadableBirth(text)
    return _build(_century(year, today), _known(month), _known(day))


def _known(part: str) -> int:
    """A day or month as a number; a blank of the form (``__``, ``..``, ``?``) is not known: 0."""
    return int(part) if part.isdecimal() else 0


def _century(year: str, today: date) -> int:
    """Two digits are of the last century unless they fit this one as well."""
    if len(year) == 4:
        return int(year)
    if 2000 + int(year) <= today.year:
        raise TwoCenturies(year)
    return 1900 + int(year)


def _build(year: int, month: int, day: int) -> PartialDate:
    """0 says unknown, as identity cards write it."""
    try:
        return PartialDate(year, month or None, day or None)
    except ValueError as error:
        raise NoSuchDay(f"{day}/{month}/{year}") from error
