"""A published plan and a period's report become documents that name no family."""

from dataclasses import replace
from datetime import date

import pytest

from fieldops.domain.errors import Conflict, NotFound
from fieldops.domain.plan import Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning import plan_from_json, plan_to_json
from fieldops.services import office_documents
from fieldops.store.tables import AuditRow
from tests import makers
from tests.papers.test_office_documents import text_of
from tests.services.plan_makers import MONDAY, home_to_visit, registrar
from tests.services.test_papers import DESK
from tests.services.test_publishing import draft, publish

THURSDAY = date(2026, 11, 26)


def published(session):
    visits = home_to_visit(session, "Nguyễn Thị Bảy"), home_to_visit(session, "Trần Văn Tám")
    days = zip((MONDAY, THURSDAY), visits, strict=True)
    plan = draft(session, makers.vehicle(session, "Xe máy 1"), *days)
    publish(session, plan)
    return plan


def test_a_published_plan_becomes_a_document(session):
    plan = published(session)
    text = text_of(office_documents.outreach_plan(session, DESK, plan.id).content)
    assert "2 ngày đi, 1 đội, 2 chuyến thăm tại 1 ấp" in text
    assert "Sơn Ton (1)" in text
    assert registrar(session).full_name in text
    assert "Xe máy 1" in text


def test_it_names_no_family_and_is_in_the_audit(session):
    plan = published(session)
    made = office_documents.outreach_plan(session, DESK, plan.id)
    assert "Bảy" not in text_of(made.content)
    assert made.filename == "ke-hoach-20261123.docx"
    last = session.query(AuditRow).order_by(AuditRow.seq.desc()).first()
    assert (last.action, last.facts) == ("paper.made", {"paper": "outreach-plan"})


def test_what_is_left_out_is_told_by_hamlet(session):
    visit, left = home_to_visit(session), home_to_visit(session, "Hồ Văn Chín")
    plan = draft(session, makers.vehicle(session), (MONDAY, visit))
    unplanned = Unplanned(str(left.id), "hours", Sentence("Các đội đã kín giờ."))
    plan.document = plan_to_json(replace(plan_from_json(plan.document), unplanned=(unplanned,)))
    publish(session, plan)
    text = text_of(office_documents.outreach_plan(session, DESK, plan.id).content)
    assert "Còn 1 chuyến thăm chưa xếp được trong đợt này: Sơn Ton (1)." in text


def test_a_draft_is_no_document_to_sign(session):
    plan = draft(session, makers.vehicle(session), (MONDAY, home_to_visit(session)))
    with pytest.raises(Conflict):
        office_documents.outreach_plan(session, DESK, plan.id)
    with pytest.raises(NotFound):
        office_documents.outreach_plan(session, DESK, 999_999)
