"""Who goes with whom: a first hand of teams dealt by role, and a better one chosen by CP-SAT."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from fieldops.domain.people import Role
from fieldops.domain.units import HOUR, Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning import rules
from fieldops.planning.problem import Person, Problem, Shift, Vehicle, Visit
from fieldops.planning.team_model import Crew, Need, TeamModel

MOST_CHOICES = 10_000
"""
Beyond so many (person, slot) and (need, slot) pairs CP-SAT finds nothing better in its time, and
takes a hundred megabytes for it.
"""


def deal(problem: Problem) -> list[Crew]:
    """Teams dealt day by day: vehicles by what they reach, then each role, scarcest first."""
    load = _load_by_role(problem)
    return [crew for day in range(len(problem.days)) for crew in _deal_day(problem, day, load)]


def _load_by_role(problem: Problem) -> Counter[Role]:
    load: Counter[Role] = Counter()
    for visit in problem.visits:
        for role in visit.roles:
            load[role] += visit.service + 1
    return load


def _deal_day(problem: Problem, day: int, load: Counter[Role]) -> list[Crew]:
    people = [person for person in problem.people if person.hours[day] is not None]
    count = min(problem.days[day].max_teams, len(people) // problem.least_crew)
    vehicles = _vehicles(problem, day, count)
    seats = [vehicle.seats for vehicle in vehicles]
    hands: list[list[Person]] = [[] for _ in vehicles]
    for person in _by_scarcity(people, load):
        rank = _role(person, load)
        open_ = [team for team, hand in enumerate(hands) if len(hand) < seats[team]]
        if open_:
            team = min(open_, key=lambda t: (_has(hands[t], rank), len(hands[t]), t))
            hands[team].append(person)
    return [
        Crew(day, team, tuple(person.id for person in hand), vehicle.id)
        for team, (hand, vehicle) in enumerate(zip(hands, vehicles, strict=True))
        if len(hand) >= problem.least_crew
    ]


def _role(person: Person, load: Counter[Role]) -> Role | None:
    return max(sorted(person.roles), key=lambda role: load[role], default=None)


def _has(hand: list[Person], role: Role | None) -> int:
    return sum(role in person.roles for person in hand)


def _by_scarcity(people: Sequence[Person], load: Counter[Role]) -> list[Person]:
    """People of the roles most asked for per head first; among them, those with more skills."""
    heads = Counter(role for person in people for role in person.roles)

    def key(person: Person) -> tuple[float, int, str]:
        role = _role(person, load)
        return (-load[role] / heads[role] if role else 0.0, -len(person.skills), person.id)

    return sorted(people, key=key)


def _vehicles(problem: Problem, day: int, count: int) -> list[Vehicle]:
    """Vehicles for the day's teams, of kinds in proportion to the work they alone reach best."""
    on = problem.days[day].on
    free: dict[VehicleKind, list[Vehicle]] = defaultdict(list)
    for vehicle in sorted(problem.vehicles, key=lambda one: (one.seats, one.id)):
        if (vehicle.days is None or on in vehicle.days) and vehicle.seats >= problem.least_crew:
            free[vehicle.kind].append(vehicle)
    work = _work_by_kind(problem, frozenset(free))
    taken: list[Vehicle] = []
    used: Counter[VehicleKind] = Counter()
    while len(taken) < count and any(free.values()):
        kind = max(
            (kind for kind in sorted(free) if free[kind]),
            key=lambda kind: work[kind] / (used[kind] + 1),
        )
        used[kind] += 1
        taken.append(free[kind].pop())
    return taken


def _work_by_kind(problem: Problem, kinds: frozenset[VehicleKind]) -> dict[VehicleKind, float]:
    work = dict.fromkeys(sorted(kinds), 0.0)
    for visit in problem.visits:
        able = visit.reached_by & kinds
        for kind in able:
            work[kind] += (visit.service + 1) / len(able)
    return work


def spare(problem: Problem, crews: Sequence[Crew]) -> list[Crew]:
    """More teams, of those who stay at home, as far as the day's number of teams goes."""
    out = {(crew.day, name) for crew in crews for name in crew.people}
    gone = {(crew.day, crew.vehicle) for crew in crews}
    days = range(len(problem.days))
    people = tuple(
        replace(
            one,
            hours=tuple(None if (d, one.id) in out else h for d, h in enumerate(one.hours)),
        )
        for one in problem.people
    )
    vehicles = tuple(
        replace(
            one,
            days=frozenset(
                problem.days[d].on
                for d in days
                if (d, one.id) not in gone and (one.days is None or problem.days[d].on in one.days)
            ),
        )
        for one in problem.vehicles
    )
    used = [{crew.team for crew in crews if crew.day == d} for d in days]
    left = tuple(
        replace(day, max_teams=max(0, day.max_teams - len(used[d])))
        for d, day in enumerate(problem.days)
    )
    home = deal(replace(problem, days=left, people=people, vehicles=vehicles))
    free = [iter([t for t in range(100) if t not in used[d]]) for d in days]
    return [replace(crew, team=next(free[crew.day])) for crew in home]


def joined(problem: Problem, crews: Sequence[Crew]) -> list[Crew]:
    """The crews with those who are left over in the free seats, where they work the same hours."""
    joined: list[Crew] = []
    taken = {(crew.day, name) for crew in crews for name in crew.people}
    for crew in crews:
        people = list(crew.people)
        shifts = [problem.person[name].hours[crew.day] for name in people]
        for one in problem.people:
            room = len(people) < problem.vehicle[crew.vehicle].seats
            shift = one.hours[crew.day]
            if room and (crew.day, one.id) not in taken and _covers(shift, shifts):
                taken.add((crew.day, one.id))
                people.append(one.id)
        joined.append(replace(crew, people=tuple(people)))
    return joined


def _covers(shift: Shift | None, others: Sequence[Shift | None]) -> bool:
    """Whether someone with that shift would not shorten the team's day."""
    known = [other for other in others if other is not None]
    return shift is not None and (
        shift.start <= max(other.start for other in known)
        and shift.end >= min(other.end for other in known)
    )


@dataclass(frozen=True, slots=True)
class Effort:
    """How long CP-SAT may look: its own count of work, and the clock where one is kept."""

    work: float
    seconds: float | None = None


def solver(effort: Effort, seed: int) -> cp_model.CpSolver:
    """A solver that gives the same answer for the same work, seed and model."""
    found = cp_model.CpSolver()
    found.parameters.num_workers = 1
    found.parameters.random_seed = seed
    found.parameters.max_deterministic_time = effort.work
    if effort.seconds is not None:
        found.parameters.max_time_in_seconds = max(effort.seconds, 0.01)
    return found


def choose(problem: Problem, hint: Sequence[Crew], effort: Effort, seed: int) -> list[Crew]:
    """
    Teams that could serve most, seen from far: kinds of need and hours, no routes yet.

    Starts from ``hint`` and gives it back where nothing better is found in time. Those whom it
    leaves at home join the teams or form more; crews are trimmed once their routes stand.
    """
    needs = _needs(problem)
    slots = [day for day, each in enumerate(problem.days) for _ in range(each.max_teams)]
    if not needs or len(slots) * (len(needs) + len(problem.people)) > MOST_CHOICES:
        return list(hint)
    teams = TeamModel(problem, slots)
    worth = [_work(teams, need, visits) for need, visits in needs.items()]
    _fill_hours(teams)
    for rule in rules.FORMING:
        rule.form(teams)
    costs = [problem.weights.team_day * out for out in teams.out]
    costs += [problem.weights.person_day * goes for goes in teams.goes.values()]
    teams.cp.maximize(cp_model.LinearExpr.sum([*worth, *(-cost for cost in costs)]))
    teams.hint({(crew.day, crew.team): crew for crew in hint})
    cp = solver(effort, seed)
    cp.parameters.linearization_level = 0  # in these seconds its programme finds less, and is large
    if cp.solve(teams.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return list(hint)
    chosen = [crew for crew in teams.crews(cp) if crew is not None]
    return joined(problem, [*chosen, *spare(problem, chosen)])


def _needs(problem: Problem) -> dict[Need, list[Visit]]:
    groups: dict[Need, list[Visit]] = defaultdict(list)
    for visit in problem.visits:
        groups[Need.of(visit)].append(visit)
    return groups


def _work(teams: TeamModel, need: Need, visits: list[Visit]) -> cp_model.LinearExprT:
    """Counts of the visits of one need in each slot; returns what they are worth."""
    problem = teams.problem
    each = sum(visit.service + visit.access for visit in visits) // len(visits) + _between(problem)
    gain = sum(visit.prize for visit in visits) * problem.weights.prize_point // len(visits)
    done = []
    for slot, day in enumerate(teams.days):
        on = problem.days[day].on
        open_ = sum(
            (v.release_on is None or v.release_on <= on)
            and (v.due_on is None or v.due_on >= on or v.may_be_late)
            for v in visits
        )
        here = teams.serve(need, slot)
        count = teams.cp.new_int_var(0, open_, "")
        teams.cp.add(count <= open_ * here)
        teams.workload[slot].append(each * count)
        if problem.capacity is not None:
            teams.cases[slot].append(max(1, visits[0].cases) * count)
        done.append(count)
    teams.cp.add(sum(done) <= len(visits))
    return gain * sum(done)


def _between(problem: Problem) -> Seconds:
    """Seconds under way per visit, roughly: a quarter of the mean way from the base, doubled."""
    ways = list(problem.travel.values())
    if not ways or not problem.visits:
        return 0
    far = [way.seconds[problem.base, visit.place] for way in ways for visit in problem.visits]
    known = [seconds for seconds in far if seconds >= 0]
    return sum(known) // len(known) // 2 if known else 0


def _fill_hours(teams: TeamModel) -> None:
    """A slot's work fits the hours of each person in it, less lunch and the way out and back."""
    problem = teams.problem
    lunch = problem.lunch.length if problem.lunch else 0
    for slot, day in enumerate(teams.days):
        work = sum(teams.workload[slot])
        teams.cp.add(work <= 24 * HOUR * teams.out[slot])
        for index, person in enumerate(problem.people):
            shift = person.hours[day]
            if shift is not None:
                spare = max(0, shift.end - shift.start - lunch)
                teams.cp.add(work <= spare).only_enforce_if(teams.goes[index, slot])
        if problem.capacity is not None:
            teams.cp.add(sum(teams.cases[slot]) <= problem.capacity)
