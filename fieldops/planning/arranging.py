"""Chooses the meeting of each pair of visits that two teams make at once."""

from __future__ import annotations

from collections.abc import Sequence

from fieldops.domain.plan import Plan
from fieldops.planning.geometry import Ground
from fieldops.planning.meetings import Meetings, appointed, candidates, whole
from fieldops.planning.problem import Problem, Together
from fieldops.planning.search import Search, posted
from fieldops.planning.team_model import Crew
from fieldops.planning.teams import Effort, choose, deal
from fieldops.planning.value import value

STEPS, HOT, COLD = 60, 500.0, 5.0
"""Repairs of one try, and from what heat to what: enough to tell a good meeting from a bad one."""


def arranged(problem: Problem, met: Meetings, seed: int, ground: Ground) -> Problem:
    """
    The problem with a meeting for each pair: those given, the best found for the others.

    The dearest pair chooses first, with those after it left out; to leave it out is a choice too.
    """
    meetings = dict(met)
    loose = [pair for pair in problem.together if pair not in meetings]
    if not loose:
        return appointed(problem, meetings)
    dealt = deal(problem)
    hands = [dealt, choose(problem, dealt, Effort(0.2), seed)]
    meetings |= dict.fromkeys(loose)
    for pair in sorted(loose, key=lambda pair: -_prize(problem, pair)):
        meetings[pair] = max(
            [None, *candidates(problem, pair)],
            key=lambda meeting, pair=pair: max(  # type: ignore[misc]
                _outlook(problem, meetings | {pair: meeting}, crews, seed, ground)
                for crews in hands
            ),
        )
    return appointed(problem, meetings)


def _prize(problem: Problem, pair: Together) -> int:
    return problem.visit[pair.first_id].prize + problem.visit[pair.second_id].prize


def _outlook(
    problem: Problem, meetings: Meetings, crews: Sequence[Crew], seed: int, ground: Ground
) -> int:
    """What a short search makes of the meetings."""
    model = posted(appointed(problem, meetings), crews)
    search = Search(model, model.data(ground), seed)
    search.open()
    search.anneal(STEPS, HOT, COLD)
    return value(problem, Plan(tuple(whole(problem, search.routes())), ()))
