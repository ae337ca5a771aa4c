"""Figures: every indicator counted over all cases, and again over each part of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fieldops.domain.case import CaseState
from fieldops.domain.facts import Label
from fieldops.reports.case_fact import CaseFact
from fieldops.reports.indicators import INDICATOR, INDICATORS, Share
from fieldops.reports.period import Window

Tally: TypeAlias = Mapping[str, int]
"""The count of each indicator, by its key."""

Marks: TypeAlias = tuple[bool, ...]
"""Whether each indicator counts one case, in the order of INDICATORS."""

Part: TypeAlias = str | int | None
"""One group of a grouping: an enum member, a hamlet's name, or None for "not known"."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to part the cases. ``overlapping``: a case may stand in several parts at once."""

    key: str
    name: Label
    parts_of: Callable[[CaseFact], Iterable[Part]]
    overlapping: bool = False


GROUPINGS: tuple[Grouping, ...] = (
    Grouping("procedure", Label("Thủ tục"), lambda case: (case.procedure,)),
    Grouping("channel", Label("Kênh tiếp nhận"), lambda case: (case.channel,)),
    Grouping("hamlet", Label("Ấp"), lambda case: (case.hamlet,)),
    Grouping("sex", Label("Giới tính"), lambda case: (case.sex,)),
    Grouping(
        "category",
        Label("Diện hộ"),
        lambda case: case.categories or (None,),
        overlapping=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """
    All figures of one window. ``by[grouping][part]`` is a tally like ``total``.

    ``states`` counts the received cases, and those still waiting for a visit, by the state they
    were in on the window's last day. ``out_of_order`` are the ids of cases whose own dates
    contradict each other.
    """

    window: Window
    total: Tally
    by: Mapping[str, Mapping[Part, Tally]]
    states: Mapping[CaseState, int]
    out_of_order: tuple[int, ...] = ()


def count(cases: Sequence[CaseFact], window: Window) -> Figures:
    """The figures of these cases in this window."""
    marked = [(case, _marks(case, window)) for case in cases]
    return Figures(
        window,
        total=_sum(marks for _, marks in marked),
        by={grouping.key: _grouped(marked, grouping) for grouping in GROUPINGS},
        states=_states(cases, window),
        out_of_order=tuple(case.case_id for case in cases if not case.in_order),
    )


def tally(cases: Iterable[CaseFact], window: Window) -> Tally:
    """How many of these cases each indicator counts."""
    return _sum(_marks(case, window) for case in cases)


def percent(share: Share, counts: Tally) -> float | None:
    """The share per hundred, to one decimal; None where there is nothing to take a share of."""
    part, whole = counted(share, counts)
    return round(100 * part / whole, 1) if whole else None


def counted(share: Share, counts: Tally) -> tuple[int, int]:
    """The two numbers of a share: how many, of how many."""
    return sum(counts[key] for key in share.parts), sum(counts[key] for key in share.whole)


def state_on(case: CaseFact, window: Window) -> CaseState | None:
    """The state the case was in on the window's last day; None when it was not yet asked for."""
    if window.by_now(case.stopped_on):
        refused = case.state == CaseState.REFUSED
        return CaseState.REFUSED if refused else CaseState.WITHDRAWN
    if window.by_now(case.handed_over_on):
        return CaseState.HANDED_OVER
    if window.by_now(case.processed_on):
        return CaseState.PROCESSED
    if case.requested_on > window.seen_on and not window.by_now(case.received_on):
        return None
    if case.state == CaseState.SUPPLEMENT:
        return CaseState.SUPPLEMENT
    return CaseState.RECEIVED if window.by_now(case.received_on) else CaseState.REQUESTED


def _states(cases: Iterable[CaseFact], window: Window) -> Mapping[CaseState, int]:
    counted = dict.fromkeys(CaseState, 0)
    for case in cases:
        state = state_on(case, window)
        if state and _is_of_the_period(case, window):
            counted[state] += 1
    return counted


def _is_of_the_period(case: CaseFact, window: Window) -> bool:
    return any(INDICATOR[key].counts(case, window) for key in ("received", "waiting_visit"))


def _marks(case: CaseFact, window: Window) -> Marks:
    return tuple(indicator.counts(case, window) for indicator in INDICATORS)


def _sum(marks: Iterable[Marks]) -> Tally:
    columns = zip(*marks, strict=True)
    counts = [sum(column) for column in columns] or [0] * len(INDICATORS)
    return {indicator.key: n for indicator, n in zip(INDICATORS, counts, strict=True)}


def _grouped(marked: Sequence[tuple[CaseFact, Marks]], grouping: Grouping) -> Mapping[Part, Tally]:
    members: dict[Part, list[Marks]] = {}
    for case, marks in marked:
        for part in grouping.parts_of(case):
            members.setdefault(part, []).append(marks)
    return {part: _sum(found) for part, found in members.items()}
