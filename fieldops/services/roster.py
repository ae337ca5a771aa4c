"""The duty roster: who keeps the office on which day, and so does not go out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.commune import CommuneSettings
from fieldops.domain.errors import Invalid
from fieldops.domain.office import Post
from fieldops.domain.people import Role
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, clocks
from fieldops.services.audit import Actor
from fieldops.store import office as rows
from fieldops.store import people, scope
from fieldops.store.tables import DutyRow, StaffRow, UserRow


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """
    One working day at the office. ``no_appointment`` and ``no_writing`` are the commune's weekdays;
    on those a leader and a registrar must be on duty, and no team goes out.
    """

    on: date
    no_appointment: bool
    no_writing: bool
    duties: tuple[DutyRow, ...]

    @property
    def is_special(self) -> bool:
        return self.no_appointment or self.no_writing

    def at(self, post: Post) -> list[str]:
        """The names at a post."""
        return [_name(duty) for duty in self.duties if duty.post == post]

    @property
    def lacks_lead(self) -> bool:
        return self.is_special and not self.at(Post.LEAD)

    @property
    def lacks_registrar(self) -> bool:
        there = (duty.staff for duty in self.duties)
        return self.is_special and not any(one and one.role == Role.REGISTRAR for one in there)


def _name(duty: DutyRow) -> str:
    person = duty.staff or duty.user
    return person.full_name if person else ""


def week(session: Session, monday: date) -> list[OfficeDay]:
    """The working days of the week that begins on ``monday``."""
    settings, calendar = clocks.settings(session), clocks.calendar(session)
    days = [monday + timedelta(days=n) for n in range(7)]
    duties = rows.duties(session, days[0], days[-1])
    return [_day(day, settings, duties) for day in days if calendar.is_working(day)]


def office_day(session: Session, on: date) -> OfficeDay:
    """One day, working or not."""
    return _day(on, clocks.settings(session), rows.duties(session, on, on))


def _day(on: date, settings: CommuneSettings, duties: Sequence[DutyRow]) -> OfficeDay:
    return OfficeDay(
        on,
        on.weekday() in settings.no_appointment_weekdays,
        on.weekday() in settings.no_writing_weekdays,
        tuple(duty for duty in duties if duty.on == on),
    )


def choices(session: Session) -> tuple[Sequence[UserRow], Sequence[StaffRow]]:
    """Who can lead, and who can be at a desk."""
    return rows.leaders(session), rows.staff(session)


def set_day(
    session: Session,
    actor: Actor,
    on: date,
    lead: int | None,
    posts: Mapping[Post, Collection[int]],
    at: datetime,
) -> list[str]:
    """
    Put these people on duty that day, and nobody else; ``posts`` holds staff ids.

    Gives the names of those whom a published plan sends out that day, for the leader to re-plan.
    Raises Invalid for one person at two posts.
    """
    leaders, staff = choices(session)
    known = {row.id: row for row in staff}
    wanted = [(post, one) for post, ids in posts.items() for one in ids if one in known]
    if len({one for _, one in wanted}) < len(wanted):
        told = Sentence("Một người không trực hai chỗ trong một ngày. Bỏ ở một chỗ.")
        raise Invalid(told, field="write")
    rows.clear_duties(session, on)
    code = scope.current(session)
    session.add_all(
        DutyRow(commune_code=code, on=on, post=post, staff_id=one) for post, one in wanted
    )
    if lead in {row.id for row in leaders}:
        session.add(DutyRow(commune_code=code, on=on, post=Post.LEAD, user_id=lead))
    session.flush()
    audit.record(session, actor, "duty.set", ("duty", on.isoformat()), at, count=len(wanted))
    session.expire_all()
    return [known[one].full_name for _, one in wanted if people.promised_days(session, one, on, on)]
