import pytest

from fieldops.domain.people import Role
from fieldops.registry.names import fold
from tests import makers


@pytest.fixture
def deo(session):
    name = "Thạch Thị Đèo"
    home = makers.household(session, head_name=name, search=fold(name))
    makers.citizen(session, home, full_name=name, search=fold(name), id_number="079201000123")
    session.commit()
    return home


def test_a_person_is_found_without_diacritics(as_, deo):
    page = as_(Role.LEADER).get("/search?q=thach deo").text
    assert "Thạch Thị Đèo" in page
    assert f"/households/{deo.id}" in page
    assert "079201000123" not in page


def test_nothing_found_says_what_to_try(as_):
    page = as_(Role.LEADER).get("/search?q=khong co ai").text
    assert "không cần dấu" in page


def test_a_typed_id_number_leaves_the_address_at_once(as_):
    answer = as_(Role.LEADER).get("/search?q=079 201 000 123")
    assert (answer.status_code, answer.location) == (302, "/search?number=1")
    assert "không nhận số giấy tờ" in as_(Role.LEADER).get(answer.location).text


def test_the_search_page_without_words_explains_itself(as_):
    assert "mã hồ sơ" in as_(Role.LEADER).get("/search").text


@pytest.mark.parametrize("role", [Role.YOUTH, Role.ADMINISTRATOR])
def test_those_who_may_not_read_people_cannot_search(as_, role):
    assert as_(role).get("/search?q=deo").status_code == 403


def test_markup_in_the_words_is_shown_as_typed(as_):
    page = as_(Role.LEADER).get("/search?q=<script>alert(1)</script>").text
    assert "<script>alert(1)" not in page
