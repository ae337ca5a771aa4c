"""Hôm nay: what needs this person now, by what their role may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.people import Permission, Role, may
from fieldops.domain.shortcoming import Mending, mending
from fieldops.domain.timing import Timing, is_late
from fieldops.services import case_lists, register_desk
from fieldops.services.register_desk import Waiting
from fieldops.store import home as rows
from fieldops.store import shortcomings
from fieldops.store.home import Found
from fieldops.store.tables import HouseholdRow, PlanRow, StaffRow, UserRow, VisitRow

WEEK = timedelta(days=6)
"""Today and the six days after it."""
IDLE = timedelta(days=45)
"""A login unused this long is switched off (habits of security level 3, DOMAIN §5)."""
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Due:
    """Visits due: before today, today, on the six days after; and all that no plan holds yet."""

    late: int
    today: int
    week: int
    unplanned: int
    urgent: Sequence[VisitRow]


@dataclass(frozen=True, slots=True)
class Books:
    """
    What waits at the office: dossiers to finish, entries not in the official systems, papers.

    ``late`` and ``behind`` are all open cases, as the list of cases counts them.
    """

    late: int
    behind: int
    to_register: Sequence[Waiting]
    not_entered: int
    not_entered_days: int
    to_hand_over: int


@dataclass(frozen=True, slots=True)
class ToMend:
    """Shortcomings given to the person and not mended yet."""

    count: int
    deadline: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class Start:
    """What an empty commune still lacks before its first plan."""

    has_households: bool
    has_staff: bool
    has_plan: bool

    @property
    def finished(self) -> bool:
        return self.has_households and self.has_staff and self.has_plan


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A hamlet head's own hamlet."""

    name: str
    households: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Home:
    """Each part is None where the person's work does not touch it."""

    due: Due | None = None
    drafts: Sequence[PlanRow] | None = None
    reviews: int | None = None
    books: Books | None = None
    to_mend: ToMend | None = None
    routes: Sequence[Found] | None = None
    my_routes: Sequence[Found] | None = None
    idle: Sequence[UserRow] | None = None
    start: Start | None = None
    hamlet: Hamlet | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as the answer depends on it."""

    role: Role
    staff_id: int | None
    hamlet_id: int | None
    user_id: int | None = None

    def may(self, permission: Permission) -> bool:
        return may(self.role, permission)


def home(session: Session, asker: Asker, now: datetime, today: date) -> Home:
    """The parts of the page for this person."""
    plans = asker.may(Permission.MAKE_PLANS)
    books = asker.may(Permission.READ_REGISTRATIONS)
    goes_out = asker.may(Permission.GO_OUT) and asker.staff_id is not None
    return Home(
        due=_due(session, today) if asker.may(Permission.READ_DEMAND) else None,
        drafts=rows.draft_plans(session, today) if plans else None,
        reviews=(
            rows.outcomes_to_review(session) if asker.may(Permission.REVIEW_OUTCOMES) else None
        ),
        books=_books(session, today) if books else None,
        to_mend=_to_mend(session, asker, today),
        routes=rows.routes_on(session, today) if asker.may(Permission.READ_PLANS) else None,
        my_routes=rows.routes_on(session, today, asker.staff_id) if goes_out else None,
        idle=(rows.idle_users(session, now - IDLE) if asker.may(Permission.MANAGE_USERS) else None),
        start=_start(session) if plans else None,
        hamlet=_hamlet(session, asker.hamlet_id) if asker.hamlet_id else None,
    )


def _due(session: Session, today: date) -> Due:
    found = rows.due_days(session, today + WEEK)
    return Due(
        late=sum(row.visits for row in found if is_late(row.due_on, today)),
        today=sum(row.visits for row in found if row.due_on == today),
        week=sum(row.visits for row in found if row.due_on > today),
        unplanned=rows.unplanned(session),
        urgent=rows.most_urgent(session, today + WEEK, SHOWN),
    )


def _books(session: Session, today: date) -> Books:
    count, oldest = rows.not_entered(session)
    stand = case_lists.timings(session, today)
    return Books(
        late=stand[Timing.LATE],
        behind=stand[Timing.BEHIND],
        to_register=register_desk.waiting(session, today),
        not_entered=count,
        not_entered_days=(today - oldest).days if oldest else 0,
        to_hand_over=rows.to_hand_over(session),
    )


def _to_mend(session: Session, asker: Asker, today: date) -> ToMend | None:
    if asker.user_id is None or not asker.may(Permission.MEND):
        return None
    count, deadline = shortcomings.to_mend(session, asker.user_id)
    if deadline is None:
        return None
    return ToMend(count, deadline, mending(deadline, None, None, today) is Mending.OVERDUE)


def _start(session: Session) -> Start:
    return Start(
        has_households=rows.has_any(session, HouseholdRow),
        has_staff=rows.has_any(session, StaffRow),
        has_plan=rows.has_any(session, PlanRow),
    )


def _hamlet(session: Session, hamlet_id: int) -> Hamlet:
    return Hamlet(*rows.of_hamlet(session, hamlet_id))
