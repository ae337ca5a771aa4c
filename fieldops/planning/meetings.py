"""
When two teams meet at a home that asks for both at once: chosen first, then kept by the search.

A meeting is a day and a start. Once it stands, each of the two visits has that one minute as its
window, so the search needs to know nothing of pairs; a half left without the other is taken out of
the routes again. Meetings are tried one pair after another, each on a greedy plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fieldops.domain.plan import Plan, Route
from fieldops.domain.units import HOUR, Seconds
from fieldops.planning.problem import Problem, Together, Visit, Window
from fieldops.planning.rules.windows import open_on
from fieldops.planning.schedule import Tour, schedule

STEP = HOUR // 2
"""Between the starts that are tried; ends of windows and of lunch are tried besides."""

MOST_TRIED = 60
"""Meetings tried for one pair in a small problem; fewer where each try takes longer."""

LARGE = 3_000
"""Visits × tries of one pair."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The day and the start at which both teams are at the door."""

    on: date
    start: Seconds


Meetings = Mapping[Together, Meeting | None]
"""The meeting of each pair; None: the pair is left out."""


def of_plan(problem: Problem, plan: Plan) -> dict[Together, Meeting]:
    """The meetings that the plan has."""
    met = {stop.visit_id: (route, stop) for route in plan.routes for stop in route.stops}
    found = ((pair, met.get(pair.first_id)) for pair in problem.together)
    return {pair: Meeting(at[0].day, at[1].start) for pair, at in found if at}


def appointed(problem: Problem, meetings: Meetings) -> Problem:
    """The problem with these meetings as the only windows of their visits."""
    if not meetings:
        return problem
    times = {
        name: meeting
        for pair, meeting in meetings.items()
        for name in (pair.first_id, pair.second_id)
    }
    visits = (
        replace(visit, windows=_only(visit, times[visit.id])) if visit.id in times else visit
        for visit in problem.visits
    )
    return replace(problem, visits=tuple(visits))


def _only(visit: Visit, meeting: Meeting | None) -> tuple[Window, ...]:
    """The meeting as a window; on a day that never comes where there is none or nobody is home."""
    if meeting is None or not _at_home(visit, meeting):
        return (Window(0, 0, date.min),)
    return (Window(meeting.start, meeting.start, meeting.on),)


def _at_home(visit: Visit, meeting: Meeting) -> bool:
    opened = open_on(visit, meeting.on)
    return not visit.windows or any(w.start <= meeting.start <= w.end for w in opened)


def candidates(problem: Problem, pair: Together) -> list[Meeting]:
    """Meetings worth a try, spread over the days and hours that both visits allow."""
    visits = problem.visit[pair.first_id], problem.visit[pair.second_id]
    found = [
        Meeting(day.on, start)
        for index, day in enumerate(problem.days)
        if day.max_teams > 1 and all(_in_time(visit, day.on) for visit in visits)
        for start in sorted(set(_starts(problem, index, visits)))
        if all(_at_home(visit, Meeting(day.on, start)) for visit in visits)
    ]
    most = max(1, min(MOST_TRIED, LARGE // max(1, len(problem.visits))))
    stride = -(-len(found) // most)
    return found[:: max(1, stride)]


def _in_time(visit: Visit, on: date) -> bool:
    early = visit.release_on is not None and on < visit.release_on
    late = visit.due_on is not None and on > visit.due_on and not visit.may_be_late
    return not (early or late)


def _starts(problem: Problem, day: int, visits: Sequence[Visit]) -> Iterator[Seconds]:
    shifts = [shift for person in problem.people if (shift := person.hours[day])]
    if not shifts:
        return
    first, last = min(shift.start for shift in shifts), max(shift.end for shift in shifts)
    yield from range(first, last, STEP)
    for visit in visits:
        for window in open_on(visit, problem.days[day].on):
            yield from (window.start, window.end)
    if problem.lunch is not None:
        yield problem.lunch.earliest + problem.lunch.length


def whole(problem: Problem, routes: Sequence[Route]) -> list[Route]:
    """The routes without halves that lack the other, and without what followed from them."""
    lone = set(_lone(problem, routes))
    lone |= {link.delivery_id for link in problem.links if link.intake_id in lone}
    made = (_without(problem, route, lone) for route in routes)
    kept = [route for route in made if route is not None]
    return kept if kept == list(routes) else whole(problem, kept)


def _lone(problem: Problem, routes: Iterable[Route]) -> Iterator[str]:
    at = {s.visit_id: (r.day, s.start, r.team) for r in routes for s in r.stops}
    for pair in problem.together:
        first, second = at.get(pair.first_id), at.get(pair.second_id)
        met = first and second and first[:2] == second[:2] and first[2] != second[2]
        if not met:
            yield from (pair.first_id, pair.second_id)


def _without(problem: Problem, route: Route, lone: set[str]) -> Route | None:
    """The route without those stops; None where nothing is left or can be made of it."""
    if not any(stop.visit_id in lone for stop in route.stops):
        return route
    visits = tuple(problem.visit[s.visit_id] for s in route.stops if s.visit_id not in lone)
    if not visits:
        return None
    day = problem.day_index[route.day]
    shifts = [s for name in route.people if (s := problem.person[name].hours[day])]
    start, end = max(s.start for s in shifts), min(s.end for s in shifts)
    tour = Tour(route.day, route.team, route.people, route.vehicle, start, end, visits)
    return schedule(problem, tour)
