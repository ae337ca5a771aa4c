"""A second team at a home: asked for once, kept by every plan until somebody takes it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.household import Language
from fieldops.domain.people import FIELD_ROLES
from fieldops.domain.second_team import SecondTeam, SecondWhy
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import MINUTE
from fieldops.services import audit
from fieldops.services.audit import Actor
from fieldops.store.sealed import column, written
from fieldops.store.tables import HouseholdRow

SHORTEST, LONGEST = 5 * MINUTE, 240 * MINUTE


def of(row: HouseholdRow) -> SecondTeam | None:
    """What is asked for at that home."""
    return SecondTeam.from_json(row.second_team) if row.second_team else None


def ask(
    session: Session,
    actor: Actor,
    row: HouseholdRow,
    wanted: SecondTeam,
    version: int,
    at: datetime,
) -> None:
    """
    Ask for a second team at each later visit it is meant for; asking anew replaces what stood.

    Invalid, naming the field: roles that do not go out, minutes that cannot be, an interpreter
    where nobody speaks another language. Conflict: someone changed the household meanwhile.
    """
    _examine(row, wanted)
    _write(session, row, wanted, version)
    action, why = "household.second_team", wanted.why.value
    audit.record(session, actor, action, ("household", row.id), at, why=why)


def take_back(
    session: Session, actor: Actor, row: HouseholdRow, version: int, at: datetime
) -> None:
    """One team is enough again; taking back what is not asked for is no error."""
    if row.second_team:
        _write(session, row, None, version)
        audit.record(session, actor, "household.one_team", ("household", row.id), at)


def _write(session: Session, row: HouseholdRow, wanted: SecondTeam | None, version: int) -> None:
    asked = written(HouseholdRow, {"id": row.id, "second_team": wanted.to_json() if wanted else {}})
    done = session.execute(
        update(HouseholdRow)
        .where(HouseholdRow.id == row.id, HouseholdRow.version == version)
        .values({column(HouseholdRow, "second_team"): asked["second_team"], "version": version + 1})
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(
            Sentence("Người khác vừa sửa hộ này. Tải lại trang rồi làm lại trên bản mới nhất.")
        )
    session.refresh(row)


def _examine(row: HouseholdRow, wanted: SecondTeam) -> None:
    if not wanted.roles <= FIELD_ROLES:
        raise Invalid(Sentence("Chọn vai trò của người đi cơ sở."), field="roles")
    if not SHORTEST <= wanted.seconds <= LONGEST:
        raise Invalid(Sentence("Đội thứ hai ở lại từ 5 đến 240 phút."), field="minutes")
    if wanted.why is SecondWhy.INTERPRETING and not _speaks_another(row):
        raise Invalid(
            Sentence(
                "Chưa ghi ai trong hộ này nói tiếng khác. Sửa hộ, chọn “Nói tiếng” của người cần"
                " phiên dịch, rồi yêu cầu lại."
            ),
            field="why",
        )


def _speaks_another(row: HouseholdRow) -> bool:
    living = (one for one in row.citizens if one.moved_at is None and one.died_on is None)
    return any(Language(one.language) is not Language.VIETNAMESE for one in living)
