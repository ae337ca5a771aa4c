"""Procedures: the built-in versions and those the commune added, each from its day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.civil.procedures import ProcedureRule, rule_for
from fieldops.civil.versions import Difference, differences, faults, to_document
from fieldops.domain.case import Procedure
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, demand
from fieldops.services.audit import Actor
from fieldops.services.procedure_rules import rules
from fieldops.store import procedures as rows
from fieldops.store import scope
from fieldops.store.tables import ProcedureVersionRow


@dataclass(frozen=True, slots=True)
class Version:
    """
    One version of a procedure. ``row`` is None for a built-in one; ``until`` is its last day.

    ``received`` counts the dossiers received while it was or will be in force: they keep it.
    """

    rule: ProcedureRule
    row: ProcedureVersionRow | None
    until: date | None
    is_now: bool
    received: int


def listing(session: Session, today: date) -> dict[Procedure, list[Version]]:
    """Every procedure with its versions, the newest first."""
    return {one: versions_of(session, one, today) for one in Procedure}


def versions_of(session: Session, procedure: Procedure, today: date) -> list[Version]:
    """The versions of one procedure, the newest first; one day has one version, the added one."""
    added = {row.valid_from: row for row in rows.versions(session) if row.procedure == procedure}
    chain: dict[date, ProcedureRule] = {}
    for rule in rules(session):
        if rule.procedure == procedure:
            chain.setdefault(rule.valid_from, rule)
    now = rule_for(procedure, today, chain.values())
    found: list[Version] = []
    after: date | None = None
    received_after = 0
    for day in sorted(chain, reverse=True):
        since = rows.received_since(session, procedure.value, day)
        until = after and date.fromordinal(after.toordinal() - 1)
        rule = chain[day]
        found.append(Version(rule, added.get(day), until, rule is now, since - received_after))
        after, received_after = day, since
    return found


@dataclass(frozen=True, slots=True)
class Preview:
    """
    What adding a version would do: what changes, against which, and until when it holds.

    ``next_on``: the first day of the version that follows it, which does not know of it.
    ``waiting``: nothing received yet; those still asked for will follow it.
    """

    rule: ProcedureRule
    before: ProcedureRule
    changes: Sequence[Difference]
    next_on: date | None


def preview(session: Session, rule: ProcedureRule) -> Preview:
    """The version as it would take its place; raises Invalid for the first fault."""
    for fault in all_faults(session, rule):
        raise fault
    known = [one for one in rules(session) if one.procedure == rule.procedure]
    before = rule_for(rule.procedure, rule.valid_from, known)
    later = [one.valid_from for one in known if one.valid_from > rule.valid_from]
    return Preview(rule, before, differences(before, rule), min(later, default=None))


def all_faults(session: Session, rule: ProcedureRule) -> list[Invalid]:
    """What is wrong in the version itself, and with its first day."""
    return [*faults(rule), *_of_first_day(session, rule)]


def _of_first_day(session: Session, rule: ProcedureRule) -> list[Invalid]:
    known = [one for one in rules(session) if one.procedure == rule.procedure]
    first = min(one.valid_from for one in known)
    if rule.valid_from < first:
        told = Sentence("Thủ tục này có từ ngày {first}. Chọn ngày sau đó.", {"first": first})
        return [Invalid(told, field="valid_from")]
    if any(
        row.valid_from == rule.valid_from and row.procedure == rule.procedure
        for row in rows.versions(session)
    ):
        told = Sentence("Đã có một bản từ ngày này. Gỡ bản đó trước, hoặc chọn ngày khác.")
        return [Invalid(told, field="valid_from")]
    if count := rows.received_since(session, rule.procedure.value, rule.valid_from):
        told = Sentence(
            "Đã nhận {count} hồ sơ từ ngày {day} theo bản đang dùng; hồ sơ đã nhận giữ bản cũ. "
            "Chọn ngày bắt đầu sau ngày nhận gần nhất.",
            {"count": count, "day": rule.valid_from},
        )
        return [Invalid(told, field="valid_from")]
    return []


def add(
    session: Session, actor: Actor, rule: ProcedureRule, today: date, at: datetime
) -> ProcedureVersionRow:
    """
    A version for dossiers received from its day on; what was received before keeps its own.

    Raises Invalid with the field, Conflict when it changes nothing or someone was quicker. The
    visits still to be made follow.
    """
    seen = preview(session, rule)
    if not [one for one in seen.changes if one.field != "source"]:
        raise Conflict(Sentence("Bản này không đổi gì so với bản đang dùng từ ngày đó."))
    row = ProcedureVersionRow(
        commune_code=scope.current(session),
        procedure=rule.procedure.value,
        valid_from=rule.valid_from,
        document=to_document(rule),
        created_by=actor.name,
        created_at=at,
    )
    try:
        with session.begin_nested():
            rows.add(session, row)
    except IntegrityError:
        raise Conflict(Sentence("Người khác vừa thêm một bản từ ngày này. Tải lại.")) from None
    _note(session, actor, "procedure.version_added", row, at)
    demand.refresh(session, None, today, at)
    return row


def remove(session: Session, actor: Actor, version_id: int, today: date, at: datetime) -> None:
    """Take an added version out, while no dossier has been received under it."""
    row = rows.get(session, version_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy bản thủ tục này trong xã."))
    version = next(
        one
        for one in versions_of(session, Procedure(row.procedure), today)
        if one.row is not None and one.row.id == row.id
    )
    if version.received:
        told = Sentence("Đã nhận {count} hồ sơ theo bản này nên không gỡ được. Thêm bản mới.")
        raise Conflict(Sentence(told.template, {"count": version.received}))
    rows.remove(session, row)
    _note(session, actor, "procedure.version_removed", row, at)
    demand.refresh(session, None, today, at)


def _note(
    session: Session, actor: Actor, action: str, row: ProcedureVersionRow, at: datetime
) -> None:
    audit.record(
        session,
        actor,
        action,
        ("procedure", row.procedure),
        at,
        from_on=row.valid_from.isoformat(),
    )


def draft(session: Session, procedure: Procedure, valid_from: date) -> ProcedureRule:
    """The version in force on that day, to begin a new one from."""
    known = [one for one in rules(session) if one.procedure == procedure]
    day = max(valid_from, min(one.valid_from for one in known))
    return replace(rule_for(procedure, day, known), valid_from=valid_from)
