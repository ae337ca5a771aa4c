"""Batches: what a phone sends at once is taken in together, and one by one where that fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.domain.errors import FieldopsError
from fieldops.domain.outcome import Fate
from fieldops.outcomes.decide import decide
from fieldops.outcomes.reading import read
from fieldops.outcomes.report import Report
from fieldops.services import outcome_effects, outcomes
from fieldops.services.audit import Actor
from fieldops.services.outcome_effects import Scene
from fieldops.services.outcomes import Moment, Verdict
from fieldops.store import outcomes as rows


def record(session: Session, actor: Actor, items: Sequence[Any], moment: Moment) -> list[Verdict]:
    """
    ``outcomes.record`` for each, in their order.

    Reports of different visits do not touch each other, so that they are decided and carried out
    together, in a few statements. Where two meet, one cannot be read or the books refuse one, each
    is taken in by itself: slower, and one bad one never fails the others.
    """
    reports = [found for item in items if isinstance(found := read(item), Report)]
    if len(reports) == len(items) > 1 and _apart(reports):
        try:
            with session.begin_nested():
                return _together(session, actor, reports, moment)
        except (FieldopsError, IntegrityError):
            session.expire_all()
    return [outcomes.record(session, actor, item, moment) for item in items]


def _apart(reports: Sequence[Report]) -> bool:
    ids, visits = {one.id for one in reports}, {one.visit_id for one in reports}
    return len(ids) == len(visits) == len(reports)


def _together(
    session: Session, actor: Actor, reports: Sequence[Report], moment: Moment
) -> list[Verdict]:
    before = rows.known_ids(session, [str(one.id) for one in reports])
    new = [one for one in reports if str(one.id) not in before]
    visits = rows.held_visits(session, [one.visit_id for one in new])
    stands = rows.standing(session, visits)
    verdicts = {key: Verdict(key, Fate.ALREADY) for key in before}
    played = []
    for one in new:
        visit, made_on = visits.get(one.visit_id), moment.day_of(one)
        about = outcomes.known_of(visit, stands.get(visit.id, [])) if visit else None
        decision = decide(one, about, received_at=moment.at, made_on=made_on)
        if visit and decision.effect:
            scene = Scene(session, actor, visit, one, made_on, moment.today, moment.at)
            played.append((scene, decision.effect))
        session.add(outcomes.row_of(session, actor, one, decision, moment))
        verdicts[str(one.id)] = Verdict(str(one.id), decision.fate, decision.reason)
    session.flush()
    outcome_effects.apply(played)
    return [verdicts[str(one.id)] for one in reports]
