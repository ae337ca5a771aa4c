"""Outcomes: put in once, read back, and never changed but for what was decided about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fieldops.domain.outcome import Fate
from fieldops.store.tables import CaseRow, HouseholdRow, OutcomeRow, VisitCaseRow, VisitRow


def by_id(session: Session, outcome_id: str) -> OutcomeRow | None:
    """The outcome; None when it never came, or is another commune's."""
    return session.scalars(select(OutcomeRow).where(OutcomeRow.id == outcome_id)).first()


def standing(session: Session, visit_ids: Iterable[int]) -> dict[int, list[OutcomeRow]]:
    """
    Per visit the reports that stand, the one that counts first.

    Those stored and not corrected by one that is stored; what a supervisor chose, or came last,
    before what came earlier.
    """
    rows = session.scalars(
        select(OutcomeRow)
        .where(OutcomeRow.visit_id.in_(set(visit_ids)), OutcomeRow.fate == Fate.STORED)
        .order_by(
            func.coalesce(OutcomeRow.reviewed_at, OutcomeRow.received_at).desc(),
            OutcomeRow.id.desc(),
        )
    ).all()
    corrected = {row.supersedes for row in rows}
    stands: dict[int, list[OutcomeRow]] = {}
    for row in rows:
        if row.id not in corrected and row.visit_id is not None:
            stands.setdefault(row.visit_id, []).append(row)
    return stands


def told(session: Session, visit_ids: Iterable[int]) -> dict[int, OutcomeRow]:
    """Per visit what its team sees as said: what stands, else the last one yet to be reviewed."""
    waits = session.scalars(
        select(OutcomeRow)
        .where(
            OutcomeRow.visit_id.in_(set(visit_ids)),
            OutcomeRow.fate == Fate.NEEDS_REVIEW,
            OutcomeRow.reviewed_at.is_(None),
        )
        .order_by(OutcomeRow.received_at, OutcomeRow.id)
    )
    stands = {visit_id: rows[0] for visit_id, rows in standing(session, visit_ids).items()}
    return {row.visit_id: row for row in waits if row.visit_id is not None} | stands


def visit(session: Session, visit_id: int) -> VisitRow | None:
    """The visit, held against other reports of it until the transaction ends."""
    return session.scalars(
        select(VisitRow)
        .where(VisitRow.id == visit_id)
        .options(selectinload(VisitRow.visit_cases).joinedload(VisitCaseRow.case))
        .with_for_update(of=VisitRow)
        .execution_options(populate_existing=True)
    ).first()


def known_ids(session: Session, ids: Collection[str]) -> set[str]:
    """Which of these outcomes came before."""
    return set(session.scalars(select(OutcomeRow.id).where(OutcomeRow.id.in_(ids))))


def held_visits(session: Session, visit_ids: Collection[int]) -> dict[int, VisitRow]:
    """``visit`` for several, always locked in the same order."""
    rows = session.scalars(
        select(VisitRow)
        .where(VisitRow.id.in_(visit_ids))
        .order_by(VisitRow.id)
        .options(selectinload(VisitRow.visit_cases).joinedload(VisitCaseRow.case))
        .with_for_update(of=VisitRow)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def by_person(session: Session, person_id: int, most: int) -> Sequence[tuple[OutcomeRow, str]]:
    """What one login reported, newest first, with the home's name ("" for a visit unknown)."""
    found = session.execute(
        select(OutcomeRow, func.coalesce(HouseholdRow.head_name, ""))
        .outerjoin(VisitRow, VisitRow.id == OutcomeRow.visit_id)
        .outerjoin(HouseholdRow, HouseholdRow.id == VisitRow.household_id)
        .where(OutcomeRow.recorded_by == person_id)
        .order_by(OutcomeRow.received_at.desc(), OutcomeRow.id.desc())
        .limit(most)
    )
    return [(row, name) for row, name in found]


def visits(session: Session, visit_ids: Iterable[int]) -> dict[int, VisitRow]:
    """Visits by id, with their homes and cases."""
    rows = session.scalars(
        select(VisitRow)
        .where(VisitRow.id.in_(set(visit_ids)))
        .options(
            joinedload(VisitRow.household),
            selectinload(VisitRow.visit_cases)
            .joinedload(VisitCaseRow.case)
            .joinedload(CaseRow.citizen),
        )
    )
    return {row.id: row for row in rows}


def waiting(session: Session) -> Sequence[OutcomeRow]:
    """Reports a supervisor has yet to decide about, oldest first."""
    return session.scalars(
        select(OutcomeRow)
        .where(
            OutcomeRow.fate.in_((Fate.NEEDS_REVIEW, Fate.QUARANTINED)),
            OutcomeRow.reviewed_at.is_(None),
        )
        .order_by(OutcomeRow.received_at, OutcomeRow.id)
    ).all()


_ALL = {"all_communes": True}
_QUARANTINED = (OutcomeRow.fate == Fate.QUARANTINED, OutcomeRow.reviewed_at.is_(None))


def quarantined(session: Session) -> Sequence[OutcomeRow]:
    """What could not be read and nobody has settled, oldest first."""
    query = select(OutcomeRow).where(*_QUARANTINED)
    return session.scalars(query.order_by(OutcomeRow.received_at, OutcomeRow.id)).all()


def communes_with_quarantined(session: Session) -> Sequence[str]:
    """The communes that have any, in order of their codes; the session is in none."""
    query = select(OutcomeRow.commune_code).where(*_QUARANTINED).distinct()
    found = session.scalars(query.order_by(OutcomeRow.commune_code), execution_options=_ALL)
    return found.all()


def sequence_of(session: Session, device_id: str) -> list[int]:
    """The sequence numbers that came from a device, ascending."""
    numbers = session.scalars(
        select(OutcomeRow.device_seq)
        .where(OutcomeRow.device_id == device_id, OutcomeRow.device_seq.is_not(None))
        .distinct()
        .order_by(OutcomeRow.device_seq)
    )
    return [number for number in numbers if number is not None]
