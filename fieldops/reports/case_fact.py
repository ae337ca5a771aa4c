"""What a report needs to know of one case: flat, and without anyone's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.domain.case import CaseState, Channel, Procedure, Register
from fieldops.domain.household import Category, Sex


@dataclass(frozen=True, slots=True)
class CaseFact:
    """
    One case with the days on which something happened to it; None is "not yet" or "never".

    ``processed_on`` is the day of official status 9 (finished at the office), ``handed_over_on``
    the day of status 10 (the paper is in hand), ``stopped_on`` the day it was withdrawn or
    refused. ``register_by`` is the event's limit, ``ready_by`` the office's own step and
    ``deliver_by`` the day promised, all inclusive; what each means late is said in
    ``civil.clocks``. ``paused_on``: papers are awaited since that day, and no promise runs.
    ``apologised_on``: the first apology for a day not kept; ``digitised_on``: the first day an
    electronic result was attached. ``registered_on``
    is the date of the entry in the register, ``timely`` whether that was within the event's own
    limit (None where the dates leave it open); ``entered_on`` the day the case was entered in the
    official systems as well.
    """

    case_id: int
    procedure: Procedure
    state: CaseState
    channel: Channel
    hamlet: str
    requested_on: date
    received_on: date | None = None
    register_by: date | None = None
    paused_on: date | None = None
    ready_by: date | None = None
    deliver_by: date | None = None
    processed_on: date | None = None
    handed_over_on: date | None = None
    stopped_on: date | None = None
    register: Register | None = None
    registered_on: date | None = None
    timely: bool | None = None
    apologised_on: date | None = None
    entered_on: date | None = None
    digitised_on: date | None = None
    categories: frozenset[Category] = frozenset()
    sex: Sex | None = None

    @property
    def finished_on(self) -> date | None:
        """The day the legal clock stopped: processed, or handed over with no step between."""
        days = [day for day in (self.processed_on, self.handed_over_on) if day]
        return min(days, default=None)

    @property
    def settled_on(self) -> date | None:
        """The day it stopped being pending: finished, withdrawn or refused, whichever was first."""
        days = [day for day in (self.finished_on, self.stopped_on) if day]
        return min(days, default=None)

    @property
    def was_finished(self) -> bool:
        """Whether it was settled by being finished, not by being withdrawn or refused."""
        return self.finished_on is not None and self.finished_on == self.settled_on

    @property
    def in_order(self) -> bool:
        """Whether its days follow each other; where they do not, totals are in doubt."""
        days = [self.received_on, self.processed_on, self.handed_over_on]
        known = [day for day in days if day]
        started = self.received_on is not None or not known
        entered = self.entered_on is None or (
            self.registered_on is not None and self.registered_on <= self.entered_on
        )
        return started and known == sorted(known) and entered
