"""Queries over cases: one, many by what is asked, and what happened to each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from fieldops.domain.case import CLOSED, CaseState
from fieldops.store.search import holds
from fieldops.store.tables import (
    AuditRow,
    CaseRow,
    CitizenRow,
    HamletRow,
    HandoverRow,
    HouseholdRow,
    OutcomeRow,
    RegistrationRow,
    VisitCaseRow,
    VisitRow,
)

OPEN_STATES = tuple(state.value for state in CaseState if state not in CLOSED)


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What a list of cases is asked for; empty means all.

    ``text`` is folded as names are; ``dossier`` is part of an official code, lower case.
    """

    states: tuple[str, ...] = ()
    procedure: str = ""
    hamlet_id: int | None = None
    text: str = ""
    dossier: str = ""
    code: int | None = None
    held: bool = False


def get(session: Session, case_id: int) -> CaseRow | None:
    """The case with its person and home."""
    query = select(CaseRow).where(CaseRow.id == case_id)
    return session.scalars(_with_people(query)).unique().first()


def some(session: Session, case_ids: Collection[int]) -> Sequence[CaseRow]:
    """The cases of these ids that exist, by id."""
    query = select(CaseRow).where(CaseRow.id.in_(case_ids)).order_by(CaseRow.id)
    return session.scalars(_with_people(query)).unique().all()


def lock(session: Session, case_ids: Collection[int]) -> None:
    """
    Hold these cases until the transaction ends, and read them anew.

    Two officers who act on one case at once then come one after the other, and the second one
    meets the state the first one left. SQLite lets one writer in at a time anyway.
    """
    query = select(CaseRow).where(CaseRow.id.in_(case_ids)).order_by(CaseRow.id)
    query = query.with_for_update().execution_options(populate_existing=True)
    session.scalars(query).all()


def matching(session: Session, asked: Asked) -> Sequence[CaseRow]:
    """The cases asked for, the newest request first."""
    query = _narrowed(select(CaseRow), asked)
    query = _with_people(query).order_by(CaseRow.requested_on.desc(), CaseRow.id.desc())
    return session.scalars(query).unique().all()


def _narrowed(query: Select[CaseRow], asked: Asked) -> Select[CaseRow]:
    if asked.states:
        query = query.where(CaseRow.state.in_(asked.states))
    if asked.procedure:
        query = query.where(CaseRow.procedure == asked.procedure)
    if asked.held:
        query = query.where(CaseRow.held != "")
    if asked.hamlet_id:
        query = query.where(HouseholdRow.hamlet_id == asked.hamlet_id)
    if asked.text or asked.dossier or asked.code:
        query = query.where(or_(*_finds(asked)))
    return query


def _finds(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.code:
        found.append(CaseRow.id == asked.code)
    if asked.text:
        words = asked.text.split()
        found.append(and_(*holds(CitizenRow.search, words)))
        found.append(and_(*holds(HouseholdRow.search, words)))
    if asked.dossier:
        found.append(func.lower(CaseRow.dossier_code).contains(asked.dossier, autoescape=True))
    return found


def _with_people(query: Select[CaseRow]) -> Select[CaseRow]:
    return (
        query.join(CaseRow.citizen)
        .join(CaseRow.household)
        .options(contains_eager(CaseRow.citizen), contains_eager(CaseRow.household))
    )


def counts_by_state(session: Session) -> dict[str, int]:
    """How many cases stand in each state."""
    query = select(CaseRow.state, func.count(CaseRow.id)).group_by(CaseRow.state)
    return {state: count for state, count in session.execute(query)}  # noqa: C416 - rows, not pairs


def count_held(session: Session) -> int:
    """Open cases that wait for a decision."""
    query = select(func.count(CaseRow.id)).where(CaseRow.held != "", CaseRow.state.in_(OPEN_STATES))
    return session.scalar(query) or 0


def of_citizen(session: Session, citizen_id: int, procedures: Collection[str]) -> list[CaseRow]:
    """The person's cases of these procedures, oldest first."""
    query = select(CaseRow).where(
        CaseRow.citizen_id == citizen_id, CaseRow.procedure.in_(procedures)
    )
    return list(session.scalars(query.order_by(CaseRow.id)))


def of_household(session: Session, household_id: int) -> Sequence[CaseRow]:
    """All cases of a home, the newest first."""
    query = select(CaseRow).where(CaseRow.household_id == household_id)
    return session.scalars(_with_people(query).order_by(CaseRow.id.desc())).unique().all()


def visits_of(session: Session, case_id: int) -> Sequence[VisitRow]:
    """Every visit made or wanted for the case, the first one first."""
    query = select(VisitRow).join(VisitRow.visit_cases).where(VisitCaseRow.case_id == case_id)
    return session.scalars(query.order_by(VisitRow.id)).unique().all()


def outcomes_of(session: Session, visit_ids: Collection[int]) -> Sequence[OutcomeRow]:
    """What was reported of these visits, in the order it came in."""
    query = select(OutcomeRow).where(OutcomeRow.visit_id.in_(visit_ids))
    return session.scalars(query.order_by(OutcomeRow.received_at)).all()


def registration_of(session: Session, case_id: int) -> RegistrationRow | None:
    """The entry of the case in its register."""
    return session.scalars(
        select(RegistrationRow).where(RegistrationRow.case_id == case_id)
    ).first()


def handover_of(session: Session, case_id: int) -> HandoverRow | None:
    """Who got the paper."""
    return session.scalars(select(HandoverRow).where(HandoverRow.case_id == case_id)).first()


def history_of(session: Session, case_id: int) -> Sequence[AuditRow]:
    """What was done to the case, the newest first."""
    query = select(AuditRow).where(
        AuditRow.subject_type == "case", AuditRow.subject_id == str(case_id)
    )
    return session.scalars(query.order_by(AuditRow.seq.desc())).all()


def household_with_people(session: Session, household_id: int) -> HouseholdRow | None:
    """A home that is not archived, with who lives there."""
    query = (
        select(HouseholdRow)
        .where(HouseholdRow.id == household_id, HouseholdRow.archived_at.is_(None))
        .options(joinedload(HouseholdRow.citizens))
    )
    return session.scalars(query).unique().first()


def hamlets(session: Session) -> Sequence[HamletRow]:
    """The commune's hamlets by name."""
    return session.scalars(select(HamletRow).order_by(HamletRow.name)).all()
