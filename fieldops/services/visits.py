"""Visits: closing one that was made, with what was found for each of its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.outcome import Result
from fieldops.domain.sentences import Sentence
from fieldops.domain.told_hours import ToldHours
from fieldops.domain.visit import OPEN, VisitState
from fieldops.store import demand as rows
from fieldops.store.tables import VisitRow


def get(session: Session, visit_id: int) -> VisitRow:
    """The visit; NotFound when it is not there or another commune's."""
    row = rows.visit(session, visit_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy chuyến thăm này."))
    return row


def finish(
    session: Session,
    visit_id: int,
    results: Mapping[int, Result],
    made_on: date,
    at: datetime,
) -> VisitRow:
    """
    Close a visit that was made: DONE when any case of it was done, else MISSED.

    ``results`` by case id; a case of the visit that is not named was not done (OTHER). Raises
    Conflict when the visit is closed already. Call it **before** the acts on the cases
    (``cases.record_intake``, ``registration.hand_over``, …): each of those refreshes demand, which
    would take a visit still open for one no longer needed.
    """
    row = close(get(session, visit_id), results, made_on, at)
    session.flush()
    return row


def close(
    row: VisitRow,
    results: Mapping[int, Result],
    made_on: date,
    at: datetime,
    told: Sequence[ToldHours] = (),
) -> VisitRow:
    """
    ``finish`` for a row at hand; the caller flushes. ``told`` by neighbours counts only where
    nobody was met.
    """
    if VisitState(row.state) not in OPEN:
        raise Conflict(Sentence("Chuyến thăm này đã được ghi kết quả hoặc không còn cần."))
    of_visit = {one.case_id: one for one in row.visit_cases}
    if results.keys() - of_visit.keys():
        raise Invalid(Sentence("Có hồ sơ không thuộc chuyến thăm này. Tải lại rồi ghi lại."))
    for case_id, one in of_visit.items():
        one.result = results.get(case_id, Result.OTHER).value
    overall = Result.DONE if Result.DONE in results.values() else _first(results)
    row.result = overall.value
    row.state = (VisitState.DONE if overall == Result.DONE else VisitState.MISSED).value
    row.made_on, row.closed_at = made_on, at
    row.told = [one.to_json() for one in told] if overall == Result.NOT_HOME else []
    row.told_binds = False
    row.version += 1
    return row


def _first(results: Mapping[int, Result]) -> Result:
    return next((results[case_id] for case_id in sorted(results)), Result.OTHER)
