"""A visit as demand wants it: what a group of steps in one home adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from fieldops.demand.reasons import why
from fieldops.demand.steps import Stage, Step
from fieldops.demand.urgency import need, priority
from fieldops.domain.case import Register
from fieldops.domain.people import Role, Skill
from fieldops.domain.sentences import Sentence
from fieldops.domain.timing import WorkingDays
from fieldops.domain.units import Seconds
from fieldops.domain.visit import VisitKind, VisitState


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    All that demand decides of a visit.

    ``link`` is the intake it follows: an id, or the negative number of an intake that is new in
    the same ``Changes``. Dates inclusive; ``seconds`` at the door for all cases together.
    """

    household_id: int
    kind: VisitKind
    state: VisitState
    cases: frozenset[int]
    link: int | None
    attempt: int
    release_on: date | None
    due_on: date | None
    after_days: int | None
    within_days: int | None
    reason: Sentence
    priority: int
    seconds: Seconds
    roles: frozenset[Role]
    skills: frozenset[Skill]
    registers: frozenset[Register]


def wanted(group: Sequence[Step], link: int | None, today: date, days: WorkingDays) -> Wanted:
    """The visit that makes all steps of the group: same home, kind and stage, days that meet."""
    first, linked = group[0], group[0].stage == Stage.LINKED
    due = min((step.due_on for step in group if step.due_on), default=None)
    needs = max(need(step.facts, today) for step in group)
    return Wanted(
        household_id=first.facts.household_id,
        kind=first.call.kind,
        state=VisitState.DUE if first.stage == Stage.DUE else VisitState.EXPECTED,
        cases=frozenset(step.case_id for step in group),
        link=link,
        attempt=max(step.attempt for step in group),
        release_on=max((step.release_on for step in group if step.release_on), default=None),
        due_on=due,
        after_days=max(step.facts.ready_days for step in group) if linked else None,
        within_days=min(step.facts.within_days for step in group) if linked else None,
        reason=why(group, due),
        priority=priority(due, needs, today, days),
        seconds=seconds_at_door(group),
        roles=frozenset(chain.from_iterable(step.call.roles for step in group)),
        skills=frozenset(chain.from_iterable(step.facts.skills for step in group)),
        registers=frozenset(chain.from_iterable(step.call.registers for step in group)),
    )


def seconds_at_door(group: Sequence[Step]) -> Seconds:
    """One case at its full time, the longest; every other at its shorter "further" time."""
    longest = max(group, key=lambda step: step.call.first - step.call.further)
    return longest.call.first + sum(s.call.further for s in group if s is not longest)
