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
from fieldops.planning.geometry import Ground
from fieldops.planning.limits import Cancelled, Limit, Progress, Report
from fieldops.planning.meetings import Meetings, whole
from fieldops.planning.problem import Problem, team_letter
from fieldops.planning.published import trimmed
from fieldops.planning.reasons import explain
from fieldops.planning.regrouping import allowance, regrouped
from fieldops.planning.rounds import Pace, improve
from fieldops.planning.search import Search, posted
from fieldops.planning.staff import few, staff
from fieldops.planning.team_model import Crew
from fieldops.planning.teams import Effort, choose, deal
from fieldops.planning.value import value

SOLVER, VERSION = "fieldops", "11"
"""The version changes whenever the same problem, seed and count may give another plan."""

SEARCHES = 2
"""Searches side by side, one a core; fixed, so that a count gives the same plan on any machine."""

MOST_CELLS = 200_000
"""Pairs of slot and visit beyond which a second beginning gains less than it costs in memory."""

EACH_REASON = 0.0015
"""Seconds kept for each visit left out: a reason takes a third of that on a quiet machine."""

REASONS = 0.5
"""Seconds kept for both at least, up to half of the time where it is short."""

AT_MOST = 0.15
"""Share of the time that both get at most: many reasons are found, or said to be still unknown."""

QUIET = 30.0
"""Making and checking a plan takes time from the search: the next waits so many times as long."""


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

    staffing = 0.05
    """Share of the time that forms the teams anew once routes stand."""

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
        self.ground = Ground.of(problem)
        self.asked, self.problem = problem, arranged(problem, met or {}, seed, self.ground)
        self.best = as_plan(problem, (), seed)

    def open(self) -> list[Search]:
        """First routes with teams of several beginnings; searches start from the best."""
        begun = self._beginnings()
        self.tell(_best(begun), 0.0)
        with ThreadPoolExecutor(SEARCHES) as pool:
            best = _best(list(pool.map(self._regrouped, begun)))
        self.tell(best, 0.0)
        seeds = range(self.seed + SEARCHES, self.seed + 2 * SEARCHES - 1)
        twins = [Search(best.model, best.data, seed) for seed in seeds]
        for twin in twins:
            twin.start_from(best.best)
        return [best, *twins]

    def _beginnings(self) -> list[Search]:
        """Searches with teams dealt or chosen, each by its own seed; one for a large problem."""
        dealt = self._search(deal(self.problem), self.seed)
        self.tell(dealt, 0.0)
        effort = self._effort(0.1)
        many = len(dealt.model.crews) * len(self.problem.visits) > MOST_CELLS
        seeds = range(self.seed, self.seed + (1 if many else SEARCHES))
        with ThreadPoolExecutor(SEARCHES) as pool:
            return list(pool.map(lambda seed: self._begun(dealt, effort, seed), seeds))

    def _begun(self, dealt: Search, effort: Effort, seed: int) -> Search:
        """A search with teams chosen by that seed, or with those dealt where they do better."""
        chosen = choose(self.problem, dealt.model.crews, effort, seed)
        if chosen != dealt.model.crews:
            other = self._search(chosen, seed)
            if other.score > dealt.score:
                return other
        again = Search(dealt.model, dealt.data, seed)
        again.start_from(dealt.best)
        return again

    def _regrouped(self, search: Search) -> Search:
        """Other vehicles where routes show that they pay."""
        over = allowance(self.limit, self._left)
        if over is None or not search.model.crews:
            return search
        return regrouped(search, self.ground, lambda made: self._stopped() or over(made))

    def _stopped(self) -> bool:
        return bool(self.cancelled and self.cancelled())

    def _left(self) -> float:
        """Seconds that are left; none where there is no clock."""
        return (self.limit.seconds or 0.0) - (time.monotonic() - self.began)

    def _search(self, crews: Sequence[Crew], seed: int) -> Search:
        model = posted(self.problem, crews)
        search = Search(model, model.data(self.ground), seed)
        search.open()
        return search

    def improve(self, searches: list[Search]) -> None:
        """Anneal in rounds until the limit, telling of each better plan."""
        if not self.problem.visits or not searches[0].model.crews:
            return
        pace = Pace(self.limit, self.began, self.searching())
        best = improve(searches, pace, self.heat, self.tell, self.cancelled)
        self.settle(best)
        self._quiet_until = 0.0
        self.tell(best, 1.0)

    def searching(self) -> float:
        """Share of the time that goes to routes; the rest staffs and explains."""
        seconds = max(self.limit.seconds or 1.0, 0.01)
        staffing = self.staffing if few(self.problem, self.best.routes) else 0.0
        wanted = staffing + self._for_reasons() / seconds
        return 1.0 - min(0.5, max(REASONS / seconds, min(AT_MOST, wanted)))

    def _for_reasons(self) -> float:
        """Seconds kept for reasons, by how many visits the best plan leaves out."""
        return EACH_REASON * len(self.best.unplanned)

    def settle(self, search: Search) -> None:
        """Improve what the search alone sees to last; ``replan`` does."""

    def tell(self, search: Search, done: float) -> None:
        """Keep the search's best plan if it is better, and report it."""
        better = search.score > self._told and time.monotonic() >= self._quiet_until
        if better or not self.best.routes:
            self._make(search, done)
        elif self.report:
            self._say(done)

    _told = -(1 << 62)
    _quiet_until = 0.0
    """Until then no plan is made of better routes; by count each is, whatever the clock says."""

    def _make(self, search: Search, done: float) -> None:
        began = time.monotonic()
        plan = self._plan([self.trim(route) for route in search.routes()])
        self._told = search.score
        self._keep(plan, done)
        if self.limit.seconds is not None:
            now = time.monotonic()
            self._quiet_until = now + QUIET * (now - began)

    def trim(self, route: Route) -> Route:
        """The route with whom its stops need: so the search counts people, and so they are told."""
        return trimmed(self.problem, route, ())

    def _keep(self, plan: Plan, done: float) -> None:
        if plan.value > self.best.value and not check(self.problem, plan):
            self.best = plan
        self._say(done)

    def _say(self, done: float) -> None:
        if self.report:
            planned = sum(len(route.stops) for route in self.best.routes)
            self.report(Progress(self.best, planned, len(self.best.unplanned), done))

    def _plan(self, routes: Sequence[Route]) -> Plan:
        return as_plan(
            self.problem, _lettered(self.problem, whole(self.problem, routes)), self.seed
        )

    def finish(self, searches: Sequence[Search]) -> Plan:
        """Staff the routes, and say why visits are left out."""
        staffed = staff(self.problem, self.best.routes, self._staffing(), self.seed)
        self._keep(self._plan(staffed), 1.0)
        return explain(self.asked, self.best, self._rest(), self.ground)

    def _effort(self, share: float) -> Effort:
        """A share of the time that is left; in work where only a count is given."""
        if self.limit.seconds is None:
            return Effort(1.0)
        return Effort(min(4.0, share * self._left()), share * self._left())

    def _staffing(self) -> Effort:
        """What reasons leave of the time that is left: from a tenth of it to three fifths."""
        left = self._rest().seconds
        if left is None:
            return Effort(1.0)
        seconds = max(0.1 * left, min(0.6 * left, left - self._for_reasons()))
        return Effort(min(4.0, seconds), seconds)

    def _rest(self) -> Limit:
        if self.limit.seconds is None:
            return Limit(steps=1)
        return Limit(seconds=max(0.0, self._left()))


def _best(searches: Sequence[Search]) -> Search:
    return max(searches, key=lambda search: search.score)


def as_plan(problem: Problem, routes: Sequence[Route], seed: int) -> Plan:
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
