"""
Following: visits, cases and demand after a report that was stored, and answered, before.

A report and the mark that the books have yet to follow it are stored together; what follows and
the end of the mark are stored together too. Whoever dies between loses nothing and does nothing
twice.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from fieldops.domain.errors import FieldopsError
from fieldops.domain.outcome import Fate
from fieldops.domain.sentences import Sentence
from fieldops.domain.visit import OPEN, VisitState
from fieldops.outcomes.decide import effect_of
from fieldops.outcomes.reading import Unreadable, read
from fieldops.services import outcome_effects
from fieldops.services.audit import Actor
from fieldops.services.outcome_books import Moment, known_of
from fieldops.services.outcome_effects import Played, Scene
from fieldops.store import following as rows
from fieldops.store import outcomes, scope
from fieldops.store.tables import OutcomeRow, VisitRow

MOST = 100
"""Reports followed in one transaction: others write between one and the next."""

log = logging.getLogger(__name__)


def follow(session: Session, zone: ZoneInfo, household_ids: Collection[int] | None = None) -> int:
    """
    Let the books follow the earliest reports of these homes (None: of all), at most ``MOST``.

    Returns how many. Each counts as of the moment it came, however late it is followed. What the
    books refuse after all waits for a supervisor.
    """
    found = rows.first(session, household_ids, MOST)
    for _, batch in groupby(found, key=lambda one: (one[1].received_at, one[1].recorded_by)):
        _follow(session, [row for _, row in batch], zone)
    if found:
        rows.drop(session, [mark.id for mark, _ in found])
    return len(found)


def follow_all(session: Session, zone: ZoneInfo) -> int:
    """``follow`` for the first commune that is behind; the session is in none, before and after."""
    behind = rows.communes(session)
    if not behind:
        return 0
    with scope.inside(session, behind[0]):
        followed = follow(session, zone)
        session.flush()
    return followed


def count(session: Session) -> int:
    """How many reports the books have yet to follow."""
    return rows.count(session)


def _follow(session: Session, batch: Sequence[OutcomeRow], zone: ZoneInfo) -> None:
    """Those of one moment and one person, together; where the books refuse, one by one."""
    visits = outcomes.held_visits(session, [row.visit_id for row in batch if row.visit_id])
    told = [row for row in batch if row.visit_id in visits and _is_open(row, visits[row.visit_id])]
    try:
        with session.begin_nested():
            outcome_effects.apply(_played(session, told, visits, zone))
    except SQLAlchemyError:
        raise
    except Exception:
        session.expire_all()
        for row in told:
            _follow_one(session, row, zone)


def _is_open(row: OutcomeRow, visit: VisitRow) -> bool:
    """Closed meanwhile: by the same result it is told twice, by another a person decides."""
    if VisitState(visit.state) in OPEN:
        return True
    if visit.result != row.result:
        _give_up(row, Sentence("Chuyến thăm này đã khép lại với kết quả khác."))
    return False


def _follow_one(session: Session, row: OutcomeRow, zone: ZoneInfo) -> None:
    """What nobody foresaw must not hold up the reports behind it: a person looks at it."""
    visits = outcomes.held_visits(session, [row.visit_id or 0])
    try:
        with session.begin_nested():
            outcome_effects.apply(_played(session, [row], visits, zone))
    except SQLAlchemyError:
        raise
    except FieldopsError as error:
        _give_up(row, error.sentence)
    except Exception:
        log.exception("a report could not be followed")
        _give_up(row, Sentence("Máy chủ chưa ghi được báo cáo này vào sổ. Xem lại và quyết định."))


def _give_up(row: OutcomeRow, reason: Sentence) -> None:
    row.fate, row.fate_reason = Fate.NEEDS_REVIEW, reason.to_json()


def _played(
    session: Session, batch: Sequence[OutcomeRow], visits: dict[int, VisitRow], zone: ZoneInfo
) -> Played:
    played = []
    for row in batch:
        report, visit = read(row.body), visits[row.visit_id or 0]
        if isinstance(report, Unreadable):
            raise TypeError("only what was read is marked")
        moment = Moment(row.received_at, zone)
        who = Actor(row.recorded_by, row.recorded_by_name)
        day = moment.day_of(report)
        scene = Scene(session, who, visit, report, day, moment.today, moment.at)
        played.append((scene, effect_of(report, known_of(visit, []))))
    return played
