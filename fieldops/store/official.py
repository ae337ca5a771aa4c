"""Queries behind the reconciliation with the official systems."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from fieldops.store.tables import CaseRow, OfficialListRow, RegistrationRow


def lists(session: Session) -> Sequence[OfficialListRow]:
    """The lists brought in, the newest first, without their lines."""
    return session.scalars(select(OfficialListRow).order_by(OfficialListRow.id.desc())).all()


def get(session: Session, official_id: int, *, to_change: bool = False) -> OfficialListRow | None:
    """One list; ``to_change`` holds it until the transaction ends."""
    query = select(OfficialListRow).where(OfficialListRow.id == official_id)
    return session.scalars(query.with_for_update() if to_change else query).first()


def ours(session: Session) -> Sequence[tuple[CaseRow, RegistrationRow | None]]:
    """Cases that have a dossier code or an entry, each with its entry."""
    query = (
        select(CaseRow, RegistrationRow)
        .outerjoin(RegistrationRow, RegistrationRow.case_id == CaseRow.id)
        .join(CaseRow.citizen)
        .options(contains_eager(CaseRow.citizen))
        .where(or_(CaseRow.dossier_code != "", RegistrationRow.id.is_not(None)))
        .order_by(CaseRow.id)
    )
    return [(case, entry) for case, entry in session.execute(query)]
