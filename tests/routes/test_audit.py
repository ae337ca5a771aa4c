import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldops.domain.people import Role
from fieldops.services import audit
from fieldops.services.audit import Actor
from fieldops.services.audit_view import PER_PAGE
from fieldops.store import scope
from fieldops.store.tables import AuditRow
from routes.audit_words import ACTIONS
from tests.conftest import HOME, OTHER

LEADER = Actor(1, "Người lãnh đạo")


def note(session, at, action="staff.changed", number=7, **facts):
    audit.record(session, LEADER, action, ("staff", number), at, **facts)
    session.commit()


@pytest.fixture
def two_days(session):
    """Late on 21/11 and early on 22/11 in Cần Thơ: the same day in UTC."""
    note(session, datetime(2026, 11, 21, 16, 59, tzinfo=UTC), role="police")
    note(session, datetime(2026, 11, 21, 17, 1, tzinfo=UTC), "vehicle.added", 9)


def rows(page):
    return page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""


def test_acts_are_told_in_words_newest_first(as_, two_days):
    page = rows(as_(Role.INSPECTOR).get("/audit").text)
    assert page.index("Thêm xe") < page.index("Sửa cán bộ")
    assert "Cán bộ 7" in page
    assert "vai trò: Công an xã" in page


def test_days_are_those_of_the_commune(as_, two_days):
    page = rows(as_(Role.INSPECTOR).get("/audit?from_on=2026-11-22&to_on=2026-11-22").text)
    assert "Thêm xe" in page
    assert "Sửa cán bộ" not in page


@pytest.mark.parametrize("query", ["action=vehicle.added", "subject=9"])
def test_one_kind_of_act_or_one_subject_can_be_asked_for(as_, two_days, query):
    page = rows(as_(Role.INSPECTOR).get(f"/audit?{query}").text)
    assert "Thêm xe" in page
    assert "Sửa cán bộ" not in page


def test_a_whole_chain_says_so(as_, two_days):
    assert "không mục nào bị sửa hay xóa" in as_(Role.INSPECTOR).get("/audit").text


def test_a_changed_entry_breaks_the_chain_and_says_where(as_, two_days, session):
    session.query(AuditRow).filter_by(seq=2).update({"actor": "Người khác"})
    session.commit()
    assert "Chuỗi nhật ký bị đứt ở mục số 2" in as_(Role.INSPECTOR).get("/audit").text


def test_a_missing_entry_breaks_the_chain(as_, two_days, session):
    session.query(AuditRow).filter_by(seq=1).delete()
    session.commit()
    assert "Chuỗi nhật ký bị đứt ở mục số 1" in as_(Role.INSPECTOR).get("/audit").text


def test_long_audits_come_in_pages(as_, session):
    for _ in range(PER_PAGE + 1):
        audit.record(
            session, LEADER, "staff.changed", ("staff", 7), datetime(2026, 11, 21, tzinfo=UTC)
        )
    session.commit()
    client = as_(Role.INSPECTOR)
    assert rows(client.get("/audit").text).count("<tr>") == PER_PAGE
    assert rows(client.get("/audit?page=2").text).count("<tr>") == 1
    assert rows(client.get("/audit?page=99").text).count("<tr>") == 1


def test_an_impossible_day_is_told(as_):
    assert as_(Role.INSPECTOR).get("/audit?from_on=31/02/2026").status_code == 422


def test_another_commune_s_acts_are_not_shown(as_, session):
    session.info.clear()
    with scope.inside(session, OTHER):
        note(session, datetime(2026, 11, 21, tzinfo=UTC))
    scope.enter(session, HOME)
    assert rows(as_(Role.INSPECTOR).get("/audit").text) == ""


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.POLICE, Role.YOUTH, Role.HAMLET_HEAD])
def test_others_do_not_read_the_audit(as_, role):
    assert as_(role).get("/audit").status_code == 403


def test_every_act_the_services_record_has_its_words():
    told = r'"([a-z]+\.[a-z_]+)",\s*\("'
    services = Path(audit.__file__).parent
    recorded = {
        act for path in services.glob("*.py") for act in re.findall(told, path.read_text("utf-8"))
    }
    assert recorded
    assert recorded - set(ACTIONS) == set()
