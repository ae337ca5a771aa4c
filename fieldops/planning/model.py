"""The routing model: a problem with its teams formed, as numbers that the rules write into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np

from fieldops.planning.geometry import Ground
from fieldops.planning.kernel.data import FORBIDDEN, NEVER, NO_LUNCH, NO_WAY, Array, Data
from fieldops.planning.problem import Link, Lunch, Problem, Visit, Window, team_letter
from fieldops.planning.team_model import Crew
from fieldops.planning.value import registrar_twice

NO_LIMIT = 1 << 40
_LONGEST = 400
_Key = TypeVar("_Key", bound=Hashable)


class Model:
    """
    What each slot may do and what it costs. A slot is one crew on one day, in the order of days.

    Rules read ``dates``, ``letters``, ``roles``, ``skills``, ``kinds`` (one entry a slot) and write
    by the methods below and into ``start``, ``end``, ``lunch`` and ``capacity``. What slots may do
    and what it costs is kept by ``alike``, for a sort of visits at once: of 14,000 visits few are
    unlike all others.
    """

    def __init__(self, problem: Problem, crews: Sequence[Crew]) -> None:
        self.problem = problem
        self.crews = sorted(crews, key=lambda crew: (crew.day, crew.team))
        self.dates = [problem.days[crew.day].on for crew in self.crews]
        self.letters = [team_letter(crew.team) for crew in self.crews]
        members = [[problem.person[name] for name in crew.people] for crew in self.crews]
        self.roles = [frozenset(r for one in crew for r in one.roles) for crew in members]
        self.skills = [frozenset(s for one in crew for s in one.skills) for crew in members]
        self.kinds = [problem.vehicle[crew.vehicle].kind for crew in self.crews]
        self.index = {visit.id: v for v, visit in enumerate(problem.visits)}
        slots, visits = len(self.crews), len(problem.visits)
        self.start = np.zeros(slots, np.int64)
        self.end = np.full(slots, 24 * 3600, np.int64)
        self.alike = alike(problem)
        self.members = np.bincount(self.alike)
        self.cost = np.zeros((slots, len(self.members)), np.int64)
        self.must = np.array([visit.required for visit in problem.visits], bool)
        self.lunch: Lunch | None = None
        self.capacity = NO_LIMIT
        self.books = np.zeros((visits, len(problem.paper_registers)), np.uint8)
        self._windows: dict[tuple[int, int], list[Window]] = {}
        self._links: list[Link] = []

    def visits_by(self, key: Callable[[Visit], _Key]) -> list[tuple[_Key, list[int]]]:
        """Visits that share the key, by index."""
        groups: dict[_Key, list[int]] = defaultdict(list)
        for index, visit in enumerate(self.problem.visits):
            groups[key(visit)].append(index)
        return list(groups.items())

    def forbid(self, slots: Sequence[bool], visits: Sequence[int]) -> None:
        """The visits may not be made from the slots marked."""
        self.cost[np.ix_(np.array(slots, bool), self._sorts(visits))] = FORBIDDEN

    def charge(self, costs: Sequence[int], visits: Sequence[int]) -> None:
        """The visits cost so much more from each slot."""
        self.cost[:, self._sorts(visits)] += np.array(costs, np.int64)[:, None]

    def _sorts(self, visits: Sequence[int]) -> Array:
        """The sorts of these visits, which must be whole: a rule may not part what is alike."""
        sorts: Array = np.unique(self.alike[np.array(visits, np.int64)])
        if self.members[sorts].sum() != len(visits):
            raise ValueError("a rule tells visits apart that are alike")
        return sorts

    def require(self, visit: int) -> None:
        """The visit counts as required."""
        self.must[visit] = True

    def open_between(self, visits: Sequence[int], day: int, windows: list[Window]) -> None:
        """On that day, service of the visits starts only inside the windows."""
        for sort in self._sorts(visits):
            self._windows[int(sort), day] = windows

    def needs_book(self, register: int, visits: Sequence[int]) -> None:
        """The visits need the paper register of that number."""
        self.books[visits, register] = 1

    def link(self, link: Link) -> None:
        """The delivery follows its intake."""
        self._links.append(link)

    def longest(self) -> int:
        """No route has more stops than this."""
        visits = self.problem.visits
        bounds = [_LONGEST, len(visits)]
        fewest = min((visit.cases for visit in visits), default=0)
        if fewest:
            bounds.append(self.capacity // fewest)
        shortest = min((visit.service + visit.access for visit in visits), default=0)
        if shortest:
            bounds.append(int((self.end - self.start).max(initial=0)) // shortest + 1)
        return max(1, min(bounds))

    def data(self, ground: Ground | None = None) -> Data:
        """The numbers for the kernel; the ground is made here where it is not given."""
        problem, weights = self.problem, self.problem.weights
        visits = problem.visits
        ground = ground or Ground.of(problem)
        hamlets = {name: h for h, name in enumerate(sorted({v.hamlet_id for v in visits}))}
        intake, least, greatest, signed = self._lags()
        delivery_from, deliveries = _grouped(intake, len(visits))
        cost = self.cost + self._moves()
        option_from, options = options_of(cost, self.end >= self.start)
        windows, strangers = self._opening(), weights.other_registrar * self._strangers()
        must = np.where(self.must, weights.required, 0)
        day = _ints(crew.day for crew in self.crews)
        return Data(
            seconds=ground.seconds,
            toll=ground.toll,
            back=ground.back,
            ferries=ground.ferries,
            sails=ground.sails,
            place=_ints(visit.place for visit in visits),
            service=_ints(visit.service for visit in visits),
            access=_ints(visit.access for visit in visits),
            cases=_ints(visit.cases for visit in visits),
            hamlet=_ints(hamlets[visit.hamlet_id] for visit in visits),
            gain=_ints(visit.prize * weights.prize_point for visit in visits) + must + self._kept(),
            windows=windows,
            hull=hull_of(windows),
            intake=intake,
            least=least,
            greatest=greatest,
            signed=signed,
            delivery_from=delivery_from,
            deliveries=deliveries,
            books=self.books,
            asks=self._asks(),
            near=ground.near,
            day=day,
            kind=_ints(ground.kinds.index(kind) for kind in self.kinds),
            start=self.start,
            end=self.end,
            twin=self._twins(cost, strangers),
            ordinal=_ints(each.ordinal for each in problem.days),
            alike=self.alike,
            cost=cost,
            option_from=option_from,
            options=options,
            team_cost=np.full(len(day), weights.team_day + weights.person_day * problem.least_crew),
            strangers=strangers,
            day_from=np.searchsorted(day, np.arange(len(problem.days) + 1)),
            numbers=self._numbers(),
        )

    def _twins(self, cost: Array, strangers: Array) -> Array:
        """For each slot the one before it that is the same in all but its letter, -1 for none."""
        seen: dict[tuple[object, ...], int] = {}
        twins = np.full(len(self.crews), -1, np.int64)
        for slot, crew in enumerate(self.crews):
            hours = (crew.day, self.kinds[slot], self.start[slot], self.end[slot])
            key = (*hours, cost[slot].tobytes(), strangers[slot].tobytes())
            twins[slot] = seen.get(key, -1)
            seen[key] = slot
        return twins

    def _numbers(self) -> Array:
        """The single numbers, in the order that ``kernel.data`` names them."""
        problem, weights, lunch = self.problem, self.problem.weights, self.lunch
        length = NO_LUNCH if lunch is None else lunch.length
        hours = (0, 0) if lunch is None else (lunch.earliest, lunch.latest)
        last = max((each.ordinal for each in problem.days), default=0)
        days = (weights.travel_second, weights.hamlet_day, weights.undelivered, last)
        people = (weights.person_day, problem.least_crew)
        return _ints((problem.base, length, *hours, self.capacity, *days, *people, NO_WAY))

    def _asks(self) -> Array:
        """Crews are trimmed to what their stops ask for once the routes stand: count by role."""
        roles = sorted({role for visit in self.problem.visits for role in visit.roles})
        asks = np.zeros((len(self.problem.visits), len(roles)), np.uint8)
        for v, visit in enumerate(self.problem.visits):
            asks[v] = [role in visit.roles for role in roles]
        return asks

    def _lags(self) -> tuple[Array, Array, Array, Array]:
        count = len(self.problem.visits)
        intake, signed = np.full(count, -1, np.int64), np.zeros(count, np.uint8)
        least, greatest = np.zeros(count, np.int64), np.zeros(count, np.int64)
        for link in self._links:
            delivery = self.index[link.delivery_id]
            intake[delivery] = self.index[link.intake_id]
            least[delivery], greatest[delivery] = link.least, link.greatest
            signed[delivery] = registrar_twice(self.problem, link)
        return intake, least, greatest, signed

    def _opening(self) -> Array:
        most = max((len(windows) for windows in self._windows.values()), default=1)
        shape = (len(self.members), len(self.problem.days), max(most, 1), 2)
        opening = np.zeros(shape, np.int32)
        opening[..., 0] = 1
        opening[:, :, 0] = (0, NEVER)
        for (sort, day), windows in self._windows.items():
            opening[sort, day] = (1, 0)
            for w, window in enumerate(windows):
                opening[sort, day, w] = (window.start, window.end)
        return opening[self.alike]

    def _kept(self) -> Array:
        """What it gains to plan a visit that was published: it is not dropped."""
        return _ints(
            self.problem.weights.dropped * (v.id in self.problem.placed)
            for v in self.problem.visits
        )

    def _moves(self) -> Array:
        """What it costs to have a visit from a slot other than the published one."""
        weights, moves = self.problem.weights, np.zeros(self.cost.shape, np.int64)
        dates, letters = np.array(self.dates, object), np.array(self.letters)
        for placed in self.problem.published:
            other_team = np.where(letters == placed.team, 0, weights.moved_team)
            costs = np.where(dates == placed.on, other_team, weights.moved_day)
            moves[:, self.alike[self.index[placed.visit_id]]] = costs
        return moves

    def _strangers(self) -> Array:
        registrar = [
            i for i, person in enumerate(self.problem.people) if "registrar" in person.roles
        ]
        there = np.zeros((len(self.crews), len(registrar)), np.int64)
        for slot, crew in enumerate(self.crews):
            for column, index in enumerate(registrar):
                there[slot, column] = self.problem.people[index].id in crew.people
        apart: Array = (there @ there.T == 0).astype(np.int64)
        return apart


def alike(problem: Problem) -> Array:
    """For each visit the number of its sort: all of a sort may go, and cost the same, anywhere."""
    alone = {name for pair in problem.together for name in (pair.first_id, pair.second_id)}
    alone |= {pin.visit_id for pin in problem.pins}
    sorts: dict[Hashable, int] = {}

    def sort(visit: Visit) -> int:
        needs = visit.roles, visit.skills, visit.reached_by, visit.windows
        days = visit.release_on, visit.due_on, visit.may_be_late
        placed = problem.placed.get(visit.id)
        where = placed and (placed.on, placed.team)
        own = visit.id if visit.id in alone else None
        return sorts.setdefault((needs, days, where, own), len(sorts))

    return _ints(sort(visit) for visit in problem.visits)


def _ints(values: object) -> Array:
    return np.array(tuple(values), np.int64)  # type: ignore[arg-type]


def _grouped(intake: Array, visits: int) -> tuple[Array, Array]:
    """The deliveries of each intake, one after the other, and where those of each visit begin."""
    deliveries = np.flatnonzero(intake >= 0)
    deliveries = deliveries[np.argsort(intake[deliveries], kind="stable")]
    begin = np.searchsorted(intake[deliveries], np.arange(visits + 1))
    return begin, deliveries.astype(np.int64)


def hull_of(windows: Array) -> Array:
    """From the first opening to the last closing of each day: [visit, day, 2]; (1, 0) for never."""
    opens, closes = windows[..., 0], windows[..., 1]
    shut = opens > closes
    first = np.where(shut, NEVER, opens).min(axis=2)
    last = np.where(shut, -1, closes).max(axis=2)
    return np.stack([first, last], axis=2).astype(np.int32)


def options_of(cost: Array, works: Array) -> tuple[Array, Array]:
    """The slots each visit may be made from, one after the other, and where each visit's begin."""
    may = (cost < FORBIDDEN) & works[:, None]
    begin = np.concatenate([[0], np.cumsum(may.sum(axis=0))]).astype(np.int64)
    return begin, np.nonzero(may.T)[1].astype(np.int64)
