"""Registration: entries in the civil registers, what is not yet entered, papers handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.civil.registration import Entry, check_dates, check_life, tidy
from fieldops.civil.states import Act, move
from fieldops.domain.case import CaseState, Register, case_code
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, cases, clocks, demand
from fieldops.services.audit import Actor
from fieldops.store import registration as rows
from fieldops.store import scope
from fieldops.store.tables import CaseRow, HandoverRow, RegistrationRow


def register(
    session: Session, actor: Actor, case_id: int, entry: Entry, today: date, at: datetime
) -> RegistrationRow:
    """
    Write down the entry made in the register; the return to the home then falls due.

    Raises Conflict when the case is not waiting to be registered, Invalid with the field when the
    number is taken (naming the other case, not the person), or the dates cannot be.
    """
    case = cases.take(session, case_id)
    state = move(CaseState(case.state), Act.PROCESS)
    _check_entry(session, case, entry, today)
    row = RegistrationRow(
        commune_code=scope.current(session),
        case_id=case.id,
        register=entry.register.value,
        year=entry.year,
        volume=entry.volume,
        entry_no=entry.number,
        registered_on=entry.registered_on,
        registered_by=actor.name,
        created_at=at,
    )
    _insert(session, row, entry)
    case.state, case.processed_on = state.value, entry.registered_on
    case.dossier_code = entry.dossier_code
    case.version += 1
    if entry.register == Register.DEATH:
        case.citizen.died_on = case.event_on
    _note(session, actor, "case.registered", case, at, entry)
    demand.refresh(session, [case.household_id], today, at)
    return row


def _check_entry(
    session: Session, case: CaseRow, entry: Entry, today: date, own: int | None = None
) -> None:
    rule = clocks.rule_of(case, today)
    if rule.register != entry.register:
        raise Invalid(Sentence("Hồ sơ này không đăng ký vào sổ đó. Chọn lại sổ."), field="register")
    check_dates(entry.registered_on, case.received_on or case.requested_on, today)
    birth, death = clocks.birth_of(case.citizen), clocks.whole(case.citizen.died_on)
    if entry.register == Register.DEATH:
        if case.event_on is None:
            told = Sentence("Hồ sơ chưa có ngày chết. Nhập ngày này vào hồ sơ rồi đăng ký.")
            raise Invalid(told, field="registered_on")
        death = clocks.whole(case.event_on)
    check_life(birth, death, entry.registered_on)
    other = rows.entry(session, entry.register, entry.year, entry.number)
    if other and other.id != own:
        raise taken(entry, other)


def taken(entry: Entry, other: RegistrationRow) -> Invalid:
    """The number is in use: said with the other case's code, so that it can be looked up."""
    told = Sentence(
        "Số {number} năm {year} đã dùng cho hồ sơ {code}. Xem lại sổ, hoặc sửa ở hồ sơ đó.",
        {
            "number": f"{entry.number:02}",
            "year": str(entry.year),
            "code": case_code(other.case_id),
        },
    )
    return Invalid(told, field="number")


def _insert(session: Session, row: RegistrationRow, entry: Entry) -> None:
    """Two registrars may take the same number at once: the database lets one through."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        other = rows.entry(session, entry.register, entry.year, entry.number)
        if other is None:
            raise Conflict(Sentence("Hồ sơ này vừa được đăng ký. Tải lại trang để xem.")) from None
        raise taken(entry, other) from None


def correct(
    session: Session, actor: Actor, registration_id: int, entry: Entry, today: date, at: datetime
) -> RegistrationRow:
    """Mend what was typed wrong, by the same rules; the register on paper is what is right."""
    row = get(session, registration_id)
    _check_entry(session, row.case, entry, today, own=row.id)
    row.year, row.entry_no, row.volume = entry.year, entry.number, entry.volume
    row.registered_on = row.case.processed_on = entry.registered_on
    row.case.dossier_code = entry.dossier_code
    row.case.version += 1
    _note(session, actor, "case.entry_corrected", row.case, at, entry)
    demand.refresh(session, [row.case.household_id], today, at)
    return row


def _note(
    session: Session, actor: Actor, action: str, case: CaseRow, at: datetime, entry: Entry
) -> None:
    audit.record(
        session,
        actor,
        action,
        ("case", case.id),
        at,
        register=entry.register.value,
        year=entry.year,
        number=entry.number,
    )


def finish(
    session: Session,
    actor: Actor,
    case_id: int,
    processed_on: date,
    dossier_code: str,
    today: date,
    at: datetime,
) -> None:
    """An ID card or a residence is done at the office: no register, the paper can go home."""
    case = cases.take(session, case_id)
    state = move(CaseState(case.state), Act.PROCESS)
    if clocks.rule_of(case, today).register is not None:
        raise Invalid(Sentence("Hồ sơ này phải ghi vào sổ hộ tịch. Dùng nút Đăng ký."))
    if processed_on > today or processed_on < (case.received_on or case.requested_on):
        told = Sentence("Ngày có kết quả phải từ ngày tiếp nhận đến hôm nay.")
        raise Invalid(told, field="processed_on")
    case.state, case.processed_on = state.value, processed_on
    case.dossier_code = tidy(dossier_code)[:60]
    case.version += 1
    audit.record(session, actor, "case.processed", ("case", case.id), at)
    demand.refresh(session, [case.household_id], today, at)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who got the paper, and how they signed: ``mark`` is "signature" or "fingerprint"."""

    received_by: str
    relation: str = ""
    mark: str = "signature"
    read_aloud: bool = False


def hand_over(
    session: Session,
    actor: Actor,
    case_id: int,
    handed_over_on: date,
    receipt: Receipt,
    today: date,
    at: datetime,
    *,
    visit_id: int | None = None,
    outcome_id: str | None = None,
) -> HandoverRow:
    """
    The paper is in hand, at the door or at the office: the case closes.

    Raises Conflict when there is no paper yet or it was handed over before. The law reads the
    paper aloud to who cannot write (Thông tư 04/2020/TT-BTP, art. 26): a fingerprint needs it.
    """
    case = cases.take(session, case_id)
    state = move(CaseState(case.state), Act.HAND_OVER)
    _check_receipt(case, handed_over_on, receipt, today)
    row = HandoverRow(
        commune_code=scope.current(session),
        case_id=case.id,
        visit_id=visit_id,
        outcome_id=outcome_id,
        handed_over_on=handed_over_on,
        received_by=tidy(receipt.received_by)[:120],
        relation=tidy(receipt.relation)[:60],
        mark=receipt.mark,
        read_aloud=receipt.read_aloud,
        created_at=at,
    )
    session.add(row)
    case.state = state.value
    case.handed_over_on = case.closed_on = handed_over_on
    case.held, case.held_on, case.missing_papers = "", None, ""
    case.version += 1
    audit.record(
        session, actor, "case.handed_over", ("case", case.id), at, on=handed_over_on.isoformat()
    )
    demand.refresh(session, [case.household_id], today, at)
    return row


def _check_receipt(case: CaseRow, on: date, receipt: Receipt, today: date) -> None:
    if on > today or on < (case.processed_on or case.requested_on):
        told = Sentence("Ngày trao phải từ ngày có kết quả đến hôm nay.")
        raise Invalid(told, field="handed_over_on")
    if not tidy(receipt.received_by):
        raise Invalid(Sentence("Ghi tên người nhận giấy."), field="received_by")
    if receipt.mark not in ("signature", "fingerprint"):
        raise Invalid(Sentence("Chọn ký tên hoặc điểm chỉ."), field="mark")
    if receipt.mark == "fingerprint" and not receipt.read_aloud:
        told = Sentence("Người điểm chỉ phải được nghe đọc lại giấy. Đánh dấu khi đã đọc.")
        raise Invalid(told, field="read_aloud")


def mark_entered(
    session: Session,
    actor: Actor,
    registration_id: int,
    entered_on: date,
    today: date,
    at: datetime,
) -> None:
    """The registrar typed the entry into the official systems on that day."""
    row = get(session, registration_id)
    if not row.registered_on <= entered_on <= today:
        told = Sentence("Ngày nhập hệ thống phải từ ngày đăng ký {day} đến hôm nay.")
        raise Invalid(Sentence(told.template, {"day": row.registered_on}), field="entered_on")
    row.case.official_entered_on = entered_on
    audit.record(
        session,
        actor,
        "case.entered_officially",
        ("case", row.case_id),
        at,
        on=entered_on.isoformat(),
    )
    session.flush()


def get(session: Session, registration_id: int) -> RegistrationRow:
    """The entry; NotFound when it is not there or another commune's."""
    row = rows.get(session, registration_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy mục đăng ký này trong xã."))
    return row
