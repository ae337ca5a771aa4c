"""When someone is home: windows of a weekday, or of any day, read and written as people do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from fieldops.domain.units import HOUR, MINUTE, Seconds
from fieldops.registry.names import fold

DAY_STARTS: Seconds = 5 * HOUR
DAY_ENDS: Seconds = 20 * HOUR
"""The widest hours anyone calls: used where a list says only "after" or "before"."""

PARTS_OF_DAY = {
    "sang": (7 * HOUR, 11 * HOUR),
    "trua": (11 * HOUR, 13 * HOUR),
    "chieu": (13 * HOUR, 17 * HOUR),
    "toi": (17 * HOUR, DAY_ENDS),
}
"""What morning, noon, afternoon and evening mean in the hamlets (our own reading)."""

WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")

_ANY_TIME = frozenset({"", "ca ngay", "bat ky", "luc nao cung duoc", "thuong xuyen"})
_FILLER = re.compile(r"\b(?:buoi|o nha|co nha|gio|cac|ngay|hang|va|tu|luc)\b")
_WEEKDAY = re.compile(r"\b(?:thu|t)\s*([2-7])\b|\b(cn|chu nhat)\b")
_CLOCK = r"(\d{1,2})(?:\s*(?:gio|[:hg])\s*(\d{2})?)?"
_BETWEEN = re.compile(rf"{_CLOCK}\s*(?:-|–|den|toi)\s*{_CLOCK}(?!\d)")
_AFTER = re.compile(rf"\b(?:sau|tu)\s*{_CLOCK}")
_BEFORE = re.compile(rf"\b(?:truoc|den)\s*{_CLOCK}")
_PART = re.compile(rf"\b({'|'.join(PARTS_OF_DAY)})\b")


class UnreadableHours(ValueError):
    """Words that name no time."""


class ClosesBeforeOpening(UnreadableHours):
    """A window that ends at or before its start."""


@dataclass(frozen=True, slots=True, order=True)
class HomeWindow:
    """
    Someone is home from ``opens`` until ``closes`` (exclusive), on ``weekday`` (Monday is 0) or,
    with -1, on any day. Raises ClosesBeforeOpening.
    """

    weekday: int
    opens: Seconds
    closes: Seconds

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= 24 * HOUR:
            raise ClosesBeforeOpening


ANY_DAY = -1


def read_hours(text: str) -> tuple[HomeWindow, ...]:
    """
    The windows the words name, sorted; none means any time.

    Takes ``sáng``, ``7h-10h30``, ``sau 14h``, ``T2, T4 sáng; T7 13:00-16:00``, ``cả ngày``.
    A weekday without a time is that whole day. Words that are left over may mean the very
    opposite ("sáng đi chợ"), so they are never skipped. Raises a kind of UnreadableHours.
    """
    groups = re.split(r"[;\n]+", _plain(text))
    return tuple(sorted({window for group in groups for window in _group(group)}))


def _group(group: str) -> Iterator[HomeWindow]:
    """``t2, t4 sang, chieu``: days gather until a time comes; times share the days before."""
    days: list[int] = []
    timed = True
    for piece in group.split(","):
        found, times = _read_piece(piece)
        if found:
            days, timed = (found if timed else days + found), False
        for opens, closes in times:
            timed = True
            yield from (HomeWindow(day, opens, closes) for day in days or [ANY_DAY])
    if not timed:
        yield from (HomeWindow(day, DAY_STARTS, DAY_ENDS) for day in days)


def write_hours(windows: Iterable[HomeWindow]) -> str:
    """The windows in words that ``read_hours`` gives back."""
    return "; ".join(
        f"{_day(w.weekday)}{_clock(w.opens)}-{_clock(w.closes)}" for w in sorted(windows)
    )


def _plain(text: str) -> str:
    """Folded, but with the marks that carry times kept."""
    kept = "".join(c if c in ":;,\n-–" else fold(c) or " " for c in normalize("NFC", text))
    return re.sub(r"[ \t]+", " ", kept)


def _read_piece(piece: str) -> tuple[list[int], list[tuple[Seconds, Seconds]]]:
    days = [int(n) - 2 if n else 6 for n, _ in _WEEKDAY.findall(piece)]
    rest, times = _times(_WEEKDAY.sub(" ", piece))
    if fold(_FILLER.sub(" ", rest)) and fold(rest) not in _ANY_TIME:
        raise UnreadableHours(piece.strip())
    return days, times


def _times(text: str) -> tuple[str, list[tuple[Seconds, Seconds]]]:
    """What is left of the text, and the times it named."""
    if found := _BETWEEN.search(text):
        h1, m1, h2, m2 = found.groups()
        return _BETWEEN.sub(" ", text, 1), [(_seconds(h1, m1), _seconds(h2, m2))]
    if found := _AFTER.search(text):
        return _AFTER.sub(" ", text, 1), [(_seconds(*found.groups()), DAY_ENDS)]
    if found := _BEFORE.search(text):
        return _BEFORE.sub(" ", text, 1), [(DAY_STARTS, _seconds(*found.groups()))]
    return _PART.sub(" ", text), [PARTS_OF_DAY[word] for word in _PART.findall(text)]


def _seconds(hours: str, minutes: str | None) -> Seconds:
    if int(minutes or 0) > 59:
        raise UnreadableHours(f"{hours}:{minutes}")
    return int(hours) * HOUR + int(minutes or 0) * MINUTE


def _day(weekday: int) -> str:
    return "" if weekday == ANY_DAY else f"{WEEKDAYS[weekday]} "


def _clock(seconds: Seconds) -> str:
    return f"{seconds // HOUR}:{seconds % HOUR // MINUTE:02}"
