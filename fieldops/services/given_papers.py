"""Papers already given: noted once, and not asked for again in any later case of the person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.errors import NotFound
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, cases, clocks
from fieldops.services.audit import Actor
from fieldops.store import files as rows
from fieldops.store import scope
from fieldops.store.tables import CaseRow, GivenPaperRow


@dataclass(frozen=True, slots=True)
class Needed:
    """A paper the case needs; ``given`` is set when the commune has it already."""

    name: str
    given: GivenPaperRow | None


def needed(session: Session, case: CaseRow, today: date) -> list[Needed]:
    """
    The papers of the case that can be given once for all, with what is there already.

    A declaration is made anew for each case and so is not among them.
    """
    have = {row.paper: row for row in rows.given_by(session, [case.citizen_id])}
    return [Needed(name, have.get(name)) for name in _lasting(case, today)]


def _lasting(case: CaseRow, today: date) -> list[str]:
    names = [paper.name.text for paper in clocks.rule_of(case, today).papers]
    return [name for name in names if not name.startswith("tờ khai")]


def given_names(session: Session, citizen_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Which papers each of these people has given, by name."""
    found: dict[int, set[str]] = {}
    for row in rows.given_by(session, citizen_ids):
        found.setdefault(row.citizen_id, set()).add(row.paper)
    return {citizen: frozenset(names) for citizen, names in found.items()}


def note(
    session: Session, actor: Actor, case_id: int, paper: str, today: date, at: datetime
) -> None:
    """The person gave this paper; noted before, nothing changes. NotFound for any other paper."""
    case = cases.take(session, case_id)
    one = next((one for one in needed(session, case, today) if one.name == paper), None)
    if one is None:
        raise NotFound(Sentence("Hồ sơ này không cần giấy tờ đó."))
    if one.given:
        return
    session.add(
        GivenPaperRow(
            commune_code=scope.current(session),
            citizen_id=case.citizen_id,
            paper=paper[:120],
            case_id=case.id,
            given_on=today,
            noted_by=actor.name,
        )
    )
    session.flush()
    audit.record(session, actor, "case.paper_given", ("case", case.id), at)
