"""Which calls at the home one case still needs, and within which days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from fieldops.demand.facts import Call, CaseFacts, Try
from fieldops.domain.case import CaseState
from fieldops.domain.outcome import Result
from fieldops.domain.timing import WorkingDays

RETRY_AFTER = {Result.PAPERS_MISSING: 3}
"""Working days before a second try: time to find papers. All else: the next one. Ours, no law."""


class Stage(IntEnum):
    """How far a step is: a return waits for its intake, then for the office, then it is due."""

    LINKED = 0
    AWAITING = 1
    DUE = 2


@dataclass(frozen=True, slots=True)
class Step:
    """
    One call one case needs, at the earliest on ``release_on``, at the latest on ``due_on``.

    A LINKED step has no dates yet; it follows its intake by ``after_days`` to ``within_days``.
    ``last`` is the try before this one, and ``attempt`` counts from 1.
    """

    facts: CaseFacts
    call: Call
    stage: Stage
    release_on: date | None = None
    due_on: date | None = None
    attempt: int = 1
    last: Try | None = None

    @property
    def case_id(self) -> int:
        return self.facts.case_id


def steps(facts: CaseFacts, days: WorkingDays) -> Iterator[Step]:
    """None for a closed or held case; an intake brings the return that will follow it."""
    if facts.held:
        return
    match facts.state:
        case CaseState.REQUESTED | CaseState.SUPPLEMENT:
            yield from _before_receipt(facts, days)
        case CaseState.RECEIVED if facts.hand_over:
            yield Step(facts, facts.hand_over, Stage.AWAITING, facts.ready_by, facts.deliver_by)
        case CaseState.PROCESSED if facts.hand_over:
            ready = facts.processed_on or facts.requested_on
            yield _due(facts, facts.hand_over, ready, facts.deliver_by, days)


def _before_receipt(facts: CaseFacts, days: WorkingDays) -> Iterator[Step]:
    if facts.intake:
        release = max(facts.requested_on, facts.papers_by or facts.requested_on)
        yield _due(facts, facts.intake, release, facts.register_by, days)
        if facts.hand_over:
            yield Step(facts, facts.hand_over, Stage.LINKED)


def _due(facts: CaseFacts, call: Call, release: date, due: date | None, days: WorkingDays) -> Step:
    tries = [one for one in facts.tries if one.kind == call.kind]
    if not tries:
        return Step(facts, call, Stage.DUE, release, due)
    last = tries[-1]
    again = days.after(last.on, RETRY_AFTER.get(last.result, 1))
    return Step(facts, call, Stage.DUE, max(release, again), due, len(tries) + 1, last)
