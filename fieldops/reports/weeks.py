"""Weeks of field work: visits planned, done and late, for bars side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.domain.facts import Label
from fieldops.domain.sentences import Sentence
from fieldops.reports.period import Window

PLANNED = Sentence("Lượt đến nhà có trong kế hoạch đã công bố, tính theo ngày hẹn.")
DONE = Sentence("Lượt đã làm xong tại nhà, tính theo ngày làm, kể cả lượt ngoài kế hoạch.")
LATE = Sentence("Lượt có hạn chót trong tuần mà hết hạn vẫn chưa làm xong.")


@dataclass(frozen=True, slots=True)
class VisitFact:
    """One visit: the day it was last promised for, the day it was done, and its last legal day."""

    planned_on: date | None = None
    done_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """The counts of one week; ``monday`` names it."""

    monday: date
    planned: int
    done: int
    late: int


def weeks(visits: Sequence[VisitFact], window: Window) -> list[Week]:
    """Every week the window touches, first to last; days outside the window are not counted."""
    return [_week(visits, monday, window) for monday in _mondays(window)]


def weeks_finding(found: Sequence[Week]) -> Sentence:
    """What the bars say, for their title."""
    planned = sum(week.planned for week in found)
    done = sum(week.done for week in found)
    late = sum(week.late for week in found)
    if not planned and not done:
        return Sentence("Chưa có chuyến thăm nào trong kỳ")
    if late:
        return Sentence(
            "Làm xong {done} lượt, hẹn {planned} lượt; {late} lượt để quá hạn",
            {"done": done, "planned": planned, "late": late},
        )
    return Sentence(
        "Làm xong {done} lượt, hẹn {planned} lượt; không lượt nào quá hạn",
        {"done": done, "planned": planned},
    )


SERIES = (
    ("planned", Label("Đã hẹn"), PLANNED),
    ("done", Label("Làm xong"), DONE),
    ("late", Label("Quá hạn"), LATE),
)


def _mondays(window: Window) -> Iterable[date]:
    monday = window.start_on - timedelta(days=window.start_on.weekday())
    while monday <= window.seen_on:
        yield monday
        monday += timedelta(days=7)


def _week(visits: Sequence[VisitFact], monday: date, window: Window) -> Week:
    def here(day: date | None) -> bool:
        return window.within(day) and day is not None and 0 <= (day - monday).days < 7

    return Week(
        monday,
        planned=sum(here(visit.planned_on) for visit in visits),
        done=sum(here(visit.done_on) for visit in visits),
        late=sum(here(visit.due_on) and _was_late(visit, window) for visit in visits),
    )


def _was_late(visit: VisitFact, window: Window) -> bool:
    """Whether its last day passed without it being done; on that day itself it is not late yet."""
    if visit.due_on is None:
        return False
    if visit.done_on is None or visit.done_on > window.seen_on:
        return visit.due_on < window.seen_on
    return visit.done_on > visit.due_on
