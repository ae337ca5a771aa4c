"""
Solves a Problem: form teams, open greedily, improve until the limit, staff the routes, explain.

Nothing leaves here that ``check`` has not passed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from fieldops.domain.plan import Plan, Route, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning.arranging import arranged
from fieldops.planning.check import check
from fieldops.planning.limits import Cancelled, Limit, Progress, Report
from fieldops.planning.meetings import Meetings, whole
from fieldops.planning.problem import Problem, team_letter
from fieldops.planning.reasons import explain
from fieldops.planning.search import Search, posted
from fieldops.planning.staff import staff
from fieldops.planning.team_model import Crew
from fieldops.planning.teams import Effort, choose, deal
from fieldops.planning.value import value

SOLVER, VERSION = "fieldops", "1"
"""The version changes whenever the same problem, seed and count may give another plan."""

SEARCHES = 2
"""Searches side by side, one a core; fixed, so that a count gives the same plan on any machine."""

ROUNDS = 3
"""Times that all searches start again from the best of them."""

CHUNKS = 24
"""Looks at the clock (or at the count) over a whole search: reports, cancels, cooling steps."""

SEARCHING = 0.85
"""Share of the time that goes to routes; the rest staffs and explains."""


def solve(
    problem: Problem,
    limit: Limit,
    *,
    seed: int = 1,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> Plan:
    """
    The best plan found within the limit, checked; every visit left out has its reason.

    ``report`` is called with each better plan, first within a second for a commune; ``cancelled``
    is asked often, and True ends the search with the best plan so far. A problem nobody can serve
    gives a plan without routes, not an error.
    """
    work = Work(problem, limit, seed, report, cancelled)
    searches = work.open()
    work.improve(searches)
    return work.finish(searches)


class Work:
    """One call of ``solve``: its clock, its best plan, and who to tell."""

    heat = 1.0
    """How hot the search starts, against what the visits' worth suggests."""

    def __init__(
        self,
        problem: Problem,
        limit: Limit,
        seed: int,
        report: Report | None,
        cancelled: Cancelled | None,
        met: Meetings | None = None,
    ) -> None:
        self.limit, self.seed = limit, seed
        self.report, self.cancelled = report, cancelled
        self.began = time.monotonic()
        self.asked, self.problem = problem, arranged(problem, met or {}, seed)
        self.best = _left_out(problem, (), seed)

    def open(self) -> list[Search]:
        """First plans with dealt teams, then with chosen ones; searches start from the better."""
        dealt = self._search(deal(self.problem))
        self.tell(dealt, 0.0)
        effort = self._effort(0.1)
        chosen = choose(self.problem, dealt.model.crews, effort, self.seed)
        if chosen != dealt.model.crews:
            other = self._search(chosen)
            self.tell(other, 0.0)
            dealt = max(dealt, other, key=lambda search: search.score)
        twins = [Search(dealt.model, dealt.data, self.seed + n) for n in range(1, SEARCHES)]
        for twin in twins:
            twin.start_from(dealt.best)
        return [dealt, *twins]

    def _search(self, crews: Sequence[Crew]) -> Search:
        model = posted(self.problem, crews)
        search = Search(model, model.data(), self.seed)
        search.open()
        return search

    def improve(self, searches: list[Search]) -> None:
        """Anneal in rounds until the limit, telling of each better plan."""
        if not self.problem.visits or not searches[0].model.crews:
            return
        hot, cold = temperatures(searches[0])
        hot = max(cold, self.heat * hot)
        pace = _Pace(self.limit, self.began)
        with ThreadPoolExecutor(SEARCHES) as pool:
            while (done := pace.done()) < 1.0 and not (self.cancelled and self.cancelled()):
                heat = cooling(done, hot, cold)
                steps = pace.steps()
                list(pool.map(lambda one, n=steps, h=heat: one.anneal(n, h, h), searches))
                pace.made(steps)
                best = max(searches, key=lambda search: search.score)
                if pace.new_round():
                    for search in searches:
                        search.start_from(best.best)
                self.tell(best, pace.done())

    def tell(self, search: Search, done: float) -> None:
        """Keep the search's best plan if it is better, and report it."""
        if search.score > self._told or not self.best.routes:
            plan = self._plan(search.routes())
            self._told = search.score
            self._keep(plan, done)
        elif self.report:
            self._say(done)

    _told = -(1 << 62)

    def _keep(self, plan: Plan, done: float) -> None:
        if plan.value > self.best.value and not check(self.problem, plan):
            self.best = plan
        self._say(done)

    def _say(self, done: float) -> None:
        if self.report:
            planned = sum(len(route.stops) for route in self.best.routes)
            self.report(Progress(self.best, planned, len(self.best.unplanned), done))

    def _plan(self, routes: Sequence[Route]) -> Plan:
        return _left_out(
            self.problem, _lettered(self.problem, whole(self.problem, routes)), self.seed
        )

    def finish(self, searches: Sequence[Search]) -> Plan:
        """Staff the routes, and say why visits are left out."""
        staffed = staff(self.problem, self.best.routes, self._effort(0.5), self.seed)
        self._keep(self._plan(staffed), 1.0)
        return explain(self.asked, self.best, self._rest())

    def _effort(self, share: float) -> Effort:
        """A share of the time that is left; in work where only a count is given."""
        if self.limit.seconds is None:
            return Effort(1.0)
        left = self.limit.seconds - (time.monotonic() - self.began)
        return Effort(min(4.0, share * left), share * left)

    def _rest(self) -> Limit:
        if self.limit.seconds is None:
            return Limit(steps=1)
        return Limit(seconds=max(0.0, self.limit.seconds - (time.monotonic() - self.began)))


class _Pace:
    """How far the search has come, and how many steps to make before looking again."""

    def __init__(self, limit: Limit, began: float) -> None:
        self.limit, self.began = limit, began
        self.count, self.round, self.speed = 0, 1, 0.0
        self.since = time.monotonic()

    def done(self) -> float:
        """From 0 to 1, by the clock or by the count, whichever is further."""
        done = 0.0
        if self.limit.seconds is not None:
            spent = time.monotonic() - self.began
            done = spent / max(self.limit.seconds * SEARCHING, 1e-9)
        if self.limit.steps is not None:
            done = max(done, self.count / max(self.limit.steps, 1))
        return min(done, 1.0)

    def steps(self) -> int:
        """By count alone: a fixed part. By the clock: what the last pace makes in a part of it."""
        part = self.limit.steps and max(1, -(-self.limit.steps // CHUNKS))
        if self.limit.seconds is None:
            return min(part or 1, (self.limit.steps or 1) - self.count)
        slice_ = min(0.25, self.limit.seconds / CHUNKS)
        timed = max(1, int(self.speed * slice_)) if self.speed else 20
        return min(timed, part) if part else timed

    def made(self, steps: int) -> None:
        """Note the steps just made, and how fast."""
        self.count += steps
        now = time.monotonic()
        self.speed = steps / max(now - self.since, 1e-6)
        self.since = now

    def new_round(self) -> bool:
        """Whether a round has just ended."""
        if self.done() * ROUNDS < self.round:
            return False
        self.round += 1
        return True


def temperatures(search: Search) -> tuple[float, float]:
    """From what heat to what heat to cool, by what visits of this problem are worth."""
    gains = sorted(int(gain) for gain in search.data.gain if gain > 0)
    typical = gains[len(gains) // 2] if gains else 1000
    return max(50.0, 0.1 * min(typical, 30_000)), max(2.0, 0.001 * min(typical, 30_000))


def cooling(done: float, hot: float, cold: float) -> float:
    """The heat at that point: each round starts less hot than the one before."""
    number = min(int(done * ROUNDS), ROUNDS - 1)
    within = done * ROUNDS - number
    top = hot * 0.3**number
    return float(top * (cold / top) ** within)


def _left_out(problem: Problem, routes: Sequence[Route], seed: int) -> Plan:
    """A plan of these routes, its figures counted, with no reasons yet."""
    planned = {stop.visit_id for route in routes for stop in route.stops}
    reason = Sentence("Chưa tìm lý do.")
    left = tuple(Unplanned(v.id, "", reason) for v in problem.visits if v.id not in planned)
    plan = Plan(
        routes=tuple(sorted(routes, key=lambda route: (route.day, route.team))),
        unplanned=left,
        travel=sum(route.travel for route in routes),
        metres=sum(route.metres for route in routes),
        seed=seed,
        solver=SOLVER,
        solver_version=VERSION,
    )
    return replace(plan, value=value(problem, plan))


def _lettered(problem: Problem, routes: Sequence[Route]) -> list[Route]:
    """Letters from A each day without gaps, unless someone already knows the teams by letter."""
    if problem.published or any(pin.team for pin in problem.pins):
        return list(routes)
    lettered: list[Route] = []
    for route in sorted(routes, key=lambda route: (route.day, route.team)):
        index = sum(other.day == route.day for other in lettered)
        lettered.append(replace(route, team=team_letter(index)))
    return lettered
