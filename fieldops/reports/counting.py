"""What each indicator counts: one predicate each, over one case and one window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from fieldops.domain.case import Register
from fieldops.domain.timing import is_late
from fieldops.reports.case_fact import CaseFact
from fieldops.reports.period import Window

Counts: TypeAlias = Callable[[CaseFact, Window], bool]


def received(case: CaseFact, window: Window) -> bool:
    """Has to be dealt with in the window: carried over or new."""
    return carried_over(case, window) or new(case, window)


def carried_over(case: CaseFact, window: Window) -> bool:
    """Received before the window, not settled before it."""
    return window.before(case.received_on) and not window.before(case.settled_on)


def new(case: CaseFact, window: Window) -> bool:
    """Received in the window."""
    return window.within(case.received_on)


def resolved(case: CaseFact, window: Window) -> bool:
    """Finished in the window."""
    return case.was_finished and window.within(case.finished_on)


def stopped(case: CaseFact, window: Window) -> bool:
    """Withdrawn or refused in the window, after receipt and before being finished."""
    received = window.by_now(case.received_on)
    return received and not case.was_finished and window.within(case.stopped_on)


def pending(case: CaseFact, window: Window) -> bool:
    """Received and not settled by the window's last day."""
    return window.by_now(case.received_on) and not window.by_now(case.settled_on)


def early(case: CaseFact, window: Window) -> bool:
    """Finished in the window, before the last legal day."""
    return resolved(case, window) and _days_late(case) < 0


def on_time(case: CaseFact, window: Window) -> bool:
    """Finished in the window, on the last legal day or with none set."""
    return resolved(case, window) and _days_late(case) == 0


def late(case: CaseFact, window: Window) -> bool:
    """Finished in the window, after the last legal day."""
    return resolved(case, window) and _days_late(case) > 0


def _days_late(case: CaseFact) -> int:
    """Calendar days from the last legal day to the finish; 0 where the law sets no day."""
    if case.deliver_by is None or case.finished_on is None:
        return 0
    return (case.finished_on - case.deliver_by).days


def overdue(case: CaseFact, window: Window) -> bool:
    """Pending, and the day promised has passed."""
    return pending(case, window) and is_late(case.deliver_by, window.seen_on)


def pending_in_time(case: CaseFact, window: Window) -> bool:
    """Pending, and the day promised has not passed or is not set."""
    return pending(case, window) and not overdue(case, window)


def behind(case: CaseFact, window: Window) -> bool:
    """Pending in time, but the office's own step is late."""
    return pending_in_time(case, window) and is_late(case.ready_by, window.seen_on)


def event_late(case: CaseFact, window: Window) -> bool:
    """Not taken in, or waiting for papers, and the event's own limit has passed."""
    if not (waiting_visit(case, window) or waiting_papers(case, window)):
        return False
    return is_late(case.register_by, window.seen_on)


def waiting_papers(case: CaseFact, window: Window) -> bool:
    """Pending, and papers were asked for that have not come: no promise runs."""
    return pending(case, window) and window.by_now(case.paused_on)


def handover_overdue(case: CaseFact, window: Window) -> bool:
    """The paper is ready, and the day it was promised for has passed."""
    return waiting_handover(case, window) and is_late(case.deliver_by, window.seen_on)


def apologised(case: CaseFact, window: Window) -> bool:
    """The office apologised, first in this window, for a day it did not keep."""
    return window.within(case.apologised_on)


def no_apology(case: CaseFact, window: Window) -> bool:
    """Overdue, or ready and not brought in time, without a word of apology."""
    waits = overdue(case, window) or handover_overdue(case, window)
    return waits and not window.by_now(case.apologised_on)


def late_now(case: CaseFact, window: Window) -> bool:
    """Late by whichever clock binds: what the list of cases shows as late."""
    return any(counts(case, window) for counts in (overdue, event_late, handover_overdue))


def handed_over(case: CaseFact, window: Window) -> bool:
    """The paper came into the hands of the family in the window."""
    return window.within(case.handed_over_on)


def handed_over_late(case: CaseFact, window: Window) -> bool:
    """Handed over in the window, after the last legal day."""
    on, by = case.handed_over_on, case.deliver_by
    return handed_over(case, window) and on is not None and by is not None and on > by


def handed_over_in_time(case: CaseFact, window: Window) -> bool:
    """Handed over in the window, by the last legal day or with none set."""
    return handed_over(case, window) and not handed_over_late(case, window)


def handed_over_digitised(case: CaseFact, window: Window) -> bool:
    """Handed over in the window, an electronic result attached on that day or before it."""
    return handed_over(case, window) and _digitised_by(case, case.handed_over_on)


def handed_over_on_paper_only(case: CaseFact, window: Window) -> bool:
    """Handed over in the window, nothing attached by then; a file that came later is too late."""
    return handed_over(case, window) and not _digitised_by(case, case.handed_over_on)


def _digitised_by(case: CaseFact, day: date | None) -> bool:
    return case.digitised_on is not None and day is not None and case.digitised_on <= day


def waiting_handover(case: CaseFact, window: Window) -> bool:
    """Finished, and the paper not yet handed over."""
    finished = case.was_finished and window.by_now(case.finished_on)
    gone = window.by_now(case.handed_over_on) or window.by_now(case.stopped_on)
    return finished and not gone


def waiting_visit(case: CaseFact, window: Window) -> bool:
    """Asked for and not yet received, not withdrawn."""
    asked = case.requested_on <= window.seen_on
    return asked and not (window.by_now(case.received_on) or window.by_now(case.settled_on))


def registered(case: CaseFact, window: Window) -> bool:
    """Written in a civil register in the window."""
    return case.register is not None and window.within(case.registered_on)


def birth_registered(case: CaseFact, window: Window) -> bool:
    """Written in the birth register in the window."""
    return registered(case, window) and case.register == Register.BIRTH


def death_registered(case: CaseFact, window: Window) -> bool:
    """Written in the death register in the window."""
    return registered(case, window) and case.register == Register.DEATH


def registered_timely(case: CaseFact, window: Window) -> bool:
    """Registered in the window, within 60 days of the birth or 15 of the death."""
    return registered(case, window) and case.timely is True


def registered_late(case: CaseFact, window: Window) -> bool:
    """Registered in the window, after the event's own limit."""
    return registered(case, window) and case.timely is False


def registered_open(case: CaseFact, window: Window) -> bool:
    """Registered in the window; the event's day is not known well enough to say."""
    return registered(case, window) and case.timely is None


def of_register(register: Register, counts: Counts) -> Counts:
    """What ``counts`` counts, of one register alone: each has its own limit."""

    def both(case: CaseFact, window: Window) -> bool:
        return case.register == register and counts(case, window)

    return both


def registered_entered(case: CaseFact, window: Window) -> bool:
    """Registered in the window and entered in the official systems by its last day."""
    return registered(case, window) and window.by_now(case.entered_on)


def registered_not_entered(case: CaseFact, window: Window) -> bool:
    """Registered in the window and not entered by its last day."""
    return registered(case, window) and not window.by_now(case.entered_on)


def not_entered(case: CaseFact, window: Window) -> bool:
    """Registered at any time up to the window's last day and not entered by then."""
    registered = case.register is not None and window.by_now(case.registered_on)
    return registered and not window.by_now(case.entered_on)


def not_entered_for(least: int, most: int | None) -> Counts:
    """Counts what has waited ``least`` to ``most`` calendar days, both inclusive."""

    def counts(case: CaseFact, window: Window) -> bool:
        if not not_entered(case, window) or case.registered_on is None:
            return False
        age = (window.seen_on - case.registered_on).days
        return age >= least and (most is None or age <= most)

    return counts
