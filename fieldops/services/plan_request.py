"""What a leader asks of the planner, and what the answer no is said with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from fieldops.civil.calendar import WorkCalendar
from fieldops.domain.commune import CommuneSettings
from fieldops.domain.errors import Invalid
from fieldops.domain.hindrance import Hindrance
from fieldops.domain.sentences import Sentence

MOST_DAYS = 30
"""Six weeks of working days: the horizon of the law's clocks and of the planner."""

LONGEST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """
    From ``from_on`` to ``to_on`` inclusive, with these people and vehicles.

    At most ``teams`` teams go out on a day, each of ``least_crew`` people or more. The solver
    thinks for ``seconds``. ``keep_published``: what is published stays as it is, the rest is added.
    ``hindrances`` are what the plan must do without. With a ``mode`` (``planning.Mode``) the plan
    starts from the routes in force, less those ``lost``; with ``visit_id`` places for that visit
    are looked for in them.
    """

    from_on: date
    to_on: date
    staff_ids: tuple[int, ...]
    vehicle_ids: tuple[int, ...]
    teams: int = 4
    least_crew: int = 2
    seconds: int = 20
    keep_published: bool = False
    hindrances: tuple[Hindrance, ...] = ()
    mode: str = ""
    lost: tuple[tuple[date, str], ...] = ()
    visit_id: int | None = None
    mark: str = ""
    """Of the routes it started from: see ``plan_standing.mark``."""

    def to_json(self) -> dict[str, Any]:
        """As stored with the job; ``from_json`` gives it back."""
        return asdict(self) | {
            "from_on": self.from_on.isoformat(),
            "to_on": self.to_on.isoformat(),
            "hindrances": [one.to_json() for one in self.hindrances],
            "lost": [[day.isoformat(), team] for day, team in self.lost],
        }

    @staticmethod
    def from_json(document: dict[str, Any]) -> PlanRequest:
        return PlanRequest(
            **document
            | {
                "from_on": date.fromisoformat(document["from_on"]),
                "to_on": date.fromisoformat(document["to_on"]),
                "staff_ids": tuple(document["staff_ids"]),
                "vehicle_ids": tuple(document["vehicle_ids"]),
                "hindrances": tuple(map(Hindrance.from_json, document.get("hindrances", ()))),
                "lost": tuple(
                    (date.fromisoformat(day), team) for day, team in document.get("lost", ())
                ),
            }
        )


def calendar_of(settings: CommuneSettings) -> WorkCalendar:
    """The commune's working days."""
    return WorkCalendar.of(settings.own_days)


def outreach_days(settings: CommuneSettings, from_on: date, to_on: date) -> list[date]:
    """
    The days on which teams may go out, both ends inclusive.

    Working days, less those without appointment or writing: the registrar is at the office then.
    """
    closed = settings.office_weekdays
    return [day for day in working_days(settings, from_on, to_on) if day.weekday() not in closed]


def working_days(settings: CommuneSettings, from_on: date, to_on: date) -> list[date]:
    """The working days from one day to another, both inclusive."""
    calendar = calendar_of(settings)
    return [day for day in _days(from_on, to_on) if calendar.is_working(day)]


def default_horizon(settings: CommuneSettings, today: date, count: int = 10) -> tuple[date, date]:
    """The next ``count`` working days, beginning tomorrow."""
    calendar = calendar_of(settings)
    return calendar.after(today, 1), calendar.after(today, count)


def examine(request: PlanRequest, settings: CommuneSettings, today: date) -> list[date]:
    """The outreach days of a sensible request; Invalid says what to change in any other."""
    _examine_dates(request, today)
    days = outreach_days(settings, request.from_on, request.to_on)
    if not days:
        raise Invalid(
            Sentence(
                "Từ {first} đến {last} không có ngày nào đi cơ sở được: ngày nghỉ, hoặc ngày không"
                " hẹn công chức phải ở trụ sở. Chọn khoảng ngày khác.",
                {"first": request.from_on, "last": request.to_on},
            ),
            field="to_on",
        )
    if len(days) > MOST_DAYS:
        raise Invalid(
            Sentence(
                "Khoảng này có {count} ngày đi cơ sở; mỗi kế hoạch dài nhất {most} ngày. Chọn ngắn"
                " lại.",
                {"count": len(days), "most": MOST_DAYS},
            ),
            field="to_on",
        )
    return days


def _examine_dates(request: PlanRequest, today: date) -> None:
    if request.from_on < today:
        raise Invalid(
            Sentence(
                "Ngày bắt đầu {day} đã qua. Chọn từ hôm nay ({today}) trở đi.",
                {"day": request.from_on, "today": today},
            ),
            field="from_on",
        )
    if request.to_on < request.from_on:
        raise Invalid(
            Sentence(
                "Ngày cuối {last} đứng trước ngày đầu {first}. Chọn lại ngày cuối.",
                {"first": request.from_on, "last": request.to_on},
            ),
            field="to_on",
        )


def _days(from_on: date, to_on: date) -> Iterator[date]:
    for step in range((to_on - from_on).days + 1):
        yield from_on + timedelta(days=step)
