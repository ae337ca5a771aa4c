"""Searches whose routes stand anyhow, and what must hold of routes whatever is done to them."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldops.planning.check import check
from fieldops.planning.kernel import routes as kernel
from fieldops.planning.published import trimmed
from fieldops.planning.search import Search, posted
from fieldops.planning.solver import as_plan
from fieldops.planning.teams import deal
from tests.planning.generated import problems
from tests.planning.makers import (
    KHMER,
    MOTORBIKE,
    POLICE,
    REGISTRAR,
    YOUTH,
    days,
    person,
    vehicle,
)

FREELY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def each_scattered(tried):
    """Try it on a scattered search of each of many problems; what it returned, one by one."""
    made = []

    @FREELY
    @given(problems(), st.integers(0, 1_000))
    def each(problem, seed):
        made.append(tried(scattered(crowded(problem), np.random.default_rng(seed))))

    each()
    return made


def crowded(drawn):
    """The problem with three teams a day on motorbikes and wide hours; nobody meets at a door."""
    count = len(drawn.days)
    people = [
        person(f"{role.value}{n}", (role,), count=count, skills=(KHMER,))
        for role in (REGISTRAR, POLICE, YOUTH)
        for n in range(3)
    ]
    visits = [
        replace(v, windows=(), reached_by=frozenset({MOTORBIKE}), due_on=None, release_on=None)
        for v in drawn.visits
    ]
    return replace(
        drawn,
        days=days(count, max_teams=3),
        people=tuple(people),
        vehicles=tuple(vehicle(f"m{n}") for n in range(3)),
        visits=tuple(visits),
        together=(),
    )


def scattered(problem, chance):
    """A search whose visits stand anywhere they may, in any order."""
    model = posted(problem, deal(problem))
    search = Search(model, model.data(), 1)
    data, state = search.data, search.state
    order = chance.permutation(len(problem.visits))
    for one in sorted(order, key=lambda v: data.intake[v] >= 0):
        sort = data.alike[one]
        may = data.options[data.option_from[sort] : data.option_from[sort + 1]]
        for slot in chance.permutation(may):
            row = state.route[slot, : state.size[slot]].tolist()
            at = int(chance.integers(len(row) + 1))
            there = search.route_of(slot, [*row[:at], one, *row[at:]])
            if there is not None and kernel.allowed(data, state, slot, one):
                kernel.put(data, state, slot, at, one)
                break
    return search


def rows(search):
    state = search.state
    return [state.route[slot, :size].tolist() for slot, size in enumerate(state.size)]


def broken(search):
    """The rules that the routes break."""
    kernel.keep(search.state, search.kept)
    kernel.copy(search.kept, search.best)
    given_ = search.model.problem
    routes = [trimmed(given_, route, ()) for route in search.routes()]
    return {violation.rule for violation in check(given_, as_plan(given_, routes, 1))}


def counted_anew(search):
    """All that the search keeps of its routes is what is counted when they are loaded anew."""
    state = search.state
    anew = Search(search.model, search.data, 1)
    anew.load(rows(search))
    assert anew.score == state.score[0]
    for name in ("slot", "load", "hamlet_day", "carried", "asked"):
        assert (getattr(anew.state, name) == getattr(state, name)).all(), name
    for slot, size in enumerate(state.size):
        for name in ("early", "late", "leg"):
            kept, counted = getattr(state, name)[slot], getattr(anew.state, name)[slot]
            assert (kept[: size + 1] == counted[: size + 1]).all(), name
