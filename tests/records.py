"""One record of every kind that an address may name, in the commune the session is inside."""

from datetime import UTC, date, datetime

from fieldops.civil.procedures import RULES
from fieldops.civil.versions import to_document
from fieldops.store import scope
from fieldops.store.tables import (
    AbsenceRow,
    HoleRow,
    ImportRow,
    LaneRow,
    MergeRow,
    OfficialListRow,
    OutcomeRow,
    PhoneRow,
    PhotoRow,
    PlanJobRow,
    PlanRow,
    ProcedureVersionRow,
    RegistrationRow,
    ResultFileRow,
    ReviewHamletRow,
    ReviewRoundRow,
    ShortcomingRow,
    SurveyAnswerRow,
    UserRow,
)
from tests import makers

AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
DEVICE = "7f4c0000-0000-4000-8000-000000000009"
NOTHING = dict.fromkeys(
    (
        "visits", "cases", "households", "left_out", "days", "team_days", "person_days",
        "hamlet_days", "metres", "travel", "at_door", "out", "late", "lunch", "value",
    ),
    0,
)  # fmt: skip
"""The totals of a plan that does nothing."""


def one_of_each(session):
    """Ids by the name that addresses give them: {"household_id": 12, …}."""
    code = scope.current(session)
    home = makers.household(session, head_name="Người Trong Sổ")
    person = makers.citizen(session, home)
    case = makers.case(session, person, state="processed", received_on=MONDAY, processed_on=MONDAY)
    visit = makers.visit(session, case)
    staff = makers.staff(session)
    job = _added(session, PlanJobRow(
        commune_code=code, state="done", created_by="Người Lập", created_at=AT, problem={},
        request={"from_on": "2026-11-24", "to_on": "2026-11-24"},
    ))  # fmt: skip
    user = session.query(UserRow).filter_by(commune_code=code, role="hamlet_head").one()
    return {
        "household_id": home.id,
        "citizen_id": person.id,
        "case_id": case.id,
        "visit_id": visit.id,
        "photo_id": _photo(session, visit, case).id,
        "staff_id": staff.id,
        "vehicle_id": makers.vehicle(session).id,
        "user_id": user.id,
        "job_id": job.id,
        "absence_id": _absence(session, staff).id,
        "import_id": _list(session).id,
        "plan_id": _plan(session, job).id,
        "registration_id": _registration(session, case).id,
        "outcome_id": _outcome(session, visit).id,
        "twin_id": makers.citizen(session, home, full_name="Người Ghi Hai Lần").id,
        "twin_case_id": makers.case(session, makers.citizen(session, home)).id,
        "twin_home_id": makers.household(session, head_name="Hộ Ghi Hai Lần").id,
        "merge_id": _merge(session, home).id,
        "version_id": _version(session).id,
        "answer_id": _survey_answer(session).id,
        "hamlet_id": home.hamlet_id,
        "lane_id": _lane(session).id,
        "official_id": _official(session).id,
        "file_id": _result_file(session, case).id,
        "shortcoming_id": _shortcoming(session, user).id,
        "round_id": _round(session, home.hamlet_id).id,
        "hole_id": _added(
            session, HoleRow(commune_code=code, device_id=DEVICE, seq=2, seen_at=AT)
        ).id,
        "phone_id": _phone(session, user).id,
    }


def _added(session, row):
    session.add(row)
    session.flush()
    return row


def _photo(session, visit, case):
    return _added(session, PhotoRow(
        id="0198c1d2-0000-7000-8000-000000000002"[:-5] + visit.commune_code, kind="paper",
        commune_code=visit.commune_code, outcome_id="0" * 36, visit_id=visit.id, case_id=case.id,
        size=1, sha256="0" * 64, fate="stored", taken_at=AT, announced_at=AT, sent_by=1,
    ))  # fmt: skip


def _absence(session, staff):
    return _added(session, AbsenceRow(
        commune_code=staff.commune_code, staff_id=staff.id, from_on=MONDAY, to_on=MONDAY
    ))  # fmt: skip


def _phone(session, user):
    return _added(session, PhoneRow(
        commune_code=user.commune_code, key="0b5394aa-0000-4000-8000-000000000001",
        last_person_id=user.id, first_seen_at=AT, last_seen_at=AT,
    ))  # fmt: skip


def _list(session):
    return _added(session, ImportRow(
        commune_code=scope.current(session), filename="danh-sach.csv", sha256="0" * 64,
        created_at=AT,
    ))  # fmt: skip


def _plan(session, job):
    return _added(session, PlanRow(
        commune_code=job.commune_code, job_id=job.id, from_on=MONDAY, to_on=MONDAY, created_at=AT,
        document={"format": "fieldops.plan/1", "routes": [], "unplanned": []}, totals=NOTHING,
    ))  # fmt: skip


def _registration(session, case):
    return _added(session, RegistrationRow(
        commune_code=case.commune_code, case_id=case.id, register="birth", year=2026, volume="01",
        entry_no=1, registered_on=MONDAY, registered_by="Người Ghi", created_at=AT,
    ))  # fmt: skip


def _outcome(session, visit):
    return _added(session, OutcomeRow(
        id="0198c1d2-0000-7000-8000-000000000001"[:-5] + visit.commune_code, received_at=AT,
        commune_code=visit.commune_code, visit_id=visit.id, result="done", fate="needs_review",
    ))  # fmt: skip


def _survey_answer(session):
    code = scope.current(session)
    return _added(session, SurveyAnswerRow(
        commune_code=code, id=code + "0" * 59, week_on=MONDAY, channel="s", satisfied="very",
        polite="yes", on_time="yes", asked_twice="no", words="Cảm ơn.",
    ))  # fmt: skip


def _round(session, hamlet_id):
    code = scope.current(session)
    row = ReviewRoundRow(
        commune_code=code, title="Tháng 11", asked_on=MONDAY, answer_by=MONDAY, created_by="Người",
        created_at=AT,
    )  # fmt: skip
    row.hamlets = [ReviewHamletRow(commune_code=code, hamlet_id=hamlet_id)]
    return _added(session, row)


def _lane(session):
    return _added(session, LaneRow(
        commune_code=scope.current(session), on=MONDAY, number=1, matter="copy", came_at=AT,
        promised_on=MONDAY,
    ))  # fmt: skip


def _merge(session, home):
    other = makers.household(session, head_name="Hộ Đã Gộp", archived_at=AT)
    return _added(session, MergeRow(
        commune_code=scope.current(session), kind="home", kept_id=home.id, gone_id=other.id,
        merged_by="Người Gộp", merged_at=AT,
    ))  # fmt: skip


def _official(session):
    return _added(session, OfficialListRow(
        commune_code=scope.current(session), filename="he-thong.csv", sha256="0" * 64,
        rows=[[2, "H31.33-261123-0001", None, None, "", None, None]], created_by="Người Tải",
        created_at=AT,
    ))  # fmt: skip


def _version(session):
    return _added(session, ProcedureVersionRow(
        commune_code=scope.current(session), procedure="id_card", valid_from=date(2027, 1, 1),
        document=to_document(RULES[0]), created_by="Người Thêm", created_at=AT,
    ))  # fmt: skip


def _shortcoming(session, user):
    return _added(session, ShortcomingRow(
        commune_code=user.commune_code, issue="Trả giấy chậm", source="families", found_on=MONDAY,
        owner_id=user.id, deadline=MONDAY,
    ))  # fmt: skip


def _result_file(session, case):
    return _added(session, ResultFileRow(
        commune_code=case.commune_code, id=f"file-{case.commune_code}", case_id=case.id,
        sha256="0" * 64, size=9, added_by="Người Quét", added_at=AT,
    ))  # fmt: skip
