"""Reconciliation: a list out of the official systems beside our books, resolved line by line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from sqlalchemy.orm import Session

from fieldops.civil.states import official_status
from fieldops.domain.case import CaseState, DossierStatus
from fieldops.domain.errors import BadFile, Conflict, Invalid, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import tidy
from fieldops.registry.official_compare import Compared, Differs, OurRecord, Pair, compare
from fieldops.registry.official_lists import OfficialRecord, read_official
from fieldops.services import audit, registration
from fieldops.services.audit import Actor
from fieldops.store import official as rows
from fieldops.store import scope
from fieldops.store.tables import CaseRow, OfficialListRow, RegistrationRow


class Decision(StrEnum):
    """What an officer decides of one line."""

    ENTERED = "entered"  # both agree: it is entered there
    TAKE_CODE = "take_code"  # our case takes the official dossier code
    KEEP_OURS = "keep_ours"  # the official system is wrong and will be mended there
    NOT_OURS = "not_ours"  # another place's or another kind of dossier


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A list compared as of now; ``cases`` by id, for names; what was decided stands in ``row``."""

    row: OfficialListRow
    compared: Compared
    cases: dict[int, CaseRow]

    def decision(self, line: int) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.row.resolved.get(str(line))
        return found

    @property
    def to_enter(self) -> tuple[Pair, ...]:
        """Both agree, and ours does not say yet that it was entered."""
        agree = self.compared.agree
        return tuple(one for one in agree if one.ours.registration_id and not one.ours.is_entered)

    @property
    def open_differences(self) -> tuple[Pair, ...]:
        return tuple(p for p in self.compared.differ if not self.decision(p.theirs.line))

    @property
    def open_only_there(self) -> tuple[OfficialRecord, ...]:
        return tuple(one for one in self.compared.only_there if not self.decision(one.line))


def lists(session: Session) -> list[OfficialListRow]:
    """Lists brought in, the newest first."""
    return list(rows.lists(session))


def send(session: Session, actor: Actor, name: str, data: bytes, at: datetime) -> OfficialListRow:
    """Read a list and keep what it says; nothing of ours changes. Raises BadFile."""
    records, refused = read_official(name, data)
    if not records:
        raise BadFile(Sentence("Tệp không có dòng nào có mã hồ sơ. Kiểm tra lại tệp."))
    row = OfficialListRow(
        commune_code=scope.current(session),
        filename=PurePath(name).name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        rows=[_to_json(one) for one in records],
        refused=[[one.line, one.why.to_json()] for one in refused],
        created_by=actor.name,
        created_at=at,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "official.read", ("official", row.id), at, count=len(records))
    return row


def reconciled(session: Session, official_id: int, *, to_change: bool = False) -> Reconciled:
    """A list against our books as they stand now; NotFound when it is not there."""
    row = rows.get(session, official_id, to_change=to_change)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy danh sách đối chiếu này trong xã."))
    found = rows.ours(session)
    compared = compare([_from_json(one) for one in row.rows], (_ours(*one) for one in found))
    return Reconciled(row, compared, {case.id: case for case, _ in found})


def _ours(case: CaseRow, entry: RegistrationRow | None) -> OurRecord:
    return OurRecord(
        case_id=case.id,
        code=case.dossier_code,
        status=official_status(
            CaseState(case.state),
            received=case.received_on is not None,
            verifying=bool(case.verification_days),
        ),
        registration_id=entry.id if entry else None,
        number=entry.entry_no if entry else None,
        on=entry.registered_on if entry else None,
        is_entered=case.official_entered_on is not None,
    )


def enter_all(session: Session, actor: Actor, official_id: int, today: date, at: datetime) -> int:
    """Mark every entry on which both agree as entered there; gives how many."""
    seen = reconciled(session, official_id, to_change=True)
    for pair in seen.to_enter:
        _enter(session, actor, pair, today, at)
    return len(seen.to_enter)


def _enter(session: Session, actor: Actor, pair: Pair, today: date, at: datetime) -> None:
    ours = pair.ours
    if ours.registration_id is None:
        raise Conflict(Sentence("Hồ sơ này chưa ghi vào sổ nên chưa đánh dấu đã nhập được."))
    registration.mark_entered(session, actor, ours.registration_id, today, today, at)


def resolve(
    session: Session,
    actor: Actor,
    line: tuple[int, int],
    decision: Decision,
    note: str,
    today: date,
    at: datetime,
) -> None:
    """
    Decide one line; ``line`` is (list, number of the line in the file).

    Raises NotFound for a line that is not there, Conflict where the decision does not fit it,
    Invalid without the note that keeping ours or setting a line aside asks for.
    """
    official_id, number = line
    seen = reconciled(session, official_id, to_change=True)
    pair = next((one for one in seen.compared.pairs if one.theirs.line == number), None)
    alone = [*seen.compared.only_there, *seen.compared.repeated]
    if pair is None and number not in {one.line for one in alone}:
        raise NotFound(Sentence("Danh sách không có dòng này. Tải lại trang."))
    _check(decision, pair, note)
    if decision is Decision.ENTERED and pair:
        _enter(session, actor, pair, today, at)
    elif decision is Decision.TAKE_CODE and pair:
        case = seen.cases[pair.ours.case_id]
        case.dossier_code, case.version = pair.theirs.code, case.version + 1
    told = {"how": decision.value, "note": tidy(note)[:300], "by": actor.name}
    if decision in (Decision.KEEP_OURS, Decision.NOT_OURS):
        seen.row.resolved = seen.row.resolved | {str(number): told}
    facts = {"line": number, "how": decision.value}
    audit.record(session, actor, "official.resolved", ("official", official_id), at, **facts)
    session.flush()


def _check(decision: Decision, pair: Pair | None, note: str) -> None:
    fits = {
        Decision.ENTERED: pair is not None and not pair.differs,
        Decision.TAKE_CODE: pair is not None and Differs.CODE in pair.differs,
        Decision.KEEP_OURS: pair is not None and bool(pair.differs),
        Decision.NOT_OURS: pair is None,
    }
    if not fits[decision]:
        raise Conflict(Sentence("Dòng này vừa thay đổi. Tải lại trang rồi quyết định lại."))
    if decision in (Decision.KEEP_OURS, Decision.NOT_OURS) and not tidy(note):
        raise Invalid(Sentence("Ghi ngắn vì sao, để người sau hiểu."), field="note")


def _to_json(one: OfficialRecord) -> list[Any]:
    on = one.on.isoformat() if one.on else None
    return [one.line, one.code, one.number, one.year, one.state, one.status, on]


def _from_json(cells: list[Any]) -> OfficialRecord:
    line, code, number, year, state, status, on = cells
    return OfficialRecord(
        line, code, number, year, state,
        DossierStatus(status) if status else None, date.fromisoformat(on) if on else None,
    )  # fmt: skip
