"""Cases: asked for, received, waiting for papers, held for a decision, withdrawn, refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.civil.registration import check_life
from fieldops.civil.states import Act, first_state, move, reopening
from fieldops.domain.case import (
    AGAIN,
    AT_OFFICE,
    BIRTHS,
    CLOSED,
    DEATHS,
    CaseState,
    Channel,
    Ground,
    Hold,
    Procedure,
    Register,
    case_code,
)
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.facts import ClockTime
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, clocks, demand
from fieldops.services.audit import Actor
from fieldops.services.procedure_rules import rule_for
from fieldops.store import cases as rows
from fieldops.store import scope
from fieldops.store.tables import CaseRow, HouseholdRow

ONCE_IN_A_LIFE = dict.fromkeys(BIRTHS, BIRTHS) | dict.fromkeys(DEATHS, DEATHS)
"""A person is born once and dies once; only what was lost (``AGAIN``) is registered once more."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is known when a case is asked for; all may be empty."""

    channel: Channel = Channel.DIRECT
    ground: str = ""
    decision_no: str = ""
    informant_name: str = ""
    informant_relation: str = ""
    informant_phone: str = ""
    event_on: date | None = None
    notes: str = ""


def get(session: Session, case_id: int) -> CaseRow:
    """The case; NotFound when it is not there or another commune's."""
    row = rows.get(session, case_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy hồ sơ này trong xã."))
    return row


def take(session: Session, case_id: int) -> CaseRow:
    """The case, held for an act until the transaction ends; NotFound as ``get``."""
    rows.lock(session, [case_id])
    return get(session, case_id)


def household(session: Session, household_id: int) -> HouseholdRow:
    """A home a case can be asked for, with who lives there."""
    row = rows.household_with_people(session, household_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy hộ này trong xã."))
    return row


def request(
    session: Session,
    actor: Actor,
    household_id: int,
    citizen_id: int,
    procedure: Procedure,
    today: date,
    at: datetime,
    details: Details = Details(),
    *,
    refresh: bool = True,
) -> CaseRow:
    """
    A need of a person becomes a case.

    Raises Conflict when the same is open, or was done and is done once in a life. A long list
    passes ``refresh=False`` and calls ``demand.refresh`` once at its end.
    """
    _check_request(session, household_id, citizen_id, procedure, today, details)
    rule = rule_for(session, procedure, today)
    state = first_state(rule)
    row = CaseRow(
        commune_code=scope.current(session),
        household_id=household_id,
        citizen_id=citizen_id,
        procedure=procedure.value,
        state=state.value,
        channel=details.channel.value,
        ground=details.ground,
        decision_no=details.decision_no,
        informant_name=details.informant_name,
        informant_relation=details.informant_relation,
        informant_phone=details.informant_phone,
        event_on=details.event_on,
        notes=details.notes,
        requested_on=today,
        processed_on=today if state == CaseState.PROCESSED else None,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "case.requested", ("case", row.id), at, procedure=procedure.value)
    if refresh:
        demand.refresh(session, [household_id], today, at)
    return row


def offered(session: Session) -> tuple[Procedure, ...]:
    """What a home can ask for; certified copies only where the commune makes them there."""
    copies = clocks.settings(session).certified_copies_at_home
    closed = AT_OFFICE if copies else AT_OFFICE | {Procedure.CERTIFIED_COPY}
    return tuple(one for one in Procedure if one not in closed)


def _check_request(
    session: Session,
    household_id: int,
    citizen_id: int,
    procedure: Procedure,
    today: date,
    details: Details,
) -> None:
    people = {one.id: one for one in household(session, household_id).citizens}
    if citizen_id not in people:
        raise Invalid(Sentence("Chọn người trong hộ này."), field="citizen_id")
    if procedure not in offered(session):
        raise Conflict(Sentence("Xã chưa mở thủ tục này tại nhà. Mở ở Thiết lập nếu được phép."))
    if open_case(session, citizen_id, procedure):
        raise Conflict(Sentence("Người này đang có hồ sơ cùng loại chưa xong. Mở hồ sơ đó ra."))
    done = () if procedure in AGAIN else ONCE_IN_A_LIFE.get(procedure, ())
    for before in rows.of_citizen(session, citizen_id, done):
        if before.state == CaseState.HANDED_OVER:
            raise Conflict(
                Sentence("Việc này đã đăng ký xong ở hồ sơ {code}.", {"code": case_code(before.id)})
            )
    _check_ground(details)
    _check_event(details.event_on, today)
    check_life(clocks.birth_of(people[citizen_id]), clocks.whole(details.event_on), today)


def _check_ground(details: Details) -> None:
    """Thông tư 04/2020/TT-BTP, art. 24.2: any other case needs the commune's decision."""
    if details.ground == Ground.DECISION and not details.decision_no.strip():
        told = Sentence("Ghi số quyết định của xã: trường hợp khác phải có quyết định.")
        raise Invalid(told, field="decision_no")


def _check_event(event_on: date | None, today: date) -> None:
    if event_on and event_on > today:
        told = Sentence("Ngày {day} chưa tới. Nhập ngày đã xảy ra.", {"day": event_on})
        raise Invalid(told, field="event_on")


def open_case(session: Session, citizen_id: int, procedure: Procedure) -> CaseRow | None:
    """The person's open case that stands in the way of another of this procedure, if any."""
    same = ONCE_IN_A_LIFE.get(procedure, frozenset([procedure]))
    found = rows.of_citizen(session, citizen_id, same)
    return next((row for row in found if CaseState(row.state) not in CLOSED), None)


def record_intake(
    session: Session,
    actor: Actor,
    case_ids: Collection[int],
    received_on: date,
    today: date,
    at: datetime,
    *,
    received_at: ClockTime | None = None,
) -> None:
    """
    The dossiers were taken, at the door or at the office: the clocks start from that day.

    A clock that stood still for papers goes on instead. What is done on the spot (a certified
    signature) is handed over in the same act. Raises Conflict when one of them is received or
    closed already, Invalid for a day that cannot be. ``received_at``: for the 15:00 rule.
    """
    for row in some(session, case_ids):
        _check_receipt(row, received_on, today)
        step(row, Act.RECEIVE)
        if waiting := clocks.waiting(row):
            waiting.answered_on = received_on
        if row.received_on is None:
            row.received_on = received_on
            row.received_time = received_at.seconds if received_at else None
        row.missing_papers, row.held, row.held_on = "", "", None
        if rule_for(session, Procedure(row.procedure), received_on).hand_over is None:
            _end_at_door(row, received_on)
        audit.record(
            session, actor, "case.received", ("case", row.id), at, on=received_on.isoformat()
        )
    refresh_homes(session, case_ids, today, at)


def _check_receipt(row: CaseRow, on: date, today: date) -> None:
    waiting = clocks.waiting(row)
    since = waiting.asked_on if waiting else row.requested_on
    if since <= on <= today:
        return
    template = (
        Sentence("Ngày nhận đủ giấy tờ phải từ ngày yêu cầu bổ sung {since} đến hôm nay.")
        if waiting
        else Sentence("Ngày tiếp nhận phải từ ngày yêu cầu {since} đến hôm nay.")
    )
    raise Invalid(Sentence(template.template, {"since": since}), field="received_on")


def _end_at_door(row: CaseRow, on: date) -> None:
    step(row, Act.PROCESS)
    step(row, Act.HAND_OVER)
    row.processed_on = row.handed_over_on = row.closed_on = on


def not_met(
    session: Session, actor: Actor, case_ids: Collection[int], today: date, at: datetime
) -> None:
    """
    Nobody was home, or nothing came of the visit: a second try becomes due.

    The visit itself is closed by ``visits.finish``, where the reason of the try is from.
    """
    for row in some(session, case_ids):
        row.attempts += 1
        audit.record(session, actor, "case.not_met", ("case", row.id), at, attempts=row.attempts)
    refresh_homes(session, case_ids, today, at)


def hold(
    session: Session,
    actor: Actor,
    case_ids: Collection[int],
    why: Hold,
    today: date,
    at: datetime,
) -> None:
    """The family said no, or moved: no visit until the registrar decides."""
    for row in some(session, case_ids):
        _must_be_open(row)
        row.held, row.held_on = why.value, today
        audit.record(session, actor, "case.held", ("case", row.id), at, why=why.value)
    refresh_homes(session, case_ids, today, at)


def release(session: Session, actor: Actor, case_id: int, today: date, at: datetime) -> None:
    """The registrar decided to go (again)."""
    row = take(session, case_id)
    _must_be_open(row)
    row.held, row.held_on = "", None
    audit.record(session, actor, "case.released", ("case", row.id), at)
    refresh_homes(session, [case_id], today, at)


def withdraw(
    session: Session, actor: Actor, case_id: int, reason: str, today: date, at: datetime
) -> None:
    """The family takes its request back; ``reason`` is kept with the case, not in the audit."""
    _close(session, actor, case_id, Act.WITHDRAW, reason, today, at)


def refuse(
    session: Session, actor: Actor, case_id: int, reason: str, today: date, at: datetime
) -> None:
    """The commune does not take the case, or stops it; the family is told the reason."""
    _close(session, actor, case_id, Act.REFUSE, reason, today, at)


def _close(
    session: Session,
    actor: Actor,
    case_id: int,
    act: Act,
    reason: str,
    today: date,
    at: datetime,
) -> None:
    row = take(session, case_id)
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid(Sentence("Ghi rõ lý do để trả lời gia đình."), field="reason")
    step(row, act)
    row.closing_reason, row.closed_on, row.held, row.held_on = reason[:300], today, "", None
    audit.record(session, actor, f"case.{row.state}", ("case", row.id), at)
    refresh_homes(session, [case_id], today, at)


def reopen(session: Session, actor: Actor, case_id: int, today: date, at: datetime) -> None:
    """Undo a withdrawal or refusal: the case goes back to where its dossier was."""
    row = take(session, case_id)
    waiting = clocks.waiting(row) is not None
    step(row, reopening(received=row.received_on is not None, waiting=waiting))
    row.closing_reason, row.closed_on = "", None
    audit.record(session, actor, "case.reopened", ("case", row.id), at)
    refresh_homes(session, [case_id], today, at)


def verify(
    session: Session, actor: Actor, case_id: int, calendar_days: int, today: date, at: datetime
) -> None:
    """The police are asked to verify, which gives up to the procedure's days more."""
    row = take(session, case_id)
    most = clocks.rule_of(row, today).verification_days
    if row.state != CaseState.RECEIVED or not most:
        raise Conflict(Sentence("Hồ sơ này không ở bước được gia hạn để xác minh."))
    if not 0 <= calendar_days <= most:
        told = Sentence("Thời gian xác minh từ 0 đến {most} ngày.", {"most": most})
        raise Invalid(told, field="days")
    row.verification_days = calendar_days
    audit.record(session, actor, "case.verification", ("case", row.id), at, days=calendar_days)
    refresh_homes(session, [case_id], today, at)


def change_details(
    session: Session, actor: Actor, case_id: int, details: Details, today: date, at: datetime
) -> None:
    """Correct who asked, why at home, and the day of the event."""
    row = take(session, case_id)
    _must_be_open(row)
    _check_ground(details)
    _check_event(details.event_on, today)
    if is_death(row, today):
        check_life(clocks.birth_of(row.citizen), clocks.whole(details.event_on), today)
    row.channel, row.ground = details.channel.value, details.ground
    row.decision_no, row.notes = details.decision_no, details.notes
    row.informant_name = details.informant_name
    row.informant_relation = details.informant_relation
    row.informant_phone, row.event_on = details.informant_phone, details.event_on
    audit.record(session, actor, "case.changed", ("case", row.id), at)
    refresh_homes(session, [case_id], today, at)


def tick_steps(
    session: Session, actor: Actor, case_id: int, done: Collection[str], today: date, at: datetime
) -> None:
    """
    Which of the interlinked steps are done; what was ticked before keeps its day.

    Also after the paper is in hand: the steps go on. A step the procedure has not is no step.
    """
    row = take(session, case_id)
    known = [step.text for step in clocks.steps_of(row, clocks.rule_of(row, today), today)]
    row.steps_done = {
        step: row.steps_done.get(step, today.isoformat()) for step in known if step in done
    }
    row.version += 1
    audit.record(
        session, actor, "case.steps", ("case", row.id), at, done=len(row.steps_done), of=len(known)
    )
    session.flush()


def is_death(row: CaseRow, today: date) -> bool:
    """Whether the case is about a death, which asks for its day."""
    return clocks.rule_of(row, today).register == Register.DEATH


def some(session: Session, case_ids: Collection[int]) -> Sequence[CaseRow]:
    """Several cases, held for an act; NotFound when one is not there."""
    rows.lock(session, case_ids)
    found = rows.some(session, case_ids)
    if len(found) < len(set(case_ids)):
        raise NotFound(Sentence("Không tìm thấy hồ sơ này trong xã."))
    return found


def step(row: CaseRow, act: Act) -> None:
    """Move the case by the act; Conflict where its state does not allow that."""
    row.state = move(CaseState(row.state), act).value
    row.version += 1


def _must_be_open(row: CaseRow) -> None:
    if CaseState(row.state) in CLOSED:
        raise Conflict(Sentence("Hồ sơ này đã đóng. Mở lại trước khi sửa."))


def refresh_homes(session: Session, case_ids: Collection[int], today: date, at: datetime) -> None:
    """Bring the visits of the homes of these cases in step."""
    homes = {row.household_id for row in rows.some(session, case_ids)}
    demand.refresh(session, homes, today, at)
