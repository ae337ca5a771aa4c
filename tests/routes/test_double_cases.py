"""Two cases about one birth or one death: one is taken back, or both are kept."""

import uuid
from datetime import date

import pytest
from sqlalchemy.orm import Session

from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.tables import ApartRow, CaseRow
from tests import makers
from tests.conftest import OTHER

LIST = "/households/duplicates"
PAGE = LIST + "/cases/{}/{}"


@pytest.fixture
def deaths(session):
    """One man whose death two hamlets told, under two heads of households."""
    found = []
    for hamlet, head in (("Sơn Ton", "Trần Văn Ba"), ("Vàm Hồ", "Lê Thị Tư")):
        home = makers.household(session, head, makers.hamlet(session, name=hamlet + " mới"))
        person = makers.citizen(session, home, "Trần Văn Út", 1940)
        died = {"procedure": "mobile_death", "event_on": date(2026, 11, 10)}
        found.append(makers.case(session, person, **died).id)
    session.commit()
    return found


def form(gone, **changes):
    return {"form_token": str(uuid.uuid4()), "gone": gone, "reason": "hai ấp cùng báo"} | changes


def state(session, case_id):
    session.expire_all()
    row = session.get(CaseRow, case_id)
    told = (row.state, row.closing_reason)
    session.rollback()
    return told


def test_the_pair_is_listed_with_its_reasons_across_hamlets(desk, deaths):
    page = desk(Role.REGISTRAR).get(LIST).text
    assert PAGE.format(*deaths) in page
    assert "Cùng ngày chết" in page


def test_one_is_taken_back_and_the_reason_names_the_one_that_stays(desk, session, deaths):
    client, sent = desk(Role.REGISTRAR), form(deaths[1])
    for _ in range(2):  # sent twice is done once
        answer = client.post(PAGE.format(*deaths), data=sent)
        assert (answer.status_code, answer.location) == (302, LIST)
    code = f"HS{deaths[0]:05}"
    assert state(session, deaths[1]) == ("withdrawn", f"Trùng {code}: hai ấp cùng báo")
    assert state(session, deaths[0]) == ("requested", "")
    assert PAGE.format(*deaths) not in client.get(LIST).text


def test_both_are_kept_and_the_pair_does_not_come_back(desk, session, deaths):
    client = desk(Role.LEADER)
    for _ in range(2):
        assert client.post(PAGE.format(*deaths) + "/apart").status_code == 302
    assert session.query(ApartRow).filter_by(kind="case").count() == 1
    assert PAGE.format(*deaths) not in client.get(LIST).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"reason": ""}, "Ghi rõ lý do"), ({"reason": "x" * 251}, "250")],
)
def test_without_a_reason_nothing_is_taken_back(desk, session, deaths, wrong, sentence):
    answer = desk(Role.REGISTRAR).post(PAGE.format(*deaths), data=form(deaths[0], **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert state(session, deaths[0])[0] == "requested"


def test_what_has_gone_too_far_is_not_taken_back(desk, session, deaths):
    session.get(CaseRow, deaths[0]).state = "handed_over"
    session.commit()
    client = desk(Role.REGISTRAR)
    page = client.get(PAGE.format(*deaths)).text
    assert f'value="{deaths[0]}"' not in page
    assert f'value="{deaths[1]}"' in page
    assert client.post(PAGE.format(*deaths), data=form(deaths[0])).status_code == 409
    assert state(session, deaths[0])[0] == "handed_over"


def test_a_third_case_is_not_taken_back_from_here(desk, session, deaths):
    third = makers.case(session, makers.citizen(session, makers.household(session))).id
    session.commit()
    client = desk(Role.REGISTRAR)
    assert client.post(PAGE.format(*deaths), data=form(third)).status_code == 404
    assert client.post(PAGE.format(*deaths), data=form("")).status_code == 404
    assert state(session, third)[0] == "requested"


def test_none_is_taken_back_for_a_case_it_cannot_be_one_with(as_, session, deaths):
    with Session(session.get_bind()) as beyond, scope.inside(beyond, OTHER):
        home = makers.household(beyond, hamlet=makers.hamlet(beyond))
        theirs = makers.case(beyond, makers.citizen(beyond, home), procedure="mobile_death").id
        beyond.commit()
    answer = as_(Role.REGISTRAR).post(PAGE.format(deaths[0], theirs), data=form(deaths[0]))
    assert answer.status_code == 404
    assert state(session, deaths[0]) == ("requested", "")


def test_a_birth_and_a_death_are_no_pair_nor_is_a_case_with_itself(desk, session, deaths):
    birth = makers.case(session, makers.citizen(session, makers.household(session))).id
    session.commit()
    client = desk(Role.REGISTRAR)
    for pair in ((birth, deaths[0]), (deaths[0], deaths[0]), (deaths[0], 999_999)):
        assert client.get(PAGE.format(*pair)).status_code == 404


def test_another_commune_and_other_roles_see_nothing(as_, deaths):
    assert as_(Role.REGISTRAR, OTHER).get(PAGE.format(*deaths)).status_code == 404
    assert as_(Role.POLICE).get(PAGE.format(*deaths)).status_code == 403
