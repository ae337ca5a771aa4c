"""
Where one more visit would go best in a plan that stays as it is: days and teams with their cost.

Every team of the plan is tried, with idle people in its free seats, and every team that those at
home could make; what is offered has passed ``check`` with the visit in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fieldops.domain.errors import Invalid
from fieldops.domain.facts import ClockTime, Duration, Fact
from fieldops.domain.plan import Plan, Route, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import Metres, Seconds
from fieldops.planning.check import check
from fieldops.planning.kernel import routes as kernel
from fieldops.planning.kernel.data import NEVER, State
from fieldops.planning.meetings import appointed, of_plan
from fieldops.planning.problem import Problem
from fieldops.planning.published import crew_of, number_of, trimmed
from fieldops.planning.search import Search, posted
from fieldops.planning.teams import joined, spare
from fieldops.planning.value import value

_LOOKED_AT = 4
"""Slots worked out by the clock for each one offered: the kernel's figures order them roughly."""


@dataclass(frozen=True, slots=True)
class Offer:
    """
    A team and day for a visit, before the stop at ``position`` (from 0) of its route.

    ``cost`` is what the plan loses by it, the visit's own gain apart, in the unit of ``Weights``;
    ``seconds`` and ``metres`` are under way, more than now. ``plan`` is the plan with the visit in,
    and with its deliveries where they fit (``delivered``: their days).
    """

    day: date
    team: str
    position: int
    start: Seconds
    new_team: bool
    cost: int
    seconds: Seconds
    metres: Metres
    delivered: tuple[date, ...]
    plan: Plan
    sentence: Sentence


def best_places(problem: Problem, plan: Plan, visit_id: str, most: int = 5) -> list[Offer]:
    """
    The best places for one visit of the problem that the plan leaves out, cheapest first.

    One for each team and day, ``most`` in all; none where it fits nowhere. Raises Invalid when the
    visit is unknown or planned, or when the plan does not hold on this problem any more.
    """
    if visit_id not in problem.visit:
        raise Invalid(Sentence("Không có chuyến thăm “{visit}”.", {"visit": visit_id}))
    if any(stop.visit_id == visit_id for route in plan.routes for stop in route.stops):
        raise Invalid(Sentence("Chuyến “{visit}” đã có trong kế hoạch.", {"visit": visit_id}))
    base = _with(problem, plan, plan.routes)
    if check(problem, base):
        raise Invalid(Sentence("Kế hoạch không còn đúng với hiện tại; hãy lập lại kế hoạch trước."))
    desk = _Desk(appointed(problem, of_plan(problem, base)), base, visit_id)
    found = [desk.offer(slot, position) for slot, position in desk.places(_LOOKED_AT * most)]
    good = [offer for offer in found if offer is not None and not check(problem, offer.plan)]
    return sorted(good, key=lambda offer: (offer.cost, offer.day, offer.team))[:most]


def _with(problem: Problem, plan: Plan, routes: Sequence[Route]) -> Plan:
    """The plan with these routes, its figures and what it leaves out brought up to date."""
    planned = {stop.visit_id for route in routes for stop in route.stops}
    known = {left.visit_id: left for left in plan.unplanned}
    reason = Sentence("Chưa tìm lý do.")
    left = [visit.id for visit in problem.visits if visit.id not in planned]
    changed = replace(
        plan,
        routes=tuple(sorted(routes, key=lambda route: (route.day, route.team))),
        unplanned=tuple(known.get(one) or Unplanned(one, "", reason) for one in left),
        travel=sum(route.travel for route in routes),
        metres=sum(route.metres for route in routes),
    )
    return replace(changed, value=value(problem, changed))


class _Desk:
    """The plan loaded into the kernel, and the visit to find a place for."""

    def __init__(self, problem: Problem, plan: Plan, visit_id: str) -> None:
        self.problem, self.plan, self.visit_id = problem, plan, visit_id
        self.usual = {(route.day, route.team): route.people for route in plan.routes}
        out = joined(problem, [crew_of(problem, route) for route in plan.routes])
        self.model = model = posted(problem, [*out, *spare(problem, out)])
        self.search = Search(model, model.data(), plan.seed)
        self.visit = model.index[visit_id]
        stops = {(r.day, number_of(r.team)): [s.visit_id for s in r.stops] for r in plan.routes}
        days = [problem.days[crew.day].on for crew in model.crews]
        rows = [stops.get((on, c.team), []) for on, c in zip(days, model.crews, strict=True)]
        self.search.load([[model.index[name] for name in row] for row in rows])

    def places(self, most: int) -> list[tuple[int, int]]:
        """Slots where the visit fits, each with its best position; the most promising first."""
        worths = sorted(self._worths(), key=lambda found: (-found[0], found[1]))
        return [(slot, position) for _, slot, position in worths[:most]]

    def _worths(self) -> Iterator[tuple[int, int, int]]:
        data, state, visit = self.search.data, self.search.state, self.visit
        sort = data.alike[visit]
        for slot in data.options[data.option_from[sort] : data.option_from[sort + 1]]:
            if kernel.allowed(data, state, slot, visit):
                fixed = kernel.standing(data, state, slot, visit)
                fixed += kernel.owed(data, slot, visit)
                worth, position = kernel.best_position_in(
                    data, state, slot, visit, fixed, -NEVER * NEVER, 0.0
                )
                if position >= 0:
                    yield int(worth), int(slot), int(position)

    def offer(self, slot: int, position: int) -> Offer | None:
        """The visit put in there, by the clock; None where that gives no plan."""
        data = self.search.data
        state = State(*(array.copy() for array in self.search.state))
        kernel.put(data, state, slot, position, self.visit)
        put_in = [self.visit, *self._deliver(state)]
        changed = {int(state.slot[visit]) for visit in put_in}
        routes = [self._route(state, each) for each in sorted(changed)]
        made = {(route.day, route.team): route for route in routes if route is not None}
        if len(made) < len(changed):
            return None
        whole = {(route.day, route.team): route for route in self.plan.routes} | made
        plan = _with(self.problem, self.plan, list(whole.values()))
        gain = sum(int(data.gain[visit]) for visit in put_in)
        return self._offered(slot, position, plan, gain, [int(state.slot[v]) for v in put_in[1:]])

    def _deliver(self, state: State) -> list[int]:
        """Plan the visit's deliveries too, where they fit and pay."""
        data, planned = self.search.data, []
        for delivery in data.deliveries[
            data.delivery_from[self.visit] : data.delivery_from[self.visit + 1]
        ]:
            worth, slot, position = kernel.best_place(data, state, delivery, 0.0)
            if slot >= 0 and worth > 0:
                kernel.put(data, state, slot, position, delivery)
                planned.append(int(delivery))
        return planned

    def _route(self, state: State, slot: int) -> Route | None:
        row = [int(visit) for visit in state.route[slot, : state.size[slot]]]
        route = self.search.route_of(slot, row)
        if route is None:
            return None
        return trimmed(self.problem, route, self.usual.get((route.day, route.team), ()))

    def _offered(
        self, slot: int, position: int, plan: Plan, gain: int, delivered: Sequence[int]
    ) -> Offer:
        on, team = self.model.dates[slot], self.model.letters[slot]
        (stop,) = [s for r in plan.routes for s in r.stops if s.visit_id == self.visit_id]
        new_team = (on, team) not in self.usual
        seconds, metres = plan.travel - self.plan.travel, plan.metres - self.plan.metres
        facts: dict[str, Fact] = {
            "day": on,
            "team": team,
            "start": ClockTime(stop.start),
            "more": Duration(max(seconds, 0)),
        }
        if new_team:
            said = Sentence("Ngày {day}: thêm đội {team}, đến lúc {start}, đi {more}.", facts)
        else:
            said = Sentence("Ngày {day}: đội {team} đến lúc {start}, đi thêm {more}.", facts)
        return Offer(
            day=on,
            team=team,
            position=position,
            start=stop.start,
            new_team=new_team,
            cost=gain - (plan.value - self.plan.value),
            seconds=seconds,
            metres=metres,
            delivered=tuple(self.model.dates[each] for each in delivered),
            plan=plan,
            sentence=said,
        )
