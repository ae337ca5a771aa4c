"""Births and deaths that stand in the books twice: found, compared, and one of two taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.civil.states import Act, allowed
from fieldops.domain.case import (
    AGAIN,
    BIRTHS,
    DEATHS,
    CaseState,
    Procedure,
    Register,
    case_code,
)
from fieldops.domain.errors import NotFound
from fieldops.domain.sentences import Sentence
from fieldops.registry.duplicates import EventRecord, Kind, Pair, events
from fieldops.registry.names import fold
from fieldops.services import cases
from fieldops.services.audit import Actor
from fieldops.services.duplicates import (
    Double,
    People,
    known_people,
    note_apart,
    unsettled,
    with_rows,
)
from fieldops.store import cases as case_rows
from fieldops.store import duplicates as rows
from fieldops.store.tables import CaseRow, RegistrationRow

REGISTERS = dict.fromkeys(BIRTHS - AGAIN, Register.BIRTH) | dict.fromkeys(
    DEATHS - AGAIN, Register.DEATH
)
"""Procedures that enter a birth or a death, which happens once; not those that enter it again."""


@dataclass(frozen=True, slots=True)
class DoubleCases:
    """``pairs`` holds SHOWN at most of ``count``."""

    pairs: Sequence[Double[CaseRow]]
    count: int


@dataclass(frozen=True, slots=True)
class CaseSide:
    """One of the two: its entry in the register, and whether it can be taken back."""

    case: CaseRow
    entry: RegistrationRow | None

    @property
    def may_go(self) -> bool:
        return self.entry is None and Act.WITHDRAW in allowed(CaseState(self.case.state))


@dataclass(frozen=True, slots=True)
class TwoCases:
    """Two cases compared; ``pair`` is None where nothing speaks for their being one."""

    one: CaseSide
    other: CaseSide
    pair: Pair | None


def found(session: Session, known: People) -> DoubleCases:
    """All pairs nobody has settled yet, the likeliest first."""
    told = rows.event_cases(session, [one.value for one in REGISTERS])
    pairs = unsettled(
        session, Kind.CASE, events((_record(row, known) for row in told), known.judge)
    )
    return DoubleCases(with_rows(session, CaseRow, pairs), len(pairs))


def compare(session: Session, case_id: int, twin_id: int) -> TwoCases:
    """Two cases of one register side by side. Raises NotFound."""
    one, other = cases.get(session, case_id), cases.get(session, twin_id)
    of_one, of_other = (REGISTERS.get(Procedure(row.procedure)) for row in (one, other))
    if one is other or of_one is None or of_one != of_other:
        raise NotFound(Sentence("Hai hồ sơ này không cùng một sổ. Xem lại danh sách trùng."))
    known = known_people(session, [one.citizen_id, other.citizen_id])
    pairs = events([_record(row, known) for row in (one, other)])
    return TwoCases(_side(session, one), _side(session, other), pairs[0] if pairs else None)


def _side(session: Session, row: CaseRow) -> CaseSide:
    return CaseSide(row, case_rows.registration_of(session, row.id))


def take_back(
    session: Session,
    actor: Actor,
    ids: tuple[int, int],
    gone_id: int,
    reason: str,
    today: date,
    at: datetime,
) -> None:
    """
    One of the two is withdrawn, the other stays; the reason names the case that stays.

    Raises Conflict where the case has gone too far to be taken back, Invalid without a reason,
    NotFound where the two cannot be one.
    """
    kept = next((one for one in ids if one != gone_id), None)
    if gone_id not in ids or kept is None:
        raise NotFound(Sentence("Chọn một trong hai hồ sơ để rút."))
    compare(session, *ids)
    said = f"Trùng {case_code(kept)}: {reason.strip()}" if reason.strip() else ""
    cases.withdraw(session, actor, gone_id, said, today, at)


def keep_both(session: Session, actor: Actor, ids: tuple[int, int], now: datetime) -> None:
    """They are about two events: the pair is not shown again."""
    compare(session, *ids)
    note_apart(session, Kind.CASE, ids, actor, now)


def _record(row: CaseRow | rows.Found, known: People) -> EventRecord:
    return EventRecord(
        id=row.id,
        register=REGISTERS[Procedure(row.procedure)],
        person=known.records[row.citizen_id],
        event_on=row.event_on,
        dossier_code=row.dossier_code.strip(),
        informant=row.informant_phone or fold(row.informant_name),
    )
