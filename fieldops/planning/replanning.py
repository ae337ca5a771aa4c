"""
Plans again after something has happened: from the published routes, changing as little as pays.

What still stands of the plan in force is loaded first; new visits, and those that lost their team,
are put in; then the search improves on it as far as its mode lets it move what was published.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from fieldops.domain.plan import Plan, Route, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning.changes import Change, Mode, changes
from fieldops.planning.check import check
from fieldops.planning.limits import Cancelled, Limit, Report
from fieldops.planning.meetings import of_plan
from fieldops.planning.model import Model
from fieldops.planning.problem import Placed, Problem
from fieldops.planning.published import in_force, number_of, remaining_crews, trimmed
from fieldops.planning.reasons import SEARCH, explain
from fieldops.planning.search import Search, posted
from fieldops.planning.solver import SEARCHES, Work
from fieldops.planning.standing import Rows, standing
from fieldops.planning.team_model import Crew
from fieldops.planning.teams import joined, spare

KEPT = "kept"
"""The reason of a visit that fits on another day, but was to keep the one it had."""

SETTLING = 0.15
"""Share of the time, at most, for calling visits back to their days."""

MOST_TRIES = 400
"""Orders in which visits are put in when nothing else may move; more found nothing better."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """
    The new plan, what it changes, and the visits whose published place was gone.

    ``problem`` is the one solved, with what was published in it: check the plan against it.
    """

    problem: Problem
    plan: Plan
    changes: tuple[Change, ...]
    displaced: tuple[str, ...]


def replan(
    problem: Problem,
    before: Plan,
    mode: Mode,
    limit: Limit,
    *,
    seed: int = 1,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> Replanned:
    """
    The best plan found within the limit that starts from ``before``, the plan in force.

    ``problem`` is as things are now: who is there, the visits still to make. What has been started
    is pinned ``unmoved``. Pins go before the mode. A published day that is past, or no day of the
    horizon, holds nothing.
    """
    given = in_force(problem, before)
    work = _Work(given, before, mode, limit, seed, report, cancelled)
    searches = work.open()
    work.improve(searches)
    plan = _with_kept(given, mode, work.finish(searches))
    return Replanned(given, plan, changes(given, plan), work.displaced)


class _Work(Work):
    """One call of ``replan``."""

    heat = 0.3  # the published routes are a good start: hotter, the first seconds only undo them
    staffing = 0.0  # people know with whom they go

    def __init__(
        self,
        problem: Problem,
        before: Plan,
        mode: Mode,
        limit: Limit,
        seed: int,
        report: Report | None,
        cancelled: Cancelled | None,
    ) -> None:
        super().__init__(problem, limit, seed, report, cancelled, of_plan(problem, before))
        self.before, self.mode = before, mode
        self.usual = remaining_crews(problem, before)
        self.displaced: tuple[str, ...] = ()

    def open(self) -> list[Search]:
        """Stand on the published routes, put in what is loose; idle people help, or make teams."""
        usual, problem = self.usual, self.problem
        more = joined(problem, [*usual, *spare(problem, usual)])
        fuller = joined(problem, usual)
        others = joined(problem, [*fuller, *spare(problem, fuller)])
        stands = [self._stand(crews) for crews in ([more] if more == others else [more, others])]
        rows, best = max(stands, key=lambda stand: self._worth(*stand))
        self.displaced = self._displaced(rows)
        if self.mode is Mode.INSERT:
            self._keep_standing(best)
        self.tell(best, 0.0)
        twins = [Search(best.model, best.data, self.seed + n) for n in range(1, SEARCHES)]
        for twin in twins:
            twin.start_from(best.best)
        return [best, *twins]

    def _stand(self, crews: Sequence[Crew]) -> tuple[Rows, Search]:
        model = posted(self.problem, crews)
        if self.mode is Mode.KEEP_DAYS:
            _hold_days(model)
        search = Search(model, model.data(self.ground), self.seed)
        rows = standing(search.data, model.longest(), _rows(model, self.before))
        search.load(rows)
        search.open()
        if self.mode is not Mode.INSERT:
            search.press(_urgent(search))
        return rows, search

    def _worth(self, rows: Rows, search: Search) -> tuple[int, int]:
        stand = sum(map(len, rows)) if self.mode is Mode.INSERT else 0
        return stand, search.score

    def _displaced(self, rows: Rows) -> tuple[str, ...]:
        stand = {self.problem.visits[v].id for row in rows for v in row}
        return tuple(
            placed.visit_id
            for placed in self.problem.published
            if placed.visit_id not in stand and placed.on in self.problem.day_index
        )

    def _keep_standing(self, search: Search) -> None:
        """What stands is the plan to beat, even if it were worth less than to stay at home."""
        plan = self._plan([self.trim(route) for route in search.routes()])
        if not check(self.problem, plan):
            self.best = plan

    def improve(self, searches: list[Search]) -> None:
        """As ``solve`` does; where nothing may move, by trying other orders of putting in."""
        if self.mode is not Mode.INSERT:
            super().improve(searches)
            return
        search = searches[0]
        chance = np.random.default_rng(self.seed)
        most = min(MOST_TRIES, self.limit.steps or MOST_TRIES)
        for number in range(most):
            if self._late() or (self.cancelled and self.cancelled()):
                break
            search.reopen(chance)
            if (number + 1) % 50 == 0:
                self.tell(search, number / most)
        self.tell(search, 1.0)

    def settle(self, search: Search) -> None:
        """Call back to its day each visit that was moved, while time and leader allow it."""
        index, days = search.model.index, self.problem.day_index
        until = time.monotonic() + SETTLING * (self.limit.seconds or math.inf)
        search.call_back(
            {index[one.visit_id]: days[one.on] for one in _held(self.problem)},
            lambda: self._stopped() or time.monotonic() > until,
        )

    def _late(self) -> bool:
        if self.limit.seconds is None:
            return False
        return time.monotonic() - self.began > 0.5 * self.limit.seconds

    def finish(self, searches: Sequence[Search]) -> Plan:
        """
        Say why visits are left out.

        The teams are not formed anew, as ``solve`` does: people know with whom they go.
        """
        self._say(1.0)
        return explain(self.problem, self.best, self._rest(), self.ground)

    def trim(self, route: Route) -> Route:
        """Home with who merely helped; the published team stays together."""
        usual = {(crew.day, crew.team): crew.people for crew in self.usual}
        return trimmed(self.problem, route, usual.get(self._post(route), ()))

    def _post(self, route: Route) -> tuple[int, int]:
        return self.problem.day_index[route.day], number_of(route.team)


def _urgent(search: Search) -> list[int]:
    """What must be made and is still left out, dearest first; deliveries follow their intakes."""
    must, data = search.model.must, search.data
    loose = np.flatnonzero((search.state.slot < 0) & must & (data.intake < 0))
    return sorted((int(v) for v in loose), key=lambda v: -int(data.gain[v]))


def _rows(model: Model, before: Plan) -> Rows:
    """The published stops of each slot, in order."""
    slot_of = {post: slot for slot, post in enumerate(zip(model.dates, model.letters, strict=True))}
    rows: Rows = [[] for _ in model.crews]
    for route in before.routes:
        slot = slot_of.get((route.day, route.team))
        if slot is not None:
            known = (model.index.get(stop.visit_id) for stop in route.stops)
            rows[slot] = [v for v in known if v is not None]
    return rows


def _held(problem: Problem) -> list[Placed]:
    """Published visits that keep their day where days are kept: on the horizon, not pinned away."""
    away = {pin.visit_id for pin in problem.pins if pin.on is not None}
    return [p for p in problem.published if p.on in problem.day_index and p.visit_id not in away]


def _hold_days(model: Model) -> None:
    held: dict[tuple[date, str], list[int]] = defaultdict(list)
    for placed in _held(model.problem):
        held[placed.on, placed.team].append(model.index[placed.visit_id])
    for (day, _), visits in held.items():
        model.forbid([on != day for on in model.dates], visits)


def _with_kept(problem: Problem, mode: Mode, plan: Plan) -> Plan:
    """A visit that was left out for its day's sake gets that as its reason."""
    if mode is not Mode.KEEP_DAYS:
        return plan
    held = {placed.visit_id: placed for placed in _held(problem)}
    unplanned = tuple(_said(held.get(left.visit_id), left) for left in plan.unplanned)
    return replace(plan, unplanned=unplanned)


def _said(held: Placed | None, left: Unplanned) -> Unplanned:
    other = left.reason.facts.get("day")
    if held is None or left.rule != SEARCH or other is None or other == held.on:
        return left
    facts = {"day": held.on, "other": other}
    return Unplanned(
        left.visit_id,
        KEPT,
        Sentence("Ngày {day} đã hẹn không còn chỗ, mà kế hoạch giữ nguyên ngày đã hẹn.", facts),
        Sentence("Xin gia đình đổi sang ngày {other} thì xếp được.", facts),
    )
