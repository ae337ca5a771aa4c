"""
Batches: what phones send at once is stored and answered at once; the books follow after.

A report whose answer could still change is carried out before it is answered (ADR 18).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from fieldops.domain.case import CaseState
from fieldops.domain.outcome import Fate
from fieldops.domain.visit import OPEN, VisitKind, VisitState
from fieldops.outcomes.decide import Decision, decide
from fieldops.outcomes.following import CaseDays, may_wait
from fieldops.outcomes.known import KnownVisit
from fieldops.outcomes.reading import Unreadable, read
from fieldops.outcomes.report import Report
from fieldops.services import audit, following, outcomes
from fieldops.services.audit import Actor
from fieldops.services.outcome_books import Moment, standing_of
from fieldops.services.outcomes import Verdict, values_of
from fieldops.store import outcome_batches as rows
from fieldops.store import outcomes as kept
from fieldops.store import scope
from fieldops.store.outcome_batches import Book
from fieldops.store.tables import OutcomeRow


@dataclass(frozen=True, slots=True)
class Sent:
    """What one phone sent, by whom and when: each item as it came, and what was read of it."""

    actor: Actor
    moment: Moment
    items: Sequence[Any]
    found: Sequence[Report | Unreadable]

    @property
    def reports(self) -> list[_Told]:
        """Those that could be read, in the order sent."""
        return [_Told(str(one.id), one, self) for one in self.found if isinstance(one, Report)]


@dataclass(frozen=True, slots=True)
class _Told:
    """One report by its id, and what it came with."""

    key: str
    report: Report
    sent: Sent


def read_all(actor: Actor, items: Sequence[Any], moment: Moment) -> Sent:
    """What can be done before anything is held."""
    return Sent(actor, moment, items, [read(item) for item in items])


def record(session: Session, batches: Sequence[Sent]) -> list[list[Verdict]]:
    """
    ``outcomes.record`` for each of each batch, in their order, but that the books may follow later.

    Reports of different homes do not touch each other, so that they are decided and stored
    together, in a few statements. Where two meet, each batch is taken by itself; where that has to
    be so within one, or one cannot be read, or another server is a moment ahead, each report:
    slower, and one bad one never fails the others.
    """
    verdicts = _together(session, batches)
    if verdicts is None and len(batches) > 1:
        return [record(session, [one])[0] for one in batches]
    if verdicts is None:
        verdicts = [_one_by_one(session, batches[0])]
    for sent, found in zip(batches, verdicts, strict=True):
        _note(session, sent, sum(one.fate is not Fate.ALREADY for one in found))
    return verdicts


def _one_by_one(session: Session, sent: Sent) -> list[Verdict]:
    return [outcomes.record(session, sent.actor, item, sent.moment) for item in sent.items]


def _note(session: Session, sent: Sent, new: int) -> None:
    if new:
        subject = ("person", sent.actor.id or 0)
        audit.record(session, sent.actor, "outcome.taken", subject, sent.moment.at, count=new)


@dataclass(frozen=True, slots=True)
class _Judged:
    """``home`` is where the books follow; ``at_once``: before the answer, which depends on it."""

    told: _Told
    decision: Decision
    home: int | None = None
    at_once: bool = False


def _together(session: Session, batches: Sequence[Sent]) -> list[list[Verdict]] | None:
    """None, and nothing stored, where they have to be taken in one by one."""
    told = [one for sent in batches for one in sent.reports]
    if not _are_apart(told, sum(len(sent.items) for sent in batches)):
        return None
    before = rows.known_ids(session, [one.key for one in told]) if told else set()
    new = [one for one in told if one.key not in before]
    books = _books(session, [one.report.visit_id for one in new], batches)
    if books is None:
        return None
    judged = _judge(session, new, books)
    if not _put(session, [one for one in judged if not one.at_once]):
        return None
    verdicts = {key: Verdict(key, Fate.ALREADY) for key in before}
    verdicts |= {one.told.key: _verdict(session, one) for one in judged}
    return [[verdicts[one.key] for one in sent.reports] for sent in batches]


def _are_apart(told: Sequence[_Told], count: int) -> bool:
    """Whether all could be read, and each is of a visit of its own."""
    ids, visits = {one.key for one in told}, {one.report.visit_id for one in told}
    return len(ids) == len(visits) == count


def _verdict(session: Session, judged: _Judged) -> Verdict:
    """What is answered; where that depends on the books, they follow now."""
    if not judged.at_once:
        return Verdict(judged.told.key, judged.decision.fate, judged.decision.reason)
    report, sent = judged.told.report, judged.told.sent
    body = report.model_dump(mode="json", by_alias=True)
    return outcomes.record(session, sent.actor, body, sent.moment)


def _books(session: Session, ids: Sequence[int], batches: Sequence[Sent]) -> dict[int, Book] | None:
    """The visits as they stand once earlier reports of their homes are followed."""
    books = rows.books(session, ids) if ids else {}
    homes = {book.household_id for book in books.values()}
    if len(homes) < len(books):
        return None
    if homes and (late := rows.behind(session, homes)):
        while following.follow(session, batches[0].moment.zone, late):
            pass
        session.flush()
        books = rows.books(session, ids)
    return books


def _judge(session: Session, told: Sequence[_Told], books: dict[int, Book]) -> list[_Judged]:
    found = [(one, books.get(one.report.visit_id)) for one in told]
    asked = [one.report.visit_id for one, book in found if book and _asks_what_stands(one, book)]
    stands = kept.standing(session, asked) if asked else {}
    return [_judged(one, book, stands.get(one.report.visit_id, [])) for one, book in found]


def _asks_what_stands(told: _Told, book: Book) -> bool:
    """Only then the rule looks at earlier reports of the visit."""
    return told.report.supersedes is not None or VisitState(book.state) not in OPEN


def _judged(told: _Told, book: Book | None, stands: Sequence[OutcomeRow]) -> _Judged:
    report, moment = told.report, told.sent.moment
    made_on = moment.day_of(report)
    about = _known(book, stands) if book else None
    decision = decide(report, about, received_at=moment.at, made_on=made_on)
    if book is None or about is None or decision.effect is None:
        return _Judged(told, decision)
    days = {case_id: CaseDays(*case[1:]) for case_id, case in book.cases.items()}
    sure = may_wait(report, decision.effect, about.cases, days, made_on)
    return _Judged(told, decision, book.household_id, at_once=not sure)


def _known(book: Book, stands: Sequence[OutcomeRow]) -> KnownVisit:
    return KnownVisit(
        id=book.visit_id,
        kind=VisitKind(book.kind),
        state=VisitState(book.state),
        planned_on=book.planned_on,
        cases={case_id: CaseState(case[0]) for case_id, case in book.cases.items()},
        standing=standing_of(stands),
    )


def _put(session: Session, judged: Sequence[_Judged]) -> bool:
    """False where another server took one of them at the same moment."""
    if not judged:
        return True
    commune = scope.current(session)
    values = [_values(commune, one) for one in judged]
    homes = {one.told.key: one.home for one in judged if one.home is not None}
    return rows.put(session, values, homes)


def _values(commune: str, judged: _Judged) -> dict[str, Any]:
    sent = judged.told.sent
    return values_of(commune, sent.actor, judged.told.report, judged.decision, sent.moment)
