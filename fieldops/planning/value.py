"""What a plan is worth, counted from the plan alone: gains less costs, in seconds of travel."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from fieldops.domain.people import Role
from fieldops.domain.plan import Plan, Route
from fieldops.planning.problem import Link, Problem


def value(problem: Problem, plan: Plan) -> int:
    """The value of the plan; its own ``value`` is not looked at, unknown ids count nothing."""
    return sum(worth for _, worth in breakdown(problem, plan))


def breakdown(problem: Problem, plan: Plan) -> Iterator[tuple[str, int]]:
    """Each weight by name, and what the plan gains (or, below zero, loses) by it."""
    weights = problem.weights
    where = placements(plan)
    planned = [problem.visit[name] for name in where if name in problem.visit]
    forced = {pin.visit_id for pin in problem.pins}
    yield "prize_point", weights.prize_point * sum(visit.prize for visit in planned)
    musts = sum(visit.required or visit.id in forced for visit in planned)
    yield "required", weights.required * musts
    yield "undelivered", -weights.undelivered * sum(_undelivered(problem, where))
    yield "late_day", -weights.late_day * sum(_late_days(problem, where))
    yield "team_day", -weights.team_day * len(plan.routes)
    yield "person_day", -weights.person_day * sum(len(route.people) for route in plan.routes)
    yield "travel_second", -weights.travel_second * sum(route.travel for route in plan.routes)
    hamlet_days = {(visit.hamlet_id, where[visit.id].day) for visit in planned}
    yield "hamlet_day", -weights.hamlet_day * len(hamlet_days)
    yield "other_registrar", -weights.other_registrar * _strangers(problem, where)
    yield "uneven_day", -weights.uneven_day * uneven_days(problem, plan)
    moved_team, moved_day = _moved(problem, where)
    yield "moved_team", -weights.moved_team * moved_team
    yield "moved_day", -weights.moved_day * moved_day
    yield "dropped", -weights.dropped * sum(p.visit_id not in where for p in problem.published)


def placements(plan: Plan) -> dict[str, Route]:
    """The route of each planned visit."""
    return {stop.visit_id: route for route in plan.routes for stop in route.stops}


def ordinals(problem: Problem) -> dict[date, int]:
    """The working-day ordinal of each day of the horizon."""
    return {day.on: day.ordinal for day in problem.days}


def days_late(problem: Problem, due: date, on: date) -> int:
    """Working days from ``due`` to ``on``; days before the horizon are not counted."""
    return sum(due < day.on <= on for day in problem.days)


def uneven_days(problem: Problem, plan: Plan) -> int:
    """Over all roles: days out of the busiest person of the role, less those of the least busy."""
    out = Counter(name for route in plan.routes for name in route.people)
    by_role: dict[Role, list[int]] = defaultdict(list)
    for person in problem.people:
        if any(person.hours):
            for role in person.roles:
                by_role[role].append(out[person.id])
    return sum(max(counts) - min(counts) for counts in by_role.values())


def registrars(problem: Problem, route: Route) -> frozenset[str]:
    """The people of the route who are registrars."""
    known = (problem.person.get(name) for name in route.people)
    return frozenset(one.id for one in known if one and Role.REGISTRAR in one.roles)


def registrar_twice(problem: Problem, link: Link) -> bool:
    """Whether both visits of the link need a registrar."""
    ends = (problem.visit[link.intake_id], problem.visit[link.delivery_id])
    return all(Role.REGISTRAR in visit.roles for visit in ends)


def _undelivered(problem: Problem, where: dict[str, Route]) -> Iterator[bool]:
    ordinal = ordinals(problem)
    last = max(ordinal.values(), default=0)
    for link in problem.links:
        intake = where.get(link.intake_id)
        if intake is not None and intake.day in ordinal:
            due = ordinal[intake.day] + link.greatest <= last
            yield due and link.delivery_id not in where


def _late_days(problem: Problem, where: dict[str, Route]) -> Iterator[int]:
    for name, route in where.items():
        visit = problem.visit.get(name)
        if visit and visit.may_be_late and visit.due_on:
            yield days_late(problem, visit.due_on, route.day)


def _strangers(problem: Problem, where: dict[str, Route]) -> int:
    pairs = [
        (where.get(link.intake_id), where.get(link.delivery_id))
        for link in problem.links
        if registrar_twice(problem, link)
    ]
    return sum(
        1
        for intake, delivery in pairs
        if intake and delivery and not registrars(problem, intake) & registrars(problem, delivery)
    )


def _moved(problem: Problem, where: dict[str, Route]) -> tuple[int, int]:
    """Visits planned with another team on their published day, and visits on another day."""
    team = day = 0
    for placed in problem.published:
        route = where.get(placed.visit_id)
        if route is not None:
            day += route.day != placed.on
            team += route.day == placed.on and route.team != placed.team
    return team, day
