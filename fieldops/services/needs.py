"""Needs: what a person asks for at home becomes a case, once for each procedure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from fieldops.domain.case import Procedure
from fieldops.store.tables import CaseRow, CitizenRow


def request(
    session: Session, citizen: CitizenRow, procedures: Iterable[Procedure], today: date
) -> int:
    """Open a case for each procedure; the caller knows that none is open. Returns how many."""
    cases = [
        CaseRow(
            commune_code=citizen.commune_code,
            household_id=citizen.household_id,
            citizen_id=citizen.id,
            procedure=procedure,
            requested_on=today,
        )
        for procedure in procedures
    ]
    session.add_all(cases)
    session.flush()
    return len(cases)
