"""Papers are filled from the records: what is known once is not asked again."""

from datetime import date

import pytest

from fieldops.domain.case import Register
from fieldops.domain.errors import Conflict, NotFound
from fieldops.services import case_papers, papers
from fieldops.services.audit import Actor
from fieldops.services.paper_desk import Desk
from fieldops.store.tables import AuditRow, HandoverRow, RegistrationRow
from tests import makers
from tests.conftest import NOON
from tests.papers.reading import text_of

TODAY = date(2026, 11, 23)
DESK = Desk(Actor(None, "Người thử"), TODAY, NOON, lambda code: f"https://xa.example/q/{code}")


@pytest.fixture
def home(session):
    return makers.household(session, group_no="3", address_note="sau chùa")


def read(session, case, paper):
    session.expire_all()
    return text_of(case_papers.make(session, DESK, case.id, paper).content)


def entered(session, case, number=7, register="birth"):
    row = RegistrationRow(
        commune_code=case.commune_code,
        case_id=case.id,
        register=register,
        year=2026,
        volume="01/2026",
        entry_no=number,
        registered_on=date(2026, 11, 20),
        registered_by="Người thử",
        created_at=NOON,
    )
    session.add(row)
    session.flush()
    return row


def test_the_requester_is_known_from_the_home(session, home):
    child = makers.citizen(session, home, "Trần Gia Thử", 2026, birth_month=11, birth_day=3)
    makers.citizen(session, home, "Lê Thị Mẫu", 1999, id_number="000000000001", ethnicity="Kinh")
    case = makers.case(session, child, informant_name="Lê Thị Mẫu", informant_relation="mẹ")
    text = read(session, case, "declaration")
    assert "TRẦN GIA THỬ" in text
    assert "ngày ba tháng mười một năm hai nghìn không trăm hai mươi sáu" in text
    # once as the requester and once as the mother, never as the father
    assert text.count("Lê Thị Mẫu") == 2
    assert text.count("000000000001") == 2
    assert "Quan hệ với người được khai sinh: mẹ" in text


def test_two_of_one_name_are_not_guessed_between(session, home):
    child = makers.citizen(session, home, "Trần Gia Thử", 2026)
    for number in ("000000000001", "000000000002"):
        makers.citizen(session, home, "Lê Thị Mẫu", 1999, id_number=number)
    case = makers.case(session, child, informant_name="Lê Thị Mẫu")
    assert "00000000000" not in read(session, case, "declaration")


def test_an_old_person_asks_for_themselves(session, home):
    bay = makers.citizen(session, home, "Nguyễn Thị Bảy", 1942, sex="female")
    text = read(session, makers.case(session, bay, "birth_with_papers"), "declaration")
    assert "Họ, chữ đệm, tên: Nguyễn Thị Bảy" in text
    assert "Quan hệ với người được khai sinh: bản thân" in text
    assert "ấp Sơn Ton, tổ 3, xã Cù Lao Dung" in text


def test_assisted_writing_has_its_block(session, home):
    case = makers.case(session, makers.citizen(session, home), "birth_with_papers")
    assert "Dấu điểm chỉ" not in read(session, case, "declaration")
    text = read(session, case, "assisted-declaration")
    assert "Người viết hộ" in text
    assert "đọc lại" in text
    assert "Dấu điểm chỉ" in text


def test_a_death_is_declared_with_its_day(session, home):
    bay = makers.citizen(session, home, "Nguyễn Thị Bảy", 1942)
    case = makers.case(session, bay, "mobile_death", event_on=date(2026, 11, 20))
    text = read(session, case, "declaration")
    assert "TỜ KHAI ĐĂNG KÝ KHAI TỬ" in text
    assert "20/11/2026" in text


def test_the_receipt_says_the_last_day_of_the_law(session, home):
    bay = makers.citizen(session, home)
    case = makers.case(session, bay, state="received", received_on=date(2026, 11, 23))
    text = read(session, case, "receipt")
    # Received Mon 23; Tue 24 is Vietnamese Culture Day; Wed 25, Thu 26, Fri 27, Mon 30, Tue 1.
    assert "Trao tại nhà chậm nhất ngày: 01/12/2026" in text
    assert "Lệ phí: không thu" in text
    assert f"HS{case.id:05}" in text


@pytest.mark.parametrize(
    ("procedure", "said"),
    [
        ("mobile_birth", "không thu"),
        ("birth_with_papers", "theo mức do tỉnh, thành phố quy định"),
        ("id_card", "cấp lần đầu không thu"),  # of a card made anew our source says nothing
        ("residence", ""),  # nor of residence: left to write
    ],
)
def test_a_receipt_says_of_the_fee_what_is_known_and_no_more(session, home, procedure, said):
    case = makers.case(session, makers.citizen(session, home), procedure)
    lines = read(session, case, "receipt").splitlines()
    assert f"Lệ phí: {said}".strip() in lines


def test_a_receipt_before_the_visit_leaves_its_days_to_write(session, home):
    text = read(session, makers.case(session, makers.citizen(session, home)), "receipt")
    assert "Nhận hồ sơ ngày:\n" in text


def test_the_paper_of_a_death_follows_the_law_of_its_receipt(session, home):
    bay = makers.citizen(session, home)
    for received_on, paper in [
        (date(2026, 11, 20), "trích lục khai tử"),
        (date(2027, 3, 1), "giấy chứng tử"),
    ]:
        case = makers.case(session, bay, "mobile_death", state="received", received_on=received_on)
        assert f"Kết quả: {paper}" in read(session, case, "receipt")


def test_the_handover_receipt_names_the_entry_and_who_got_it(session, home):
    bay = makers.citizen(session, home)
    case = makers.case(session, bay, state="handed_over", received_on=date(2026, 11, 18))
    entered(session, case)
    session.add(
        HandoverRow(
            commune_code=case.commune_code,
            case_id=case.id,
            handed_over_on=TODAY,
            received_by="Trần Văn Tám",
            relation="con",
            mark="fingerprint",
            read_aloud=True,
            created_at=NOON,
        )
    )
    session.flush()
    text = read(session, case, "handover")
    assert "số 07, quyển 01/2026" in text
    assert "Người nhận: Trần Văn Tám" in text
    assert text.count("×") == 3  # seen, read aloud, fingerprint


def test_a_letter_of_condolence_is_respectful(session, home):
    bay = makers.citizen(session, home, "Nguyễn Thị Bảy", 1942, sex="female")
    case = makers.case(session, bay, "mobile_death", event_on=date(2026, 11, 20))
    assert "Gia quyến bà Nguyễn Thị Bảy" in read(session, case, "condolence")


def test_a_paper_of_another_step_is_refused(session, home):
    case = makers.case(session, makers.citizen(session, home))
    with pytest.raises(Conflict):
        case_papers.make(session, DESK, case.id, "handover")
    with pytest.raises(NotFound):
        case_papers.make(session, DESK, case.id, "khong-co")


def test_each_paper_is_in_the_audit_and_names_nobody(session, home):
    bay = makers.citizen(session, home, "Nguyễn Thị Bảy", id_number="000000000009")
    case = makers.case(session, bay)
    made = case_papers.make(session, DESK, case.id, "declaration")
    papers.card(session, DESK, bay.id)
    first, second = session.query(AuditRow).order_by(AuditRow.seq).all()
    assert (first.action, first.subject_type, first.subject_id) == (
        "paper.made",
        "case",
        str(case.id),
    )
    assert first.facts == {"paper": "declaration"}
    assert (second.subject_type, second.facts) == ("citizen", {"paper": "citizen-card"})
    assert made.filename == f"declaration-HS{case.id:05}.pdf"


def test_the_card_tells_a_finder_only_a_name_and_a_hamlet(session, home):
    bay = makers.citizen(session, home, id_number="000000000009", ethnicity="Khmer")
    made = papers.card(session, DESK, bay.id)
    text = text_of(made.content)
    assert f"CD{bay.id:05}" in text
    for kept in ("000000000009", "Khmer", "1942"):
        assert kept not in text


def test_the_list_to_sign_holds_what_is_registered_and_not_yet_given(session, home):
    names = ["Nguyễn Thị Bảy", "Trần Văn Tám", "Lê Thị Chín"]
    people = [makers.citizen(session, home, name) for name in names]
    ready, given, dead = (
        makers.case(session, people[0], state="processed"),
        makers.case(session, people[1], state="handed_over"),
        makers.case(session, people[2], "mobile_death", state="processed"),
    )
    entered(session, ready, 7)
    entered(session, given, 8)
    entered(session, dead, 1, "death")
    text = text_of(papers.register_list(session, DESK, Register.BIRTH).content)
    assert "Nguyễn Thị Bảy" in text
    assert "Trần Văn Tám" not in text
    assert "Lê Thị Chín" not in text
    assert papers.waiting(session) == papers.Waiting(2, {Register.BIRTH: 1, Register.DEATH: 1})


def test_the_list_of_one_day_follows_the_plan(session, home):
    case = makers.case(session, makers.citizen(session, home), state="processed")
    entered(session, case)
    makers.visit(session, case, kind="delivery", planned_on=date(2026, 11, 25))
    made = papers.register_list(session, DESK, Register.BIRTH, date(2026, 11, 25))
    assert "25/11/2026" in text_of(made.content)
    with pytest.raises(Conflict):
        papers.register_list(session, DESK, Register.BIRTH, date(2026, 11, 26))


def test_labels_go_to_whoever_asked(session, home):
    asked = makers.citizen(session, home, "Nguyễn Thị Bảy", 1942, sex="female")
    makers.case(session, asked, state="processed", informant_name="Trần Văn Tám")
    makers.case(session, asked, "id_card", state="processed")
    makers.case(session, asked, "mobile_death", state="processed")
    baby = makers.citizen(session, home, "Trần Gia Thử", 2026)
    makers.case(session, baby, state="processed")
    text = text_of(papers.labels(session, DESK).content)
    assert "Kính gửi: Trần Văn Tám" in text
    assert "Kính gửi: bà Nguyễn Thị Bảy" in text
    assert "Kính gửi: gia đình bà Nguyễn Thị Bảy" in text
    assert "Kính gửi: gia đình cháu Trần Gia Thử" in text


def test_without_results_there_is_no_label(session):
    with pytest.raises(Conflict):
        papers.labels(session, DESK)


def test_a_couple_is_congratulated_and_not_kept(session):
    made = papers.wedding_letter(session, DESK, ("Trần Văn Thử", "Lê Thị Mẫu"), None)
    assert "anh Trần Văn Thử và chị Lê Thị Mẫu" in text_of(made.content).replace("\n", " ")
    assert "Thử" not in str(session.query(AuditRow).one().facts)
