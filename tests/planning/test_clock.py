"""Times kept while routes change are those counted anew, and no place that fits is overlooked."""

import numpy as np
from hypothesis import HealthCheck, assume, given, settings

from fieldops.planning import Limit
from fieldops.planning.kernel import routes as kernel
from fieldops.planning.kernel.clock import reschedule
from fieldops.planning.kernel.data import NEVER
from fieldops.planning.rounds import temperatures
from fieldops.planning.solver import Work
from tests.planning.generated import problems

FREELY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def searched(problem):
    """A search over the problem's routes, somewhere on its way."""
    search = Work(problem, Limit(steps=1), 1, None, None).open()[0]
    assume(search.model.crews and len(search.data.options))
    hot, cold = temperatures(search)
    search.anneal(60, hot, cold)
    return search


@FREELY
@given(problems())
def test_times_kept_up_to_date_are_those_counted_anew(problem):
    search = searched(problem)
    state = search.state
    kept = state.early.copy(), state.late.copy()
    for slot, size in enumerate(state.size):
        reschedule(search.data, state, slot)
        for before, now in zip(kept, (state.early, state.late), strict=True):
            assert (before[slot, : size + 1] == now[slot, : size + 1]).all()


@FREELY
@given(problems())
def test_the_best_position_is_the_shortest_way_of_all_that_can_be_made(problem):
    search = searched(problem)
    data, state = search.data, search.state
    for visit in np.flatnonzero(state.slot < 0):
        for slot in data.options:
            if not kernel.allowed(data, state, slot, visit):
                continue
            row = state.route[slot, : state.size[slot]].tolist()
            worth, found = kernel.best_position_in(data, state, slot, visit, 0, -NEVER * NEVER, 0.0)
            made = {
                position: search.route_of(slot, [*row[:position], visit, *row[position:]])
                for position in range(len(row) + 1)
            }
            fit = [position for position, route in made.items() if route is not None]
            assert (found in fit) if fit else (found == -1)
            if fit:
                spot, kind = state.spot[slot], data.kind[slot]
                place = data.place[visit]
                detours = [
                    int(data.toll[kind, spot[p], place])
                    + int(data.toll[kind, place, spot[p + 1]])
                    - int(state.leg[slot, p])
                    for p in fit
                ]
                assert -worth == min(detours) * problem.weights.travel_second
