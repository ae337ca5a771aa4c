"""What a plan made again changes, as the leader reads it before accepting: homes, teams, days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fieldops.domain.errors import NotFound
from fieldops.domain.hindrance import Hindrance
from fieldops.domain.plan import Plan, Route, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import Seconds
from fieldops.planning import Appointment, ChangeKind, Mode, differences, plan_from_json
from fieldops.services import plan_view, planning
from fieldops.services.plan_names import helps, id_of
from fieldops.services.plan_request import PlanRequest
from fieldops.services.plan_view import RouteView
from fieldops.store import planning as store
from fieldops.store.tables import HouseholdRow, PlanRow, VisitRow

TOLD = (ChangeKind.DROPPED, ChangeKind.OTHER_DAY, ChangeKind.NEW)
"""What a family must hear of: they were promised a day. Hours are told where one was agreed."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One visit's change; ``why`` says, of one left out, for what reason."""

    kind: ChangeKind
    visit: VisitRow
    before: Appointment | None
    after: Appointment | None
    why: Unplanned | None

    @property
    def home(self) -> HouseholdRow:
        """Whom to tell."""
        return self.visit.household

    @property
    def is_told(self) -> bool:
        """Whether the family must hear of it."""
        return self.kind in TOLD


@dataclass(frozen=True, slots=True)
class TeamDay:
    """One team's day before and after; None where it does not go."""

    day: date
    team: str
    before: RouteView | None
    after: RouteView | None

    @property
    def left(self) -> list[str]:
        """Who goes with the team no more."""
        return _names(self.before, self.after)

    @property
    def joined(self) -> list[str]:
        """Who goes with the team now, and did not."""
        return _names(self.after, self.before)

    @property
    def is_restaffed(self) -> bool:
        """Whether other people or another vehicle go."""
        return bool(self.left or self.joined) or _vehicle(self.before) != _vehicle(self.after)


@dataclass(frozen=True, slots=True)
class ChangesView:
    """All of it; ``kept`` visits stay as the families know them."""

    row: PlanRow
    mode: Mode
    hindrances: tuple[Hindrance, ...]
    lost: tuple[tuple[date, str], ...]
    changes: tuple[ChangeView, ...]
    kept: int
    teams: tuple[TeamDay, ...]
    day_start: Seconds
    day_end: Seconds

    @property
    def told(self) -> list[ChangeView]:
        """Whom to call, gravest first."""
        return [one for one in self.changes if one.is_told]

    @property
    def later(self) -> list[ChangeView]:
        """The same day at another hour."""
        return [one for one in self.changes if one.kind is ChangeKind.OTHER_TIME]

    @property
    def other_teams(self) -> list[ChangeView]:
        """The same day and hour, another team."""
        return [one for one in self.changes if one.kind is ChangeKind.OTHER_TEAM]

    @property
    def counts(self) -> Counter[ChangeKind]:
        """Changes by kind."""
        return Counter(one.kind for one in self.changes)

    @property
    def restaffed(self) -> list[TeamDay]:
        """Team-days with other people or another vehicle."""
        return [one for one in self.teams if one.is_restaffed]


def view(session: Session, plan_id: int) -> ChangesView:
    """What the plan changes; NotFound for one that was not made from a plan in force."""
    row = planning.plan(session, plan_id)
    if row.job.before is None:
        raise NotFound(Sentence("Kế hoạch này lập mới, không phải xếp lại từ kế hoạch khác."))
    request = PlanRequest.from_json(row.job.request)
    before, after = plan_from_json(row.job.before), plan_from_json(row.document)
    changes = _changes(session, before, after)
    planned = sum(not helps(stop.visit_id) for route in after.routes for stop in route.stops)
    moved = sum(one.after is not None for one in changes)
    teams = _teams(session, row, before, after)
    routes = [one for team in teams for one in (team.before, team.after) if one is not None]
    return ChangesView(
        row=row,
        mode=Mode(request.mode),
        hindrances=request.hindrances,
        lost=request.lost,
        changes=changes,
        kept=planned - moved,
        teams=teams,
        day_start=min((one.route.depart for one in routes), default=0),
        day_end=max((one.route.back for one in routes), default=1),
    )


def _changes(session: Session, before: Plan, after: Plan) -> tuple[ChangeView, ...]:
    """Not what the second of two teams does: the family hears of the visit once."""
    found = [one for one in differences(before, after) if not helps(one.visit_id)]
    visits = store.visits_listed(session, {id_of(one.visit_id) for one in found})
    why = {left.visit_id: left for left in after.unplanned}
    return tuple(
        ChangeView(
            one.kind, visits[id_of(one.visit_id)], one.before, one.after, why.get(one.visit_id)
        )
        for one in found
    )


def _teams(session: Session, row: PlanRow, before: Plan, after: Plan) -> tuple[TeamDay, ...]:
    """The team-days that are not as they were; only these are read from the books."""
    was = {_post(route): _who_and_where(route) for route in before.routes}
    now = {_post(route): _who_and_where(route) for route in after.routes}
    posts = sorted(post for post in was.keys() | now if was.get(post) != now.get(post))
    views = [_views(session, row, plan, posts) for plan in (before, after)]
    return tuple(TeamDay(*post, *(view.get(post) for view in views)) for post in posts)


def _post(route: Route) -> tuple[date, str]:
    return route.day, route.team


def _who_and_where(route: Route) -> tuple[set[str], str, list[str]]:
    return set(route.people), route.vehicle, [stop.visit_id for stop in route.stops]


def _views(
    session: Session, row: PlanRow, plan: Plan, posts: Sequence[tuple[date, str]]
) -> dict[tuple[date, str], RouteView]:
    routes = tuple(route for route in plan.routes if _post(route) in posts)
    views = plan_view.route_views(session, Plan(routes), row.totals.get("lunch", 0))
    return {_post(one.route): one for one in views}


def _names(of: RouteView | None, less: RouteView | None) -> list[str]:
    others = set(less.route.people) if less else set()
    return [row.full_name for row in of.people if str(row.id) not in others] if of else []


def _vehicle(one: RouteView | None) -> str | None:
    return one.route.vehicle if one else None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """
    One place for a visit: the day, the team, when it begins, and what it costs.

    ``later`` counts the homes the team then reaches at another time than they were told.
    """

    number: int
    day: date
    team: str
    start: Seconds
    new_team: bool
    seconds: Seconds
    metres: int
    delivered: tuple[date, ...]
    later: int


def places(session: Session, job_id: int) -> tuple[VisitRow, list[PlaceView]]:
    """The visit and its places, best first; NotFound for a job that looked for none."""
    job = planning.job(session, job_id)
    if job.offers is None or job.before is None:
        raise NotFound(Sentence("Lần này không phải tìm chỗ cho một chuyến. Quay lại kế hoạch."))
    visit_id = int(job.request["visit_id"])
    before = plan_from_json(job.before)
    found = [_place(n, one, before) for n, one in enumerate(job.offers["places"], 1)]
    return store.visits(session, {visit_id})[visit_id], found


def _place(number: int, offer: dict[str, object], before: Plan) -> PlaceView:
    after = plan_from_json(offer["plan"])  # type: ignore[arg-type]
    kinds = Counter(one.kind for one in differences(before, after))
    return PlaceView(
        number=number,
        day=date.fromisoformat(str(offer["day"])),
        team=str(offer["team"]),
        start=int(str(offer["start"])),
        new_team=bool(offer["new_team"]),
        seconds=int(str(offer["seconds"])),
        metres=int(str(offer["metres"])),
        delivered=tuple(date.fromisoformat(str(day)) for day in list(offer["delivered"])),  # type: ignore[call-overload]
        later=kinds[ChangeKind.OTHER_TIME],
    )
