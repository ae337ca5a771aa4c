"""
All team-days of the horizon in one pool: a kinder problem, whose best value bounds every plan's.

A solution is a number of routes, each of one kind of team (its roles and vehicle). Take any plan
that ``check`` passes, and its routes as they are:

- each is a route here: its kind is the union of what its stops ask for and its vehicle; ways are
  the shortest, ferries without their wait, hours the widest of any such team on any day, and a
  visit's windows those of all its days together; it never makes the only delivery of an intake
  beside that intake, which was days before (one that may follow on the same day counts as any);
- each row holds for it, by the reason that stands where the row is made;
- it is worth as much here, or more: visits count their gain on their best day; a team costs its
  day, the fewest people who have the roles, its ways, and in each hamlet its share of a
  hamlet-day, so that all the teams that may be there on one day pay for it once at most.

Left out, so the bound is weaker by it: which day is which (lags beyond the days that a delivery
may have at all, hours and absences of a day), who is who (skills, the same registrar twice, uneven
days, teams known by letter), deliveries owed, two teams at the same minute, and what fewer teams in
a hamlet on one day than there may be pay for it too little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from fieldops.domain.case import Register
from fieldops.domain.people import Role
from fieldops.domain.units import MINUTE, Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.geometry import tolls
from fieldops.planning.kernel.data import NEVER, NO_LUNCH, Array
from fieldops.planning.kernel.price import Ground
from fieldops.planning.kinds import TeamKind, free, kinds, most_teams, there
from fieldops.planning.outline import Outline, base, some_of, working
from fieldops.planning.problem import Problem
from fieldops.planning.rules.windows import open_on

FINE = 1000
"""Values and prices are whole thousandths of a second of travel: every sum is exact."""

REMEMBERED = 8
"""Neighbours that a route remembers having visited (at most 64, the bits of a word)."""

STEP = 10 * MINUTE
"""Where no cases are counted, a route's length is: its time at doors, in steps of so long."""


@dataclass(frozen=True, slots=True)
class PoolKind:
    """Teams alike in roles and vehicle, on any day. ``spots`` are the visits they may make."""

    roles: frozenset[Role]
    vehicle: VehicleKind
    start: Seconds
    end: Seconds
    crew: int
    spots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tour:
    """A route of the pool: visits in order, one perhaps more than once, and what the way costs."""

    vehicle: VehicleKind
    visits: tuple[int, ...]
    toll: int


class Pool:
    """
    Rows, and what each visit or route takes of them: over all routes at most ``most[row]``.

    ``names[row]`` says what it is of; the rows of ``outline`` have the same names, day by day.
    ``base`` is what no route at all is worth.

    ``along[v]`` are the rows a visit counts in, and how; ``gain[v]`` is what it is worth, in
    ``FINE``. Row v is visit v's own: it is made once.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem, self.outline = problem, Outline(problem)
        self.base = FINE * base(problem)
        self.most = [1] * len(problem.visits)
        self.names: list[Hashable] = [("visit", v) for v in range(len(problem.visits))]
        self.along: list[list[tuple[int, int]]] = [[(v, 1)] for v in range(len(problem.visits))]
        self.days = [self._days(v) for v in range(len(problem.visits))]
        self.gain = [
            FINE * max((self.outline.gains(v, day) for day in days), default=0)
            for v, days in enumerate(self.days)
        ]
        self.teams = [most_teams(problem, day) for day in range(len(problem.days))]
        self.share = FINE * problem.weights.hamlet_day // max(1, *self.teams, 1)
        names = sorted({visit.hamlet_id for visit in problem.visits})
        self.hamlet = [names.index(visit.hamlet_id) % 64 for visit in problem.visits]
        self.kinds = list(_kinds(self))
        self._pairs()
        self._supplies()

    def _days(self, v: int) -> list[int]:
        """The days a visit may be made on; a delivery's have a day of its intake before them."""
        days, link = (
            list(self.outline.when(v)),
            self.problem.intake_of.get(self.problem.visits[v].id),
        )
        if link is None:
            return days
        ordinal = [day.ordinal for day in self.problem.days]
        intake = self.problem.visits.index(self.problem.visit[link.intake_id])
        before = [ordinal[day] for day in self.outline.when(intake)]
        return [
            day
            for day in days
            if any(link.least <= ordinal[day] - each <= link.greatest for each in before)
        ]

    def _row(self, most: int, name: Hashable) -> int:
        self.most.append(most)
        self.names.append(name)
        return len(self.most) - 1

    def _pairs(self) -> None:
        """A delivery is made only if its intake is; two visits at once are made both or neither."""
        index = {visit.id: v for v, visit in enumerate(self.problem.visits)}
        pairs = [(index[link.delivery_id], index[link.intake_id]) for link in self.problem.links]
        for pair in self.problem.together:
            one, two = index[pair.first_id], index[pair.second_id]
            pairs += [(one, two), (two, one)]
        for follows, needed in pairs:
            row = self._row(0, ("after", follows))
            self.along[follows].append((row, 1))
            self.along[needed].append((row, -1))

    def _supplies(self) -> None:
        """Teams, people, vehicles, people of each role or of several, registers: over all days."""
        problem = self.problem
        days = range(len(problem.days))
        here = [there(problem, day) for day in days]
        self.team_row = self._row(sum(self.teams), "teams")
        self.people_row = self._row(sum(map(len, here)), "people")
        self.vehicle_row = {
            vehicle: self._row(sum(len(free(problem, day, vehicle)) for day in days), vehicle)
            for vehicle in sorted({kind.vehicle for kind in self.kinds})
        }
        self.role_row = {
            some: self._row(sum(bool(one.roles & some) for people in here for one in people), some)
            for some in some_of(role for kind in self.kinds for role in kind.roles)
        }
        self.book_row = {
            book: self._row(len(self._days_of(book)), book)
            for book in sorted(problem.paper_registers)
        }

    def _days_of(self, book: Register) -> set[int]:
        """The days on which some visit may need the register: one team a day has it."""
        need = [v for v in range(len(self.days)) if book in self.books_of(v)]
        return {day for v in need for day in self.days[v]}

    def rows_of(self, roles: frozenset[Role], vehicle: VehicleKind, crew: int) -> dict[int, int]:
        """What a team takes of the rows before it makes any visit."""
        rows = {self.team_row: 1, self.people_row: crew, self.vehicle_row[vehicle]: 1}
        return rows | {row: 1 for some, row in self.role_row.items() if roles & some}

    def books_of(self, v: int) -> frozenset[Register]:
        """The paper registers the visit needs."""
        return self.problem.visits[v].registers & self.problem.paper_registers

    def column(self, tour: Tour, share: int) -> tuple[int, dict[int, int]]:
        """What a route is worth that pays so much in each hamlet, and what it takes of the rows."""
        visits = self.problem.visits
        roles = frozenset[Role]().union(*(visits[v].roles for v in tour.visits))
        kind = next(k for k in self.kinds if (k.roles, k.vehicle) == (roles, tour.vehicle))
        rows = self.rows_of(roles, tour.vehicle, kind.crew)
        for book in {book for v in tour.visits for book in self.books_of(v)}:
            rows[self.book_row[book]] = 1
        for v in tour.visits:
            for row, times in self.along[v]:
                rows[row] = rows.get(row, 0) + times
        worth = sum(self.gain[v] for v in tour.visits) - self.goes_out(kind) - tour.toll
        return worth - share * len({self.hamlet[v] for v in tour.visits}), rows

    def goes_out(self, kind: PoolKind) -> int:
        """What a team of the kind costs, in ``FINE``, wherever it goes."""
        weights = self.problem.weights
        return FINE * (weights.team_day + weights.person_day * kind.crew)


def _kinds(pool: Pool) -> Iterator[PoolKind]:
    """The kinds of all days in one, with the visits they may make; none without any."""
    alike: dict[tuple[frozenset[Role], VehicleKind], list[TeamKind]] = defaultdict(list)
    for kind in kinds(pool.problem):
        alike[kind.roles, kind.vehicle].append(kind)
    for (roles, vehicle), some in alike.items():
        spots = tuple(
            v
            for v, visit in enumerate(pool.problem.visits)
            if pool.days[v] and visit.roles <= roles and vehicle in visit.reached_by
        )
        if spots:
            start, end = min(kind.start for kind in some), max(kind.end for kind in some)
            yield PoolKind(roles, vehicle, start, end, min(kind.crew for kind in some), spots)


class Grounds:
    """The kernel's tables for a pool: ``ground[k]`` is that of ``kinds[k]``."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        problem = pool.problem
        vehicles = sorted(problem.travel)
        toll = tolls(problem, vehicles)[1]
        places = [*(visit.place for visit in problem.visits), problem.base]
        self.toll: dict[VehicleKind, Array] = {}
        self.seconds: dict[VehicleKind, Array] = {}
        for vehicle in {kind.vehicle for kind in pool.kinds}:
            way = toll[vehicles.index(vehicle)][np.ix_(places, places)].astype(np.int64)
            self.toll[vehicle] = way * FINE * problem.weights.travel_second
            self.seconds[vehicle] = _shortest(way)
        self.loads, self.capacity = loads(pool)
        self.ground = [self._ground(kind) for kind in pool.kinds]

    def _ground(self, kind: PoolKind) -> Ground:
        visits = [self.pool.problem.visits[v] for v in kind.spots]
        ends = np.ix_([*kind.spots, -1], [*kind.spots, -1])
        seconds = np.ascontiguousarray(self.seconds[kind.vehicle][ends])
        near, bit = _neighbours(seconds[:-1, :-1] + seconds[:-1, :-1].T, self._once(kind))
        return Ground(
            seconds=seconds,
            toll=np.ascontiguousarray(self.toll[kind.vehicle][ends]),
            access=np.array([visit.access for visit in visits], np.int64),
            service=np.array([visit.service for visit in visits], np.int64),
            windows=_windows(self.pool, kind),
            load=np.array([self.loads[v] for v in kind.spots], np.int64),
            hamlet=np.array([1 << self.pool.hamlet[v] for v in kind.spots], np.uint64),
            bit=bit,
            near=near,
            numbers=self._numbers(kind),
        )

    def _once(self, kind: PoolKind) -> Array:
        """A number for each spot; one for an intake and its only delivery, on a later day."""
        problem = self.pool.problem
        known = {visit.id: v for v, visit in enumerate(problem.visits)}
        links = Counter(link.intake_id for link in problem.links)
        after = {
            link.delivery_id: link.intake_id
            for link in problem.links
            if link.least > 0 and links[link.intake_id] == 1
        }
        names = (problem.visits[v].id for v in kind.spots)
        return np.array([known[after.get(name, name)] for name in names], np.int64)

    def _numbers(self, kind: PoolKind) -> Array:
        lunch = self.pool.problem.lunch
        hours = (NO_LUNCH, 0, 0) if lunch is None else (lunch.length, lunch.earliest, lunch.latest)
        return np.array([kind.start, kind.end, *hours, self.capacity, self.pool.share], np.int64)


def loads(pool: Pool) -> tuple[list[int], int]:
    """
    What each visit takes of a route's length, 1 or more, and how long a route may be.

    Cases where they are limited and every visit has some; else time at doors in whole steps. All 0
    where some visit takes no time at all: then routes have no length here.
    """
    problem = pool.problem
    some = [problem.visits[v] for kind in pool.kinds for v in kind.spots]
    if problem.capacity is not None and all(visit.cases for visit in some):
        return [visit.cases for visit in problem.visits], problem.capacity
    stays = [visit.service + visit.access for visit in problem.visits]
    step = min([STEP, *(visit.service + visit.access for visit in some)])
    longest = max((working(k.start, k.end, problem.lunch) for k in pool.kinds), default=0)
    if not step:
        return [0] * len(stays), 0
    return [stay // step for stay in stays], longest // step


def _shortest(way: Array) -> Array:
    """The least time between places by way of any others, which may be less than the table's."""
    least = way.copy()
    np.fill_diagonal(least, 0)
    for place in range(len(least)):
        np.minimum(least, least[:, place, None] + least[None, place, :], out=least)
    return least


def _neighbours(apart: Array, once: Array) -> tuple[Array, Array]:
    """The spots each spot remembers, itself first, and by which bit: see ``Ground``."""
    count = len(apart)
    most = min(REMEMBERED, len(set(once.tolist())))
    near, bit = np.zeros((count, most), np.int64), np.full((count, count), -1, np.int8)
    for spot in range(count):
        apart[spot, once == once[spot]] = -1
        nearest = np.argsort(apart[spot], kind="stable")
        first = np.sort(np.unique(once[nearest], return_index=True)[1])[:most]
        near[spot] = nearest[first]
        for place, other in enumerate(near[spot]):
            bit[spot, once == once[other]] = place
    return near, bit


def _windows(pool: Pool, kind: PoolKind) -> Array:
    """The windows of all days together, those that overlap made one."""
    rows = [_opening(pool.problem, v, pool.days[v]) for v in kind.spots]
    windows = np.zeros((len(rows), max(map(len, rows)), 2), np.int64)
    windows[..., 0] = 1
    for spot, row in enumerate(rows):
        windows[spot, : len(row)] = row
    return windows


def _opening(problem: Problem, v: int, days: Iterable[int]) -> list[tuple[int, int]]:
    visit = problem.visits[v]
    if not visit.windows:
        return [(0, NEVER)]
    each = {(w.start, w.end) for day in days for w in open_on(visit, problem.days[day].on)}
    opening: list[tuple[int, int]] = []
    for start, end in sorted(window for window in each if window[0] <= window[1]):
        if opening and start <= opening[-1][1]:
            opening[-1] = (opening[-1][0], max(end, opening[-1][1]))
        else:
            opening.append((start, end))
    return opening
