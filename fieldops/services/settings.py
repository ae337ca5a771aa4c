"""Settings of a commune: read, judged and changed, one writer at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.commune import CommuneSettings, Ferry
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import HOUR, MINUTE
from fieldops.registry.names import fold
from fieldops.services import audit, clocks, demand
from fieldops.services.audit import Actor
from fieldops.store import communes
from fieldops.store.tables import HamletRow

SHORTEST_DAY = 2 * HOUR
LONGEST_FERRY = 3 * HOUR
MOST_WEIGHT = 100_000_000
SPEEDS = {"motorbike_kmh": 80, "car_kmh": 90, "boat_kmh": 60, "foot_kmh": 8}
"""The fastest that is believed of each, km/h: beyond it, it is a slip of the hand."""


def current(session: Session) -> CommuneSettings:
    """The settings of the commune the session is inside."""
    return clocks.settings(session)


def save(
    session: Session,
    actor: Actor,
    seen_version: int,
    settings: CommuneSettings,
    today: date,
    at: datetime,
) -> None:
    """
    Replace the settings; Invalid for the first new fault, Conflict when someone saved meanwhile.

    The open visits follow: days off move dates, paper registers bind teams; a closure moves none.
    The audit keeps which settings changed, not from what to what.
    """
    before = current(session)
    for fault in new_faults(before, settings):
        raise fault
    if not communes.replace_settings(session, settings.to_json(), seen_version):
        raise Conflict(
            Sentence("Người khác vừa sửa thiết lập. Tải lại trang rồi sửa trên bản mới nhất.")
        )
    session.expire(communes.current(session))
    changed = [
        f.name for f in fields(settings) if getattr(settings, f.name) != getattr(before, f.name)
    ]
    if changed:
        code = communes.current(session).code
        audit.record(session, actor, "settings.changed", ("commune", code), at, fields=changed)
        if changed != ["closures"]:
            demand.refresh(session, None, today, at)


def new_faults(before: CommuneSettings, after: CommuneSettings) -> list[Invalid]:
    """The faults a change would bring in: an old one elsewhere must not stand in its way."""
    old = [(fault.field, fault.sentence) for fault in faults(before)]
    return [fault for fault in faults(after) if (fault.field, fault.sentence) not in old]


def faults(settings: CommuneSettings) -> list[Invalid]:
    """Everything in the settings that cannot be, each with the field to mend."""
    return [
        *_of_hours(settings),
        *_of_days(settings),
        *_of_teams(settings),
        *_of_travel(settings),
        *(fault for ferry in settings.ferries for fault in ferry_faults(ferry)),
        *_of_weights(settings),
    ]


def _of_hours(s: CommuneSettings) -> Iterator[Invalid]:
    if s.day_end - s.day_start < SHORTEST_DAY:
        yield Invalid(
            Sentence("Giờ về phải sau giờ đi ít nhất 2 giờ. Sửa một trong hai."), field="day_end"
        )
    if s.lunch_length and s.lunch_late - s.lunch_early < s.lunch_length:
        yield Invalid(
            Sentence("Khoảng nghỉ trưa ngắn hơn thời gian nghỉ. Nới khoảng ra hoặc bớt giờ nghỉ."),
            field="lunch_late",
        )


def _of_days(s: CommuneSettings) -> Iterator[Invalid]:
    days = Counter(day.on for day in s.own_days if day.receipts_to is None)
    if twice := tuple(sorted(day for day, times in days.items() if times > 1)):
        yield Invalid(
            Sentence("Ngày {days} đã có trong danh sách. Xóa dòng cũ trước.", {"days": twice}),
            field="off_on",
        )
    if len(s.office_weekdays) > 4:
        yield Invalid(
            Sentence("Phải chừa ít nhất một ngày trong tuần cho đội xuống ấp."),
            field="no_appointment_weekdays",
        )


def _of_teams(s: CommuneSettings) -> Iterator[Invalid]:
    if not 1 <= s.max_teams <= 26:
        yield Invalid(Sentence("Số đội mỗi ngày phải từ 1 đến 26."), field="max_teams")
    if not 1 <= s.max_cases_per_team_day <= 100:
        yield Invalid(
            Sentence("Số hồ sơ mỗi đội mỗi ngày phải từ 1 đến 100."), field="max_cases_per_team_day"
        )


def _of_travel(s: CommuneSettings) -> Iterator[Invalid]:
    for name in ("detour", "detour_afloat"):
        if not 1 <= getattr(s, name) <= 5:
            yield Invalid(Sentence("Hệ số đường vòng phải từ 1 đến 5."), field=name)
    for name, most in SPEEDS.items():
        if not 1 <= getattr(s, name) <= most:
            yield Invalid(
                Sentence("Tốc độ phải từ 1 đến {most} km/giờ.", {"most": most}), field=name
            )
    if not 0 <= s.mooring <= HOUR:
        yield Invalid(Sentence("Thời gian lên xuống bến phải từ 0 đến 60 phút."), field="mooring")


def ferry_faults(ferry: Ferry) -> Iterator[Invalid]:
    """What cannot be of one ferry; the fields are those of ``Ferry``."""
    if not ferry.name.strip():
        yield Invalid(Sentence("Đặt tên cho bến phà hoặc cầu."), field="name")
    if not MINUTE <= ferry.crossing <= LONGEST_FERRY:
        yield Invalid(Sentence("Thời gian qua sông phải từ 1 đến 180 phút."), field="crossing")
    if not 0 <= ferry.wait <= LONGEST_FERRY:
        yield Invalid(Sentence("Thời gian chờ phải từ 0 đến 180 phút."), field="wait")
    if not ferry.boards:
        yield Invalid(Sentence("Chọn ít nhất một loại xe qua được."), field="boards")
    if ferry.from_on and ferry.to_on and ferry.to_on < ferry.from_on:
        yield Invalid(Sentence("Ngày ngừng chạy trước ngày bắt đầu. Sửa lại."), field="to_on")


def _of_weights(s: CommuneSettings) -> Iterator[Invalid]:
    for name, value in s.weights.items():
        if not 0 <= value <= MOST_WEIGHT:
            yield Invalid(
                Sentence("Trọng số phải từ 0 đến {most}.", {"most": MOST_WEIGHT}), field=name
            )


def hamlets(session: Session) -> list[HamletRow]:
    """The hamlets of the commune, in Vietnamese order."""
    return sorted(communes.hamlets(session), key=lambda hamlet: fold(hamlet.name))
