"""Handing in: a phone's sealed outbox is opened, each report kept in its recorder's name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from fieldops.domain.outcome import Fate
from fieldops.domain.sentences import Sentence
from fieldops.outcomes.envelope import Escrow, NotOurs, Office, opened
from fieldops.outcomes.handed_in import Box, HandedIn, Item
from fieldops.services import audit, outcomes
from fieldops.services.audit import Actor
from fieldops.services.outcome_books import Moment
from fieldops.store import outcomes as outcome_rows
from fieldops.store import people, scope
from fieldops.store.tables import UserRow


@dataclass(frozen=True, slots=True)
class Taken:
    """
    What became of one sealed report, or of a whole box that is not ours (``id`` empty).

    ``home``: whose visit it tells of; empty where that is not known.
    ``fate`` is None where it could not be opened: then nothing of it was kept.
    """

    id: str
    recorder: str
    fate: Fate | None
    reason: Sentence | None = None
    home: str = ""


def take(
    session: Session, actor: Actor, office: Office, file: HandedIn, moment: Moment
) -> list[Taken]:
    """Keep every report of every box, once; a box that is not ours takes nothing from others."""
    results = [one for box in file.boxes for one in _box(session, office, box, moment)]
    kept = sum(one.fate not in (None, Fate.ALREADY) for one in results)
    already = sum(one.fate is Fate.ALREADY for one in results)
    refused = len(results) - kept - already
    subject = ("outbox", file.made_at[:19])
    counts = {"kept": kept, "already": already, "refused": refused}
    audit.record(session, actor, "outbox.handed_in", subject, moment.at, **counts)
    return results


def recorder_of(session: Session, escrow: Escrow) -> UserRow:
    """Who sealed it, a login of this commune; NotOurs for another commune's."""
    slip = escrow.slip
    row = people.user(session, slip.person) if slip.commune == scope.current(session) else None
    if row is None:
        raise NotOurs(Sentence("Tệp này là của người ở xã khác. Nộp ở xã của người ghi."))
    return row


def _box(session: Session, office: Office, box: Box, moment: Moment) -> list[Taken]:
    try:
        escrow = office.open(box.escrow)
        recorder = recorder_of(session, escrow)
    except NotOurs as error:
        return [Taken("", "", None, error.sentence)]
    who = Actor(recorder.id, recorder.full_name)
    return [_item(session, who, escrow.key, item, moment) for item in box.items]


def _item(session: Session, who: Actor, key: bytes, item: Item, moment: Moment) -> Taken:
    try:
        outcome = opened(key, item.id, item.sealed)
    except NotOurs as error:
        return Taken(item.id, who.name, None, error.sentence)
    verdict = outcomes.record(session, who, outcome, moment)
    return Taken(item.id, who.name, verdict.fate, verdict.reason, _home(session, verdict.id))


def _home(session: Session, outcome_id: str | None) -> str:
    row = outcome_rows.by_id(session, outcome_id) if outcome_id else None
    if row is None or row.visit_id is None:
        return ""
    visit = outcome_rows.visits(session, [row.visit_id]).get(row.visit_id)
    return visit.household.head_name if visit else ""
