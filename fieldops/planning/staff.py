"""Who goes once the routes stand: the fewest people that can do the work, fairly shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ortools.sat.python import cp_model

from fieldops.domain.people import Role
from fieldops.domain.plan import Route
from fieldops.planning import rules
from fieldops.planning.problem import Problem, Shift
from fieldops.planning.team_model import Crew, Need, TeamModel
from fieldops.planning.teams import Effort, solver
from fieldops.planning.value import registrar_twice

FINER = 10
"""The objective is in tenths, so that a changed member can cost a tenth: ties change nobody."""


MOST_CHOICES = 5_000
"""Pairs of route and person (or vehicle) beyond which CP-SAT finds nothing in its seconds."""


def few(problem: Problem, routes: Sequence[Route]) -> bool:
    """Whether the routes are so few that other crews can be found for them."""
    return len(routes) * (len(problem.people) + len(problem.vehicles)) <= MOST_CHOICES


def staff(problem: Problem, routes: Sequence[Route], effort: Effort, seed: int) -> list[Route]:
    """
    The same routes with the crews that cost least; as they were where CP-SAT finds none in time.

    Counts people out, intakes and deliveries without a common registrar, and uneven days. A route
    keeps its kind of vehicle, so its times stand.
    """
    if not routes or not few(problem, routes):
        return list(routes)
    ordered = sorted(routes, key=lambda route: (route.day, route.team))
    days = [problem.day_index[route.day] for route in ordered]
    away = [Shift(route.depart, route.back) for route in ordered]
    teams = TeamModel(problem, days, away)
    for slot, route in enumerate(ordered):
        _work(teams, slot, route)
    for rule in rules.FORMING:
        if rule is not rules.books:
            rule.form(teams)
    costs = _costs(teams, ordered)
    teams.cp.minimize(cp_model.LinearExpr.sum(costs))
    teams.hint(_hint(problem, ordered))
    cp = solver(effort, seed)
    cp.parameters.linearization_level = 2  # without its programme better crews are seldom found
    if cp.solve(teams.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return list(routes)
    crews = [crew for crew in teams.crews(cp) if crew is not None]
    return [
        replace(route, people=crew.people, vehicle=crew.vehicle)
        for route, crew in zip(ordered, crews, strict=True)
    ]


def _work(teams: TeamModel, slot: int, route: Route) -> None:
    """The route goes out, by the same kind of vehicle, and serves what its stops need."""
    problem = teams.problem
    teams.cp.add(teams.out[slot] == 1)
    kind = problem.vehicle[route.vehicle].kind
    for index, vehicle in enumerate(problem.vehicles):
        if vehicle.kind != kind:
            teams.cp.add(teams.takes[index, slot] == 0)
    for need in {Need.of(problem.visit[stop.visit_id]): None for stop in route.stops}:
        teams.serve(need, slot, always=True)


def _costs(teams: TeamModel, routes: Sequence[Route]) -> list[cp_model.LinearExprT]:
    weights, people = teams.problem.weights, teams.problem.people
    costs: list[cp_model.LinearExprT] = []
    for (index, slot), goes in teams.goes.items():
        was_in = people[index].id in routes[slot].people
        costs.append((FINER * weights.person_day - was_in) * goes)
    costs += [FINER * weights.other_registrar * one for one in _strangers(teams, routes)]
    costs += [FINER * weights.uneven_day * one for one in _uneven(teams, routes)]
    return costs


def _strangers(teams: TeamModel, routes: Sequence[Route]) -> list[cp_model.LinearExprT]:
    """How many intakes and deliveries, by pair of routes, share no registrar."""
    slot_of = {stop.visit_id: slot for slot, route in enumerate(routes) for stop in route.stops}
    pairs: dict[tuple[int, int], int] = {}
    for link in teams.problem.links:
        ends = (slot_of.get(link.intake_id), slot_of.get(link.delivery_id))
        if ends[0] is not None and ends[1] is not None and registrar_twice(teams.problem, link):
            pairs[ends[0], ends[1]] = pairs.get((ends[0], ends[1]), 0) + 1
    return [
        count * _apart(teams, *pair, shared_by(routes, pair))
        for pair, count in pairs.items()
        if pair[0] != pair[1]
    ]


def shared_by(routes: Sequence[Route], pair: tuple[int, int]) -> set[str]:
    """Who goes with both routes as they are."""
    first, second = pair
    return set(routes[first].people) & set(routes[second].people)


def _apart(teams: TeamModel, first: int, second: int, shared: set[str]) -> cp_model.IntVar:
    """Whether no registrar goes with both; a choice, told how it is now."""
    apart = teams.cp.new_bool_var("")
    together, now = [], False
    for index, person in enumerate(teams.problem.people):
        if Role.REGISTRAR in person.roles:
            both = teams.cp.new_bool_var("")
            teams.cp.add_implication(both, teams.goes[index, first])
            teams.cp.add_implication(both, teams.goes[index, second])
            teams.cp.add_hint(both, person.id in shared)
            together.append(both)
            now = now or person.id in shared
    teams.cp.add_bool_or([*together, apart])
    teams.cp.add_hint(apart, not now)
    return apart


def _uneven(teams: TeamModel, routes: Sequence[Route]) -> list[cp_model.LinearExprT]:
    """For each role, days out of the busiest less those of the least busy."""
    problem, uneven = teams.problem, list[cp_model.LinearExprT]()
    slots = range(len(teams.days))
    was_out = Counter(name for route in routes for name in route.people)
    for role in sorted({role for person in problem.people for role in person.roles}):
        most, least = (teams.cp.new_int_var(0, len(slots), "") for _ in range(2))
        counts = []
        for index, person in enumerate(problem.people):
            if role in person.roles and any(person.hours):
                out = sum(teams.goes[index, slot] for slot in slots)
                teams.cp.add(most >= out)
                teams.cp.add(least <= out)
                counts.append(was_out[person.id])
        teams.cp.add_hint(most, max(counts, default=0))
        teams.cp.add_hint(least, min(counts, default=0))
        uneven.append(most - least)
    return uneven


def _hint(problem: Problem, routes: Sequence[Route]) -> dict[tuple[int, int], Crew]:
    hint: dict[tuple[int, int], Crew] = {}
    for route in routes:
        day = problem.day_index[route.day]
        team = sum(key[0] == day for key in hint)
        hint[day, team] = Crew(day, team, route.people, route.vehicle)
    return hint
