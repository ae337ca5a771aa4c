"""Calls on the hotline and walk-ins: what is told becomes a household's need, its way in kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.case import Procedure
from fieldops.domain.errors import Invalid
from fieldops.domain.office import Via
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import fold, tidy
from fieldops.registry.phones import local_number
from fieldops.services import cases, households, registry
from fieldops.services.audit import Actor
from fieldops.services.cases import Details
from fieldops.services.households import Entered, Member
from fieldops.store import office as rows
from fieldops.store import scope
from fieldops.store.tables import CaseRow, CitizenRow, IntakeRow

MOST_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Call:
    """What a caller tells. ``head_name`` is empty where the person heads the household."""

    via: Via
    procedure: Procedure
    person: str
    hamlet_id: int
    birth: PartialDate | None = None
    head_name: str = ""
    address_note: str = ""
    caller: str = ""
    relation: str = ""
    phone: str = ""
    event_on: date | None = None
    notes: str = ""


def alike(session: Session, call: Call) -> Sequence[CitizenRow]:
    """People of that name already known in the hamlet: nobody is to be entered twice."""
    wanted = registry.wanted(call.person, None, hamlet_id=call.hamlet_id)
    homes = registry.page(session, wanted, 1).rows
    name = fold(call.person)
    found = [one for home in homes for one in home.citizens if fold(one.full_name) == name]
    return found[:MOST_OFFERED]


def take(
    session: Session, actor: Actor, call: Call, known: CitizenRow | None, today: date, at: datetime
) -> CaseRow:
    """
    Open the case, for a ``known`` person or for one entered now with their household.

    Raises Invalid naming the field, and Conflict as ``cases.request`` does.
    """
    phone = _phone(call)
    person = known or _enter(session, actor, call, phone, today, at)
    details = Details(
        informant_name=tidy(call.caller)[:120],
        informant_relation=tidy(call.relation)[:60],
        informant_phone=phone,
        event_on=call.event_on,
        notes=tidy(call.notes),
    )
    home, citizen = person.household_id, person.id
    row = cases.request(session, actor, home, citizen, call.procedure, today, at, details)
    session.add(
        IntakeRow(
            commune_code=scope.current(session),
            case_id=row.id,
            via=call.via.value,
            taken_by=actor.name,
            taken_at=at,
        )
    )
    session.flush()
    return row


def _enter(
    session: Session, actor: Actor, call: Call, phone: str, today: date, at: datetime
) -> CitizenRow:
    entered = Entered(
        hamlet_id=call.hamlet_id,
        head_name=tidy(call.head_name) or tidy(call.person),
        address_note=tidy(call.address_note)[:300],
        phone=phone,
        phone_owner=tidy(call.caller)[:120] if phone else "",
        members=(Member(None, tidy(call.person), birth=call.birth),),
    )
    home = households.create(session, entered, actor, at, today)
    session.flush()
    return home.citizens[0]


def _phone(call: Call) -> str:
    if not call.phone.strip():
        if call.via is Via.HOTLINE:
            told = Sentence("Ghi số điện thoại của người gọi để gọi lại khi cần.")
            raise Invalid(told, field="phone")
        return ""
    phone = local_number(call.phone)
    if phone is None:
        told = Sentence("Số điện thoại phải có 10 chữ số, bắt đầu bằng 0.")
        raise Invalid(told, field="phone")
    return phone


def latest(session: Session, limit: int = 10) -> list[tuple[IntakeRow, CaseRow]]:
    """What came in last, the newest first."""
    return [(row, cases.get(session, row.case_id)) for row in rows.intakes(session, limit)]


def way_in(session: Session, case_id: int) -> IntakeRow | None:
    """How the case came in, if by phone or at the office."""
    return rows.intake_of(session, case_id)
