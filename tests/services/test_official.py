from datetime import UTC, date, datetime

import pytest

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.services import official
from fieldops.services.audit import Actor
from fieldops.services.official import Decision
from fieldops.store.tables import RegistrationRow
from tests import makers

TODAY, DAY = date(2026, 11, 23), date(2026, 11, 20)
AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
WHO = Actor(None, "Người thử")


def registered(session, number=7, code="A-1"):
    person = makers.citizen(session, makers.household(session))
    case = makers.case(
        session, person, state="processed", received_on=DAY, processed_on=DAY, dossier_code=code
    )
    session.add(
        RegistrationRow(
            commune_code=case.commune_code, case_id=case.id, register="birth", year=2026,
            volume="01", entry_no=number, registered_on=DAY, registered_by="Người", created_at=AT,
        )
    )  # fmt: skip
    session.flush()
    return case


def sent(session, *lines):
    text = "\n".join(("Mã hồ sơ,Số đăng ký,Trạng thái,Ngày đăng ký", *lines))
    return official.send(session, WHO, "ds.csv", text.encode(), AT)


def resolve(session, row, line, decision, note=""):
    official.resolve(session, WHO, (row.id, line), decision, note, TODAY, AT)


def test_what_agrees_is_marked_entered_in_one_go(session):
    case = registered(session)
    row = sent(session, "A-1,7/2026,Đã xử lý xong,20/11/2026")
    assert case.official_entered_on is None  # reading a list changes nothing
    assert official.enter_all(session, WHO, row.id, TODAY, AT) == 1
    assert case.official_entered_on == TODAY
    assert official.enter_all(session, WHO, row.id, TODAY, AT) == 0


def test_a_code_is_taken_over_and_then_agrees(session):
    case = registered(session, code="")
    row = sent(session, "A-1,7/2026,9,20/11/2026")
    resolve(session, row, 2, Decision.TAKE_CODE)
    assert case.dossier_code == "A-1"
    assert len(official.reconciled(session, row.id).compared.agree) == 1


def test_keeping_ours_asks_why_and_stays_in_sight(session):
    registered(session)
    row = sent(session, "A-1,8/2026,9,20/11/2026")
    with pytest.raises(Invalid):
        resolve(session, row, 2, Decision.KEEP_OURS)
    resolve(session, row, 2, Decision.KEEP_OURS, "Gõ nhầm số trên hệ thống")
    seen = official.reconciled(session, row.id)
    assert seen.open_differences == ()
    assert len(seen.compared.differ) == 1
    assert seen.decision(2)["note"] == "Gõ nhầm số trên hệ thống"


def test_a_line_of_elsewhere_is_set_aside(session):
    row = sent(session, "B-9,,9,20/11/2026")
    resolve(session, row, 2, Decision.NOT_OURS, "Hồ sơ đất đai")
    assert official.reconciled(session, row.id).open_only_there == ()


def test_a_decision_must_fit_the_line(session):
    registered(session)
    row = sent(session, "A-1,8/2026,9,20/11/2026", "B-9,,9,20/11/2026")
    for line, decision in ((2, Decision.ENTERED), (2, Decision.NOT_OURS), (3, Decision.TAKE_CODE)):
        with pytest.raises(Conflict):
            resolve(session, row, line, decision, "vì sao")
    with pytest.raises(NotFound):
        resolve(session, row, 99, Decision.NOT_OURS, "vì sao")
