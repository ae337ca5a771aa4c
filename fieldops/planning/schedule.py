"""From the order of stops to a route by the clock: every stop's times, and lunch where it fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fieldops.domain.plan import Route, Stop
from fieldops.domain.units import Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.problem import Problem, Visit
from fieldops.planning.rules.windows import open_on
from fieldops.planning.ways import soonest


@dataclass(frozen=True, slots=True)
class Tour:
    """Stops in order for one team: its day, letter, people, vehicle and hours."""

    day: date
    team: str
    people: tuple[str, ...]
    vehicle: str
    start: Seconds
    end: Seconds
    visits: tuple[Visit, ...]


def schedule(problem: Problem, tour: Tour) -> Route | None:
    """The route that is back soonest; None when the stops cannot be made in that order."""
    routes = [_walk(problem, tour, pause) for pause in _pauses(problem, tour)]
    made = [route for route in routes if route is not None]
    if not made:
        return None
    return _leave_late(problem, min(made, key=lambda route: route.back))


@dataclass(frozen=True, slots=True)
class _Pause:
    """
    Where lunch is taken: before the way (0) or after it (n + 1), or at stop ``at``, 1 to n.

    Before the way is before the team's hours too: who begins at one has eaten.
    """

    at: int
    on_arrival: bool = False


def _pauses(problem: Problem, tour: Tour) -> Iterator[_Pause | None]:
    if problem.lunch is None:
        yield None
        return
    yield from (_Pause(0), _Pause(len(tour.visits) + 1))
    for at in range(1, len(tour.visits) + 1):
        yield from (_Pause(at, on_arrival=True), _Pause(at))


def _walk(problem: Problem, tour: Tour, pause: _Pause | None) -> Route | None:
    kind = problem.vehicle[tour.vehicle].kind
    lunch = _eat(problem, 0) if pause == _Pause(0) else None
    depart = leave = max(tour.start, lunch[1]) if lunch else tour.start
    here, metres, travel, stops = problem.base, 0, 0, list[Stop]()
    for number, visit in enumerate(tour.visits, 1):
        leg = soonest(problem, kind, tour.day, here, visit.place, leave)
        if leg is None:
            return None
        ready = leg.arrival
        if pause == _Pause(number, on_arrival=True):
            lunch = _eat(problem, ready)
            ready = lunch[1]
        start = _start(visit, tour.day, ready + visit.access)
        if start is None or (lunch and _too_late(problem, lunch[1])):
            return None
        travel, metres = travel + leg.arrival - leave, metres + leg.metres
        leave = end = start + visit.service
        if pause == _Pause(number):
            lunch = _eat(problem, end)
            leave = lunch[1]
        stops.append(Stop(visit.id, leg.arrival, start, end, leave, leg.metres))
        here = visit.place
    leg = soonest(problem, kind, tour.day, here, problem.base, leave)
    if leg is None or leg.arrival > tour.end:
        return None
    travel, metres = travel + leg.arrival - leave, metres + leg.metres
    if pause is not None and lunch is None:
        lunch = _eat(problem, leg.arrival)
    if lunch and _too_late(problem, lunch[1]):
        return None
    return Route(
        day=tour.day,
        team=tour.team,
        people=tour.people,
        vehicle=tour.vehicle,
        depart=depart,
        back=leg.arrival,
        stops=tuple(stops),
        lunch_start=lunch[0] if lunch else None,
        travel=travel,
        metres=metres,
    )


def _eat(problem: Problem, ready: Seconds) -> tuple[Seconds, Seconds]:
    """From when to when lunch is, for a team that is ready for it then."""
    lunch = problem.lunch
    if lunch is None:
        return ready, ready
    return max(ready, lunch.earliest), max(ready, lunch.earliest) + lunch.length


def _too_late(problem: Problem, eaten: Seconds) -> bool:
    return problem.lunch is not None and eaten > problem.lunch.latest


def _start(visit: Visit, on: date, ready: Seconds) -> Seconds | None:
    if not visit.windows:
        return ready
    opened: Sequence[Seconds] = [
        max(ready, window.start) for window in open_on(visit, on) if ready <= window.end
    ]
    return min(opened, default=None)


def _leave_late(problem: Problem, route: Route) -> Route:
    """The same route, leaving the base as late as the first stop allows."""
    first = route.stops[0]
    visit = problem.visit[first.visit_id]
    spare = first.start - visit.access - first.arrival
    eats_there = route.lunch_start is not None and (route.depart <= route.lunch_start < first.start)
    if spare <= 0 or eats_there:
        return route
    kind: VehicleKind = problem.vehicle[route.vehicle].kind
    depart = route.depart + spare
    leg = soonest(problem, kind, route.day, problem.base, visit.place, depart)
    if leg is None or leg.arrival > first.start - visit.access:
        return route
    saved = (first.arrival - route.depart) - (leg.arrival - depart)
    stops = (replace(first, arrival=leg.arrival, metres=leg.metres), *route.stops[1:])
    metres = route.metres + leg.metres - first.metres
    return replace(route, depart=depart, stops=stops, travel=route.travel - saved, metres=metres)
