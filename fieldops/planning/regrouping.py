"""
Other vehicles for teams whose routes stand: only routes tell whether a boat pays on a day.

Seen from far, all homes look alike; but where the days are too short for all, the best homes are
taken first, and a boat that goes once for the best of the islets beats a third team on the road.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from fieldops.planning.geometry import Ground
from fieldops.planning.kinds import free
from fieldops.planning.limits import Limit
from fieldops.planning.model import Model
from fieldops.planning.rounds import temperatures
from fieldops.planning.search import Search, posted
from fieldops.planning.standing import standing
from fieldops.planning.team_model import Crew

SHARE = 0.25
"""Of the limit, at most; trials improve the routes too, so none of it is lost."""

WARM = 8_000
"""Repairs before the first trial: routes must be good before a change can be told from chance."""

TRIAL = 2_000
"""Repairs of one trial; the routes as they are get as many, so that these alone decide nothing."""

SIDE_BY_SIDE = 2
"""Trials at once, one a core."""

WARMER = 3.0
"""Trials stay at so many times the coldest heat: a little loss is taken to get round a corner."""

SHORTEST = 4.0
"""Seconds of a limit below which nothing is tried."""

MOST_CELLS = 1_000_000
"""Pairs of slot and visit beyond which nothing is tried: each trial would take seconds."""

Over = Callable[[int], bool]
"""Asked before each trial with the repairs made so far."""


def allowance(limit: Limit, left: Callable[[], float]) -> Over | None:
    """When to stop, by the limit's count or clock; None where it is too little to begin."""
    if limit.steps is not None:
        most = int(SHARE * limit.steps)
        return (lambda made: made >= most) if most > WARM else None
    if limit.seconds is None or limit.seconds < SHORTEST:
        return None
    last = (1.0 - SHARE) * left()
    return lambda _: left() < last


def regrouped(search: Search, ground: Ground, over: Over) -> Search:
    """The search, or one with other vehicles whose routes are worth more."""
    model = search.model
    many = len(model.crews) * len(model.problem.visits) > MOST_CELLS
    if many or not any(_others(model)):
        return search
    hot, cold = temperatures(search)
    search.anneal(WARM, hot, WARMER * cold)
    made, before = WARM, None
    while search.model is not before:
        before = search.model
        for day in range(len(model.problem.days)):
            if over(made):
                return search
            changes = [crew for crew in _others(search.model) if crew.day == day]
            search = _best(search, changes, ground, WARMER * cold)
            made += TRIAL * (1 + len(changes))
    return search


def _best(search: Search, changes: Sequence[Crew], ground: Ground, heat: float) -> Search:
    """The best of the search as it is and with each of the changes, all tried at the same time."""
    tried = [search, *(_changed(search, crew, ground) for crew in changes)]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        list(pool.map(lambda one: one.anneal(TRIAL, heat, heat), tried))
    return max(tried, key=lambda one: one.score)


def _changed(search: Search, crew: Crew, ground: Ground) -> Search:
    """A search from the same routes, but for what the changed team cannot make."""
    crews = [
        crew if (one.day, one.team) == (crew.day, crew.team) else one for one in search.model.crews
    ]
    model = posted(search.model.problem, crews)
    one = Search(model, model.data(ground), search.seed)
    rows = [search.best.route[slot, :size].tolist() for slot, size in enumerate(search.best.size)]
    one.load(standing(one.data, model.longest(), rows))
    return one


def _others(model: Model) -> Iterator[Crew]:
    """Each sort of team once a day with each vehicle of another kind that stays at home."""
    problem = model.problem
    for day in range(len(problem.days)):
        crews = [(slot, crew) for slot, crew in enumerate(model.crews) if crew.day == day]
        gone = {crew.vehicle for _, crew in crews}
        home = {one.kind: one for one in free(problem, day) if one.id not in gone}
        sorts = {(model.roles[slot], model.kinds[slot]): crew for slot, crew in reversed(crews)}
        for (_, kind), crew in sorts.items():
            for vehicle in home.values():
                if vehicle.kind != kind and vehicle.seats >= len(crew.people):
                    yield replace(crew, vehicle=vehicle.id)
