"""Papers are made by POST, by the registrar's desk only, under addresses that name nobody."""

import re
from types import SimpleNamespace

import pytest
from flask import render_template_string
from flask_security import login_user

from fieldops.services import audit
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import AuditRow, CaseRow, UserRow
from routes.paper_sections import roman
from tests import makers
from tests.conftest import HOME, OTHER
from tests.papers.reading import text_of
from tests.papers.test_office_documents import text_of as docx_text
from tests.services.plan_makers import MONDAY, home_to_visit
from tests.services.test_publishing import draft, publish


@pytest.fixture
def case(session):
    home = makers.household(session)
    row = makers.case(session, makers.citizen(session, home, "Nguyễn Thị Bảy"))
    ids = SimpleNamespace(id=row.id, citizen_id=row.citizen_id, household_id=row.household_id)
    session.commit()
    return ids


@pytest.mark.parametrize("role", ["leader", "registrar"])
def test_the_desk_makes_a_paper(as_, case, role):
    answer = as_(role).post(f"/papers/cases/{case.id}/declaration")
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        f'inline; filename="declaration-HS{case.id:05}.pdf"'
    )
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "NGUYỄN THỊ BẢY" in text_of(answer.data)


def test_making_it_twice_is_two_entries_in_an_unbroken_audit(as_, case, session):
    client = as_("registrar")
    for _ in range(2):
        client.post(f"/papers/cases/{case.id}/receipt")
    entries = session.query(AuditRow).filter_by(action="paper.made").all()
    assert [one.facts for one in entries] == [{"paper": "receipt"}] * 2
    assert audit.broken_at(session) is None


@pytest.mark.parametrize("role", ["youth", "police", "hamlet_head", "inspector", "administrator"])
def test_others_make_none(as_, case, role):
    assert as_(role).post(f"/papers/cases/{case.id}/declaration").status_code == 403


def test_nobody_makes_one_without_login(client, case):
    assert client.post(f"/papers/cases/{case.id}/declaration").status_code == 302


def test_a_paper_has_no_address_to_come_back_to(as_, case):
    assert as_("registrar").get(f"/papers/cases/{case.id}/declaration").status_code == 405


def test_another_communes_records_are_not_there(as_, case):
    client = as_("registrar", OTHER)
    assert client.post(f"/papers/cases/{case.id}/declaration").status_code == 404
    assert client.post(f"/papers/citizens/{case.citizen_id}/card").status_code == 404
    assert client.get(f"/q/HS{case.id:05}").status_code == 404
    assert client.get(f"/q/CD{case.citizen_id:05}").status_code == 404


def test_a_refused_paper_leaves_no_entry(as_, case, session):
    assert as_("registrar").post(f"/papers/cases/{case.id}/handover").status_code == 409
    assert session.query(AuditRow).filter_by(action="paper.made").count() == 0


def test_the_qr_code_leads_to_the_record(as_, case):
    client = as_("leader")
    assert client.get(f"/q/HS{case.id:05}").location == f"/cases/{case.id}"
    assert client.get(f"/q/CD{case.citizen_id:05}").location == f"/households/{case.household_id}"


@pytest.mark.parametrize("number", ["HS", "XX00001", "HS-1", "CD00000", "HS99999999999"])
def test_a_number_that_is_none_of_ours_is_not_found(as_, number):
    assert as_("leader").get(f"/q/{number}").status_code == 404


def test_the_page_offers_what_there_is(as_, case, session):
    page = as_("registrar").get("/papers").text
    assert "Chưa có kết quả nào chờ trao" in page
    session.get(CaseRow, case.id).state = "processed"
    session.commit()
    assert "In nhãn (1)" in as_("registrar").get("/papers").text


def test_an_empty_list_is_told_on_the_page(as_):
    answer = as_("registrar").post("/papers/register-list/birth")
    assert answer.status_code == 409
    assert "Không có việc nào đang chờ ký sổ này." in answer.text


def test_a_day_that_is_none_is_told_beside_its_field(as_):
    answer = as_("registrar").post("/papers/register-list/birth", data={"planned_on": "31/02/2026"})
    assert answer.status_code == 422
    assert "31/02/2026" in answer.text
    assert "không có thật" in answer.text


def test_a_letter_to_a_couple_needs_both_names(as_):
    client = as_("leader")
    answer = client.post("/papers/wedding-letter", data={"groom": "Trần Văn Thử"})
    assert answer.status_code == 422
    assert "Nhập họ tên vợ." in answer.text
    assert "Trần Văn Thử" in answer.text
    made = client.post("/papers/wedding-letter", data={"groom": "Trần Văn Thử", "bride": "Lê Mẫu"})
    assert made.content_type == "application/pdf"


def test_the_block_of_links_shows_what_the_case_can_be_given(app, case):
    with app.test_request_context("/"):
        query = db.select(UserRow).filter_by(role="registrar", commune_code=HOME)
        login_user(db.session.scalars(query).one())
        with scope.inside(db.session(), HOME):
            row = db.session.get(CaseRow, case.id)
            block = render_template_string("{% include 'papers/_links.html' %}", case=row)
        db.session.remove()
    assert f"/papers/cases/{case.id}/declaration" in block
    assert f"/papers/cases/{case.id}/handover" not in block
    assert f"/papers/citizens/{case.citizen_id}/card" in block


def test_the_report_of_a_period_becomes_a_document(as_, case):
    dates = {"start_on": "2026-11-01", "end_on": "2026-11-30"}
    answer = as_("leader").post("/papers/report", data=dates)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bao-cao-20261123.docx"'
    text = docx_text(answer.data)
    assert "BÁO CÁO KẾT QUẢ" in text
    assert "Từ 01/11/2026 đến 30/11/2026" in text
    assert "KẾT QUẢ THEO: ẤP" in text
    assert "Một người có thể thuộc nhiều diện" in text  # what is counted in several rows says so
    assert text.count("Từ 01/11/2026 đến 30/11/2026") == 1
    assert "Nguyễn Thị Bảy" not in text


def test_the_document_of_a_report_has_every_sheet_the_last_too(as_, case):
    dates = {"start_on": "2026-11-01", "end_on": "2026-11-30"}
    text = docx_text(as_("leader").post("/papers/report", data=dates).data)
    found = re.findall(r"^([IVX]+)\. .*$", text, re.M)
    # the indicators, five groupings of three tables, states, weeks, coverage, and what adds up
    assert found == [roman(number) for number in range(1, 1 + 1 + 5 * 3 + 4)]
    assert "XX. ĐỐI CHIẾU CÁC TỔNG" in text


@pytest.mark.parametrize(
    ("number", "said"), [(1, "I"), (4, "IV"), (9, "IX"), (10, "X"), (15, "XV"), (29, "XXIX")]
)
def test_headings_are_numbered_as_the_romans_did(number, said):
    assert roman(number) == said


def test_the_document_is_vietnamese_whatever_the_desk_reads(as_):
    client = as_("leader")
    client.post("/language", data={"language": "en"})
    dates = {"start_on": "2026-11-01", "end_on": "2026-11-30"}
    assert "BÁO CÁO KẾT QUẢ" in docx_text(client.post("/papers/report", data=dates).data)


@pytest.mark.parametrize(
    "dates", [{}, {"start_on": "2026-11-01"}, {"start_on": "2026-11-30", "end_on": "2026-11-01"}]
)
def test_a_period_that_is_none_is_refused_in_words(as_, dates):
    assert as_("leader").post("/papers/report", data=dates).status_code == 422


def test_the_case_page_has_the_block_for_those_who_may(as_, case):
    link = f"/papers/cases/{case.id}/declaration"
    assert link in as_("registrar").get(f"/cases/{case.id}").text
    assert link not in as_("inspector").get(f"/cases/{case.id}").text


def test_the_report_page_offers_the_document(as_):
    assert 'action="/papers/report"' in as_("leader").get("/reports").text
    assert 'action="/papers/report"' not in as_("inspector").get("/reports").text


def test_a_published_plan_offers_its_documents(as_, session):
    plan = draft(session, makers.vehicle(session), (MONDAY, home_to_visit(session)))
    figures = ("visits", "cases", "households", "left_out", "days", "team_days", "person_days")
    sums = ("hamlet_days", "metres", "travel", "at_door", "out", "late", "value", "followers")
    plan.totals = dict.fromkeys((*figures, *sums), 1) | {"lunch": 3600}
    publish(session, plan)
    plan_id = plan.id
    session.commit()
    client = as_("leader")
    assert f'action="/papers/plans/{plan_id}"' in client.get(f"/plans/{plan_id}").text
    sheet = f"/papers/plans/{plan_id}/days/{MONDAY}/A"
    assert f'action="{sheet}"' in client.get(f"/plans/{plan_id}/days/{MONDAY}/A").text
    assert client.post(sheet).content_type == "application/pdf"
    assert "KẾ HOẠCH" in docx_text(client.post(f"/papers/plans/{plan_id}").data)


@pytest.mark.parametrize("role", ["police", "inspector", "youth"])
@pytest.mark.parametrize("path", ["/papers/plans/1", f"/papers/plans/1/days/{MONDAY}/A"])
def test_who_makes_no_plans_prints_none(as_, role, path):
    assert as_(role).post(path).status_code == 403


@pytest.mark.parametrize("path", ["", f"/days/{MONDAY}/A"])
def test_a_plan_of_another_commune_is_not_there(as_, session, path):
    plan = draft(session, makers.vehicle(session), (MONDAY, home_to_visit(session)))
    plan_id = plan.id
    session.commit()
    assert as_("leader", OTHER).post(f"/papers/plans/{plan_id}{path}").status_code == 404
