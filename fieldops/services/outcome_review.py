"""Review: reports the books could not follow by themselves, and a supervisor's word on each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.outcome import Fate
from fieldops.domain.sentences import Sentence
from fieldops.outcomes.decide import Effect, cannot_follow, effect_of
from fieldops.outcomes.reading import Unreadable, read
from fieldops.outcomes.report import Report
from fieldops.services import audit, outcome_effects
from fieldops.services.audit import Actor
from fieldops.services.outcome_books import Moment, known
from fieldops.services.outcome_effects import Scene
from fieldops.store import outcomes as rows
from fieldops.store.tables import OutcomeRow, VisitRow

MOST = 300
"""Characters of a supervisor's note."""


@dataclass(frozen=True, slots=True)
class Review:
    """
    A report that waits, and the books beside it.

    ``stands`` is what is taken as true now. ``hindrance`` says why the books cannot follow the
    report; None when they can. ``effect`` is what following it would do to each case; None where
    they cannot.
    """

    outcome: OutcomeRow
    report: Report | None
    visit: VisitRow | None
    stands: OutcomeRow | None
    hindrance: Sentence | None
    effect: Effect | None


def waiting(session: Session) -> list[Review]:
    """Reports to decide about, oldest first."""
    found = rows.waiting(session)
    ids = [row.visit_id for row in found if row.visit_id is not None]
    visits, stands = rows.visits(session, ids), rows.standing(session, ids)
    return [
        _review(session, row, visits.get(row.visit_id or 0), stands.get(row.visit_id or 0, []))
        for row in found
    ]


def keep(session: Session, actor: Actor, outcome_id: str, note: str, moment: Moment) -> OutcomeRow:
    """The books stay as they are; the report is kept beside them with the reason."""
    row = _waiting(session, outcome_id)
    if not note.strip():
        raise Invalid(Sentence("Ghi lý do giữ nguyên sổ, để đội biết."), field="note")
    _settle(session, actor, row, note, moment, followed=False)
    return row


def follow(
    session: Session, actor: Actor, outcome_id: str, note: str, moment: Moment
) -> OutcomeRow:
    """
    The books follow the report after all.

    Raises Conflict where they cannot (``Review.hindrance``), and whatever the services of cases
    and registration say against it; nothing is half-done then.
    """
    row = _waiting(session, outcome_id)
    visit = rows.visit(session, row.visit_id) if row.visit_id is not None else None
    report = _report(row)
    if report is None or visit is None:
        raise Conflict(_UNKNOWN)
    about = known(session, visit)
    if hindrance := cannot_follow(report, about):
        raise Conflict(hindrance)
    made_on = moment.day_of(report)
    scene = Scene(session, actor, visit, report, made_on, moment.today, moment.at)
    with session.begin_nested():
        outcome_effects.apply([(scene, effect_of(report, about))])
    row.fate = Fate.STORED
    _settle(session, actor, row, note, moment, followed=True)
    return row


_UNKNOWN = Sentence("Báo cáo này không gắn được với chuyến thăm nào nên chỉ giữ lại.")


def _review(
    session: Session, row: OutcomeRow, visit: VisitRow | None, stands: list[OutcomeRow]
) -> Review:
    report = _report(row)
    standing = stands[0] if stands else None
    if report is None or visit is None:
        return Review(row, report, visit, standing, _UNKNOWN, None)
    about = known(session, visit)
    hindrance = cannot_follow(report, about)
    effect = effect_of(report, about) if hindrance is None else None
    return Review(row, report, visit, standing, hindrance, effect)


def _report(row: OutcomeRow) -> Report | None:
    found = read(row.body)
    return None if isinstance(found, Unreadable) else found


def _waiting(session: Session, outcome_id: str) -> OutcomeRow:
    row = rows.by_id(session, outcome_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy báo cáo này trong xã."))
    if row.reviewed_at is not None or row.fate in (Fate.STORED, Fate.ALREADY):
        raise Conflict(Sentence("Báo cáo này đã có người xem rồi. Tải lại danh sách."))
    return row


def _settle(
    session: Session, actor: Actor, row: OutcomeRow, note: str, moment: Moment, *, followed: bool
) -> None:
    row.reviewed_by, row.reviewed_at = actor.name, moment.at
    row.review_note = " ".join(note.split())[:MOST]
    audit.record(
        session, actor, "outcome.reviewed", ("outcome", row.id), moment.at, followed=followed
    )
