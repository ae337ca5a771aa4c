import re
from datetime import date

import pytest

from fieldops.domain.people import Role
from tests import makers

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_first_page(as_, role):
    answer = as_(role).get("/")
    assert answer.status_code == 200
    assert "Hôm nay" in answer.text


def test_a_leader_of_an_empty_commune_is_told_three_steps(as_):
    page = as_(Role.LEADER).get("/").text
    assert "Bắt đầu: ba bước đến kế hoạch đầu tiên" in page


def test_what_is_late_is_named_first_and_said_so(as_, session):
    person = makers.citizen(session, makers.household(session, head_name="Thạch Thị Đèo"))
    makers.visit(session, makers.case(session, person), due_on=date(2026, 11, 20))
    session.commit()
    page = as_(Role.LEADER).get("/").text
    assert "Thạch Thị Đèo" in page
    assert "Quá hạn 20/11/2026" in page


def test_an_administrator_s_page_names_no_household(as_, session):
    person = makers.citizen(session, makers.household(session, head_name="Thạch Thị Đèo"))
    makers.visit(session, makers.case(session, person), due_on=TODAY)
    session.commit()
    assert "Thạch Thị Đèo" not in as_(Role.ADMINISTRATOR).get("/").text


@pytest.mark.parametrize("role", list(Role))
def test_every_link_leads_where_the_role_may_go(app, as_, session, role):
    person = makers.citizen(session, makers.household(session))
    case = makers.case(session, person, state="received", received_on=date(2026, 11, 20))
    makers.visit(session, case, due_on=TODAY)
    session.commit()
    client = as_(role)
    main = client.get("/").text.split("<main", 1)[1]
    built = {re.sub(r"<[^>]+>", "7", rule.rule) for rule in app.url_map.iter_rules()}
    for href in set(re.findall(r'href="(/[^"#?]*)"', main)):
        if re.sub(r"\d+", "7", href) in built:
            assert client.get(href).status_code == 200, (role, href)
