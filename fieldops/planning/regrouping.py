"""
Other vehicles and people for teams whose routes stand: only routes tell what pays on a day.

Seen from far, all homes look alike; but where the days are too short for all, the best homes are
taken first, and a boat that goes once for the best of the islets beats a third team on the road. So
does an officer in a team of volunteers alone, where another team has one beside its registrar.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fieldops.planning.exchanges import Change, changes
from fieldops.planning.geometry import Ground
from fieldops.planning.limits import Limit
from fieldops.planning.rounds import temperatures
from fieldops.planning.search import Search, posted
from fieldops.planning.standing import Rows, standing

SHARE = 0.4
"""Of the limit, at most; trials improve the routes too, so none of it is lost."""

WARM = 8_000
"""Repairs before the first trial: routes must be good before a change can be told from chance."""

TRIAL = 2_000
"""Repairs of one trial; the routes as they are get as many, so that these alone decide nothing."""

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
    """The search, or one with other teams whose routes are worth more."""
    model = search.model
    many = len(model.crews) * len(model.problem.visits) > MOST_CELLS
    days = range(len(model.problem.days))
    if many or not any(any(changes(model, day)) for day in days):
        return search
    hot, cold = temperatures(search)
    search.anneal(WARM, hot, WARMER * cold)
    made, before = WARM, None
    while search.model is not before:
        before = search.model
        for day in days:
            if over(made):
                return search
            others = list(changes(search.model, day))
            search = _best(search, others, ground, WARMER * cold)
            made += TRIAL * (1 + len(others))
    return search


def _best(search: Search, others: Sequence[Change], ground: Ground, heat: float) -> Search:
    """The best of the search as it is and with each change; of the worse ones nothing is kept."""
    rows = [search.best.route[slot, :size].tolist() for slot, size in enumerate(search.best.size)]
    best = search
    search.anneal(TRIAL, heat, heat)
    for change in others:
        tried = _changed(search, rows, change, ground)
        tried.anneal(TRIAL, heat, heat)
        best = max(best, tried, key=lambda one: one.score)
    return best


def _changed(search: Search, rows: Rows, change: Change, ground: Ground) -> Search:
    """A search from the same routes, but for what the changed teams cannot make."""
    new = {(crew.day, crew.team): crew for crew in change}
    crews = [new.get((one.day, one.team), one) for one in search.model.crews]
    model = posted(search.model.problem, crews)
    one = Search(model, model.data(ground), search.seed)
    one.load(standing(one.data, model.longest(), rows))
    return one
