"""What stands at the registrar's desk: to register, written, not yet entered officially."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fieldops.civil.procedures import RULES, signs_register
from fieldops.domain.case import Register
from fieldops.domain.paging import Page, page_of
from fieldops.services import clocks
from fieldops.services.clocks import CaseClock
from fieldops.store import registration as rows
from fieldops.store.cases import handover_of
from fieldops.store.cases import registration_of as entry_of
from fieldops.store.tables import CaseRow, HandoverRow, RegistrationRow

WITH_ENTRY = frozenset(rule.procedure.value for rule in RULES if signs_register(rule))
WITHOUT_ENTRY = (
    frozenset(rule.procedure.value for rule in RULES if rule.intake and rule.hand_over) - WITH_ENTRY
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A received dossier that waits at the office, and its dates."""

    case: CaseRow
    clock: CaseClock


@dataclass(frozen=True, slots=True)
class NotEntered:
    """An entry not yet typed into the official systems, and for how many days."""

    row: RegistrationRow
    age_days: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits at the desk: to register, to finish without a register, to enter officially."""

    to_register: list[Waiting]
    to_finish: list[Waiting]
    to_enter: list[NotEntered]


def desk(session: Session, today: date) -> Desk:
    """All that waits, each list the most pressing first."""
    found = waiting(session, today)
    return Desk(
        to_register=[one for one in found if one.clock.rule.register],
        to_finish=[one for one in found if not one.clock.rule.register],
        to_enter=not_entered(session, today),
    )


def waiting(session: Session, today: date) -> list[Waiting]:
    """Received dossiers to register or finish, the soonest date first."""
    days = clocks.calendar(session)
    found = [
        Waiting(row, clocks.clock_of(row, today, days))
        for row in rows.waiting(session, WITH_ENTRY | WITHOUT_ENTRY)
    ]
    return sorted(found, key=lambda one: (one.clock.due or date.max, one.case.id))


def not_entered(session: Session, today: date) -> list[NotEntered]:
    """Entries not yet in the official systems, the oldest first."""
    return [NotEntered(row, (today - row.registered_on).days) for row in rows.not_entered(session)]


def entries(
    session: Session, register: str = "", year: int | None = None, page: int = 1
) -> Page[RegistrationRow]:
    """The entries of a register and year ("" and None: all), the newest first."""
    return page_of(rows.all_of(session, register, year), page)


def years(session: Session) -> Sequence[int]:
    """Years that have entries, the newest first."""
    return rows.years(session)


def next_number(session: Session, register: Register, year: int) -> int:
    """The number after the last one known here: offered, never imposed."""
    return rows.last_number(session, register.value, year) + 1


def last_volume(session: Session, register: Register, year: int) -> str:
    """The volume last written in, to be offered again."""
    return rows.last_volume(session, register.value, year)


def registration_of(session: Session, case_id: int) -> RegistrationRow | None:
    """The case's entry, if it has one."""
    return entry_of(session, case_id)


def receipt_of(session: Session, case_id: int) -> HandoverRow | None:
    """Who got the case's paper, if it was handed over."""
    return handover_of(session, case_id)
