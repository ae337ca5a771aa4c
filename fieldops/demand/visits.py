"""A visit as demand wants it: what a group of steps in one home adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from fieldops.demand.reasons import why
from fieldops.demand.steps import Stage, Step
from fieldops.demand.urgency import need, priority
from fieldops.domain.case import Register
from fieldops.domain.people import Role, Skill
from fieldops.domain.sentences import Sentence
from fieldops.domain.timing import WorkingDays
from fieldops.domain.told_hours import ToldHours, meets
from fieldops.domain.units import Seconds
from fieldops.domain.visit import VisitKind, VisitState


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    All that demand decides of a visit.

    ``link`` is the intake it follows: an id, or the negative number of an intake that is new in
    the same ``Changes``. Dates inclusive; ``seconds`` at the door for all cases together.
    ``told`` is what neighbours said at the last try; ``told_binds``: a plan keeps to it.
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
    told: tuple[ToldHours, ...] = ()
    told_binds: bool = False


def wanted(group: Sequence[Step], link: int | None, today: date, days: WorkingDays) -> Wanted:
    """The visit that makes all steps of the group: same home, kind and stage, days that meet."""
    first, linked = group[0], group[0].stage == Stage.LINKED
    due = min((step.due_on for step in group if step.due_on), default=None)
    needs = max(need(step.facts, today) for step in group)
    release = max((step.release_on for step in group if step.release_on), default=None)
    told = told_before(group)
    return Wanted(
        household_id=first.facts.household_id,
        kind=first.call.kind,
        state=VisitState.DUE if first.stage == Stage.DUE else VisitState.EXPECTED,
        cases=frozenset(step.case_id for step in group),
        link=link,
        attempt=max(step.attempt for step in group),
        release_on=release,
        due_on=due,
        after_days=max(step.facts.ready_days for step in group) if linked else None,
        within_days=min(step.facts.within_days for step in group) if linked else None,
        reason=why(group, due),
        priority=priority(due, needs, today, days),
        seconds=seconds_at_door(group),
        roles=frozenset(chain.from_iterable(step.call.roles for step in group)),
        skills=frozenset(chain.from_iterable(step.facts.skills for step in group)),
        registers=frozenset(chain.from_iterable(step.call.registers for step in group)),
        told=told,
        told_binds=binds(told, max(release or today, today), due, days),
    )


def seconds_at_door(group: Sequence[Step]) -> Seconds:
    """One case at its full time, the longest; every other at its shorter "further" time."""
    longest = max(group, key=lambda step: step.call.first - step.call.further)
    return longest.call.first + sum(s.call.further for s in group if s is not longest)


TOLD_FOR = timedelta(days=14)
"""Neighbours' words are waited for this long at most. Ours, no law."""


def told_before(group: Sequence[Step]) -> tuple[ToldHours, ...]:
    """What neighbours said at the last try at this home; a try that met the family ends it."""
    tries = [step.last for step in group if step.last]
    return max(tries, key=lambda one: one.on).told if tries else ()


def binds(told: Sequence[ToldHours], first: date, due_on: date | None, days: WorkingDays) -> bool:
    """
    Whether a working day from ``first`` to ``due_on``, both inclusive, falls on a day told.

    Where none does the law comes first: the told hours are said, and no plan waits for them. Once
    ``due_on`` has passed there is nothing to keep, and coming when nobody is home would gain
    nothing: then, and without a due day, the two weeks of ``TOLD_FOR`` count.
    """
    last = first + TOLD_FOR
    if due_on and due_on >= first:
        last = min(last, due_on)
    span = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return meets(told, {day.weekday() for day in span if days.is_working(day)})
