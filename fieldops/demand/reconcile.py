"""
Brings the open visits in step with what is needed, changing as little as possible.

A visit that is already in a published plan keeps its identity and its cases for as long as they
need it. Cases that are free join an open visit of the same home, kind and stage whose days fit;
a visit left without cases is void. Doing it twice changes nothing more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from fieldops.demand.steps import Stage, Step
from fieldops.demand.visits import Wanted, wanted
from fieldops.domain.timing import WorkingDays
from fieldops.domain.visit import VisitKind

Ref: TypeAlias = int
"""A visit: its id, or a negative number for one that is new."""


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """An open visit as it stands; ``planned_on`` while a published plan holds it."""

    id: int
    planned_on: date | None
    now: Wanted


@dataclass(frozen=True, slots=True)
class Changes:
    """What to do: create under negative numbers, intakes before what links to them."""

    create: dict[Ref, Wanted] = field(default_factory=dict)
    update: dict[Ref, Wanted] = field(default_factory=dict)
    void: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.create or self.update or self.void)


@dataclass(frozen=True, slots=True)
class _Key:
    """Steps may share a visit only when they have the same key; later stages sort higher."""

    stage: Stage
    link: Ref


class _Numbers:
    """Hands out -1, -2, … to visits that are new."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> Ref:
        self._last -= 1
        return self._last


@dataclass(slots=True)
class _Home:
    """The work on one household, one kind at a time."""

    steps: list[Step] = field(default_factory=list)
    visits: list[OpenVisit] = field(default_factory=list)

    def of(self, kind: VisitKind) -> tuple[list[Step], list[OpenVisit]]:
        steps = [step for step in self.steps if step.call.kind == kind]
        return steps, [visit for visit in self.visits if visit.now.kind == kind]


def reconcile(
    steps: Iterable[Step], open_visits: Iterable[OpenVisit], today: date, days: WorkingDays
) -> Changes:
    """What to create, update and void so that every step is in exactly one open visit."""
    homes: dict[int, _Home] = defaultdict(_Home)
    for step in steps:
        homes[step.facts.household_id].steps.append(step)
    for visit in open_visits:
        homes[visit.now.household_id].visits.append(visit)
    number = _Numbers()
    target: dict[Ref, Wanted] = {}
    for _, home in sorted(homes.items()):
        target |= _settle(home, today, days, number)
    before = {visit.id: visit.now for home in homes.values() for visit in home.visits}
    return Changes(
        {ref: want for ref, want in target.items() if ref < 0},
        {ref: want for ref, want in target.items() if ref > 0 and before[ref] != want},
        tuple(sorted(before.keys() - target.keys())),
    )


def _settle(home: _Home, today: date, days: WorkingDays, number: _Numbers) -> dict[Ref, Wanted]:
    taken_in: dict[int, Ref] = {}
    target: dict[Ref, Wanted] = {}
    for kind in (VisitKind.INTAKE, VisitKind.DELIVERY, VisitKind.COURIER):
        mine, visits = home.of(kind)
        for ref, group in _place(mine, visits, taken_in, today, number):
            target[ref] = wanted(group, _link(group, taken_in), today, days)
            if kind == VisitKind.INTAKE:
                taken_in |= {step.case_id: ref for step in group}
    return target


def _link(group: Sequence[Step], taken_in: dict[int, Ref]) -> Ref | None:
    if group[0].stage == Stage.LINKED:
        return taken_in[group[0].case_id]
    return min((s.facts.made_intake for s in group if s.facts.made_intake), default=None)


def _place(
    steps: list[Step],
    visits: list[OpenVisit],
    taken_in: dict[int, Ref],
    today: date,
    number: _Numbers,
) -> Iterator[tuple[Ref, list[Step]]]:
    """Steps into visits: planned ones first, then groups that fit, under their old ids."""
    keyed: dict[_Key, list[Step]] = defaultdict(list)
    for step in steps:
        linked = taken_in[step.case_id] if step.stage == Stage.LINKED else 0
        keyed[_Key(step.stage, linked)].append(step)
    planned = sorted((v for v in visits if v.planned_on), key=lambda v: v.id)
    held = _hold(planned, keyed)
    for visit, key, mine in held:
        mine += _joining(visit, key, keyed, today)
        yield visit.id, sorted(mine, key=lambda step: step.case_id)
    loose = [visit for visit in visits if not visit.planned_on]
    groups = [group for free in keyed.values() for group in _meeting(free, today)]
    yield from _named(groups, loose, number)


def _hold(
    planned: Iterable[OpenVisit], keyed: dict[_Key, list[Step]]
) -> list[tuple[OpenVisit, _Key, list[Step]]]:
    """What stays in each planned visit: the cases it has that are furthest on, taken out here."""
    held = []
    for visit in planned:
        keys = [k for k, free in keyed.items() if any(s.case_id in visit.now.cases for s in free)]
        if not keys:
            continue
        key = max(keys, key=lambda k: (k.stage, k.link == visit.now.link, -abs(k.link), k.link))
        mine = [step for step in keyed[key] if step.case_id in visit.now.cases]
        keyed[key] = [step for step in keyed[key] if step.case_id not in visit.now.cases]
        held.append((visit, key, mine))
    return held


def _joining(visit: OpenVisit, key: _Key, keyed: dict[_Key, list[Step]], today: date) -> list[Step]:
    joining = [step for step in keyed[key] if _fits(step, visit.planned_on, today)]
    keyed[key] = [step for step in keyed[key] if step not in joining]
    return joining


def _fits(step: Step, planned_on: date | None, today: date) -> bool:
    """Whether a case may be added to a call already promised for that day."""
    if planned_on is None or planned_on < today:
        return False
    if step.release_on and planned_on < step.release_on:
        return False
    return step.due_on is None or planned_on <= max(step.due_on, today)


def _meeting(free: list[Step], today: date) -> list[list[Step]]:
    """Groups whose days meet: taken by due day, each joins the first group it fits."""
    groups: list[list[Step]] = []
    for step in sorted(free, key=lambda s: (_window(s, today)[1], s.case_id)):
        for group in groups:
            windows = [_window(one, today) for one in (*group, step)]
            if max(low for low, _ in windows) <= min(high for _, high in windows):
                group.append(step)
                break
        else:
            groups.append([step])
    return [sorted(group, key=lambda step: step.case_id) for group in groups]


def _window(step: Step, today: date) -> tuple[int, int]:
    """First and last day as numbers; who is late already is served as soon as can be."""
    if step.stage == Stage.LINKED:
        return step.facts.ready_days, step.facts.within_days
    low = (step.release_on or today).toordinal()
    high = max(step.due_on, today) if step.due_on else date.max
    return low, max(low, high.toordinal())


def _named(
    groups: list[list[Step]], loose: list[OpenVisit], number: _Numbers
) -> Iterator[tuple[Ref, list[Step]]]:
    """Each group under the open visit it shares most cases with; the oldest where they tie."""
    shared = sorted(
        (-len(visit.now.cases & {step.case_id for step in group}), visit.id, at)
        for visit in loose
        for at, group in enumerate(groups)
    )
    names: dict[int, Ref] = {}
    for overlap, visit_id, at in shared:
        if overlap and at not in names and visit_id not in names.values():
            names[at] = visit_id
    for at, group in enumerate(groups):
        yield names.get(at) or number(), group
