"""A plan as the desk reads it: the planner's ids joined with people, homes and vehicles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fieldops.domain.commune import CommuneSettings, Ferry
from fieldops.domain.errors import NotFound
from fieldops.domain.plan import Plan, Route, Stop, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.domain.told_hours import ToldHours
from fieldops.domain.units import Seconds
from fieldops.planning import plan_from_json
from fieldops.services.demand import told_of
from fieldops.services.plan_names import helps, id_of, name_of
from fieldops.services.plan_request import outreach_days
from fieldops.services.planning import plan as plan_of
from fieldops.store import planning, scope
from fieldops.store.tables import CommuneRow, HamletRow, PlanRow, StaffRow, VehicleRow, VisitRow


@dataclass(frozen=True, slots=True)
class StopView:
    """
    A stop with the visit it makes. ``late``: after the day the law sets.

    ``beside`` is the other team there at the same time; ``helps``: that one does the cases.
    """

    number: int
    visit: VisitRow
    stop: Stop
    late: bool
    beside: str = ""
    helps: bool = False

    @property
    def told(self) -> tuple[ToldHours, ...]:
        """When neighbours said someone is home, at the try before."""
        return told_of(self.visit)


@dataclass(frozen=True, slots=True)
class RouteView:
    """One team's day. ``nicknames`` are given names, as colleagues call each other."""

    route: Route
    people: tuple[StaffRow, ...]
    nicknames: tuple[str, ...]
    vehicle: VehicleRow | None
    stops: tuple[StopView, ...]
    lunch_end: Seconds | None

    @property
    def number(self) -> int:
        """The team's place in the alphabet, from 1: A is 1."""
        return ord(self.route.team[-1]) - ord("A") + 1

    @property
    def hamlets(self) -> dict[str, int]:
        """Stops by hamlet, in the order the team comes there."""
        return dict(Counter(stop.visit.household.hamlet.name for stop in self.stops))


@dataclass(frozen=True, slots=True)
class RemedyView:
    """Visits that one rule keeps out and one remedy would let in, the most urgent first."""

    remedy: Sentence | None
    reasons: tuple[Sentence, ...]
    visits: tuple[VisitRow, ...]
    why: dict[int, Sentence]
    """The reason of each visit, by its id."""


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """Visits that one rule keeps out, by what would let them in; that of most visits first."""

    rule: str
    proved: bool
    remedies: tuple[RemedyView, ...]

    @property
    def visits(self) -> tuple[VisitRow, ...]:
        """All of them."""
        return tuple(visit for remedy in self.remedies for visit in remedy.visits)


@dataclass(frozen=True, slots=True)
class PlanView:
    """
    A plan by days; days without a team are there too. ``busy`` are those with one.

    Read for one day, it holds that day's routes and nothing of what is left out.
    Deliveries left out with their intake are only counted (``totals["followers"]``): nobody can
    plan them before it.
    """

    row: PlanRow
    days: tuple[date, ...]
    busy: frozenset[date]
    teams: tuple[str, ...]
    routes: dict[tuple[date, str], RouteView]
    left_out: tuple[LeftOutView, ...]
    day_start: Seconds
    day_end: Seconds

    def of_day(self, day: date) -> list[RouteView]:
        """The routes of one day by team."""
        return [self.routes[day, team] for team in self.teams if (day, team) in self.routes]

    def route(self, day: date, team: str) -> RouteView:
        """One team's day; NotFound when the team stays in."""
        if (day, team) not in self.routes:
            raise NotFound(Sentence("Ngày này đội này không đi. Xem lại bảng kế hoạch."))
        return self.routes[day, team]


def overview(session: Session, plan_id: int, day: date | None = None) -> PlanView:
    """As ``view``, for a page that shows homes and no cases: a plan may have a thousand visits."""
    return view(session, plan_id, day, visits=planning.visits_listed)


_Visits = Callable[[Session, Collection[int]], dict[int, VisitRow]]


def view(
    session: Session, plan_id: int, day: date | None = None, *, visits: _Visits = planning.visits
) -> PlanView:
    """The plan of that id, or one day of it, ready to be read; NotFound for another commune's."""
    row = plan_of(session, plan_id)
    plan = plan_from_json(row.document)
    settings = _settings(session)
    shown = plan if day is None else Plan(tuple(one for one in plan.routes if one.day == day))
    known = visits(session, {id_of(one) for one in _visit_ids(shown)})
    routes = _route_views(session, shown, row.totals["lunch"], known)
    return PlanView(
        row=row,
        days=tuple(_days(plan, row, settings)),
        busy=frozenset(route.day for route in plan.routes),
        teams=tuple(sorted({route.team for route in plan.routes})),
        routes={(one.route.day, one.route.team): one for one in routes},
        left_out=_left_out(shown, known),
        day_start=min([settings.day_start, *(route.depart for route in plan.routes)]),
        day_end=max([settings.day_end, *(route.back for route in plan.routes)]),
    )


def _settings(session: Session) -> CommuneSettings:
    commune = session.get_one(CommuneRow, scope.current(session))
    return CommuneSettings.from_json(commune.settings)


def _days(plan: Plan, row: PlanRow, settings: CommuneSettings) -> list[date]:
    """Outreach days by today's settings, and any other day that a route was made for."""
    planned = {route.day for route in plan.routes}
    return sorted(planned | set(outreach_days(settings, row.from_on, row.to_on)))


def route_views(session: Session, plan: Plan, lunch: Seconds) -> list[RouteView]:
    """The routes with their people, vehicles and homes, no cases; ``lunch`` is its length."""
    ids = {id_of(stop.visit_id) for route in plan.routes for stop in route.stops}
    return _route_views(session, plan, lunch, planning.visits_listed(session, ids))


def _visit_ids(plan: Plan) -> Iterator[str]:
    yield from (stop.visit_id for route in plan.routes for stop in route.stops)
    yield from (left.visit_id for left in plan.unplanned)


def _route_views(
    session: Session, plan: Plan, lunch: Seconds, visits: dict[int, VisitRow]
) -> list[RouteView]:
    people = planning.staff_names(session, {int(p) for r in plan.routes for p in r.people})
    vehicles = planning.vehicle_names(session, {int(route.vehicle) for route in plan.routes})
    short, beside = nicknames(people.values()), _beside(plan)
    return [
        RouteView(
            route=route,
            people=tuple(people[int(id_)] for id_ in route.people),
            nicknames=tuple(short[int(id_)] for id_ in route.people),
            vehicle=vehicles.get(int(route.vehicle)),
            stops=tuple(
                _stop(at, stop, visits, route.day, beside.get(stop.visit_id, ""))
                for at, stop in enumerate(route.stops)
            ),
            lunch_end=None if route.lunch_start is None else route.lunch_start + lunch,
        )
        for route in plan.routes
    ]


def _beside(plan: Plan) -> dict[str, str]:
    """By the name of each half of a visit that two teams make, the other one's team."""
    teams = {stop.visit_id: route.team for route in plan.routes for stop in route.stops}
    names = ((name_of(id_of(name)), name) for name in teams if helps(name))
    return {
        half: teams.get(other, "")
        for first, second in names
        for half, other in ((first, second), (second, first))
    }


def _stop(at: int, stop: Stop, visits: dict[int, VisitRow], day: date, beside: str) -> StopView:
    visit = visits[id_of(stop.visit_id)]
    late = visit.due_on is not None and day > visit.due_on
    return StopView(at + 1, visit, stop, late, beside, helps(stop.visit_id))


def _left_out(plan: Plan, visits: dict[int, VisitRow]) -> tuple[LeftOutView, ...]:
    """The rule of most visits first; a visit that two teams would make is told of once."""
    wanted = [
        one
        for one in plan.unplanned
        if not helps(one.visit_id) and not _follows(visits[id_of(one.visit_id)], visits)
    ]
    groups = _alike(wanted, lambda one: (one.rule, one.proved))
    return tuple(
        LeftOutView(
            group[0].rule,
            group[0].proved,
            tuple(_remedy(same, visits) for same in _alike(group, _what_helps)),
        )
        for group in groups
    )


def _alike(left: list[Unplanned], key: Callable[[Unplanned], Hashable]) -> list[list[Unplanned]]:
    """In groups of the same key, the largest first."""
    groups: dict[Hashable, list[Unplanned]] = {}
    for one in left:
        groups.setdefault(key(one), []).append(one)
    return sorted(groups.values(), key=len, reverse=True)


def _follows(visit: VisitRow, left_out: Container[int | None]) -> bool:
    return visit.after_days is not None and visit.link_id in left_out


def _what_helps(one: Unplanned) -> str:
    """The remedy; where none is known, the reason."""
    said = (one.remedy or one.reason).to_json()
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def _remedy(same: list[Unplanned], visits: dict[int, VisitRow]) -> RemedyView:
    why = {id_of(one.visit_id): one.reason for one in same}
    reasons = {json.dumps(reason.to_json(), sort_keys=True): reason for reason in why.values()}
    return RemedyView(
        same[0].remedy, tuple(reasons.values()), _by_urgency(visits[id_] for id_ in why), why
    )


def _by_urgency(visits: Iterable[VisitRow]) -> tuple[VisitRow, ...]:
    return tuple(
        sorted(
            visits,
            key=lambda visit: (
                -visit.priority,
                visit.household.hamlet.name,
                visit.household.sort_key,
                visit.id,
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class GroundView:
    """What a map of the commune shows beneath the routes."""

    commune: CommuneRow
    hamlets: list[HamletRow]
    ferries: tuple[Ferry, ...]


def ground(session: Session) -> GroundView:
    """The commune, its hamlets and its ferries."""
    commune = session.get_one(CommuneRow, scope.current(session))
    ferries = CommuneSettings.from_json(commune.settings).ferries
    return GroundView(commune, planning.hamlets(session), ferries)


def nicknames(people: Collection[StaffRow]) -> dict[int, str]:
    """Given names, by id; two words or the whole name for those who share it."""
    names = {row.id: row.full_name.split() for row in people}
    taken = Counter(" ".join(words[-length:]) for words in names.values() for length in (1, 2))

    def shortest(words: list[str]) -> str:
        shorts = (" ".join(words[-length:]) for length in (1, 2))
        return next((short for short in shorts if taken[short] == 1), " ".join(words))

    return {id_: shortest(words) for id_, words in names.items()}
