"""A published plan and a period's report become documents that name no family."""

from datetime import date

import pytest

from fieldops.domain.errors import Conflict, NotFound
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


def test_a_draft_is_no_document_to_sign(session):
    plan = draft(session, makers.vehicle(session), (MONDAY, home_to_visit(session)))
    with pytest.raises(Conflict):
        office_documents.outreach_plan(session, DESK, plan.id)
    with pytest.raises(NotFound):
        office_documents.outreach_plan(session, DESK, 999_999)
