import pytest

from fieldops.domain.people import Role
from fieldops.registry.names import fold
from tests import makers
from tests.conftest import OTHER


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
    assert "không tìm ở ô trên" in as_(Role.LEADER).get(answer.location).text


def test_the_search_page_without_words_explains_itself(as_):
    assert "mã hồ sơ" in as_(Role.LEADER).get("/search").text


@pytest.mark.parametrize("role", [Role.YOUTH, Role.ADMINISTRATOR])
def test_those_who_may_not_read_people_cannot_search(as_, role):
    assert as_(role).get("/search?q=deo").status_code == 403


def test_markup_in_the_words_is_shown_as_typed(as_):
    page = as_(Role.LEADER).get("/search?q=<script>alert(1)</script>").text
    assert "<script>alert(1)" not in page


# By number


def by_number(client, number):
    return client.post("/search/number", data={"number": number}).text


@pytest.mark.parametrize("number", ["079201000123", "079 201 000 123"])
def test_a_whole_id_number_finds_its_person_and_is_not_written_back(as_, deo, number):
    page = by_number(as_(Role.REGISTRAR), number)
    assert f"/households/{deo.id}" in page
    assert number not in page


def test_a_phone_is_found_of_the_home_and_of_the_person(as_, deo, session):
    deo.phone, deo.citizens[0].phone = "0601234567", "0607654321"
    home = deo.id
    session.commit()
    for number in ("0601234567", "+84 607 654 321"):
        assert f"/households/{home}" in by_number(as_(Role.LEADER), number)


@pytest.mark.parametrize("number", ["07920100012", "079201000124", "0792", "", "x"])
def test_a_part_of_a_number_or_another_finds_nobody(as_, deo, number):
    page = by_number(as_(Role.REGISTRAR), number)
    assert "Thạch Thị Đèo" not in page
    assert "Không có ai" in page


def test_only_who_may_read_them_finds_by_id_number(as_, deo):
    assert "Thạch Thị Đèo" not in by_number(as_(Role.HAMLET_HEAD), "079201000123")


def test_another_communes_number_is_not_found(as_, deo):
    assert "Thạch Thị Đèo" not in by_number(as_(Role.REGISTRAR, OTHER), "079201000123")


def test_a_changed_number_is_found_by_the_new_one_alone(as_, deo, session):
    deo.citizens[0].id_number = "079201000999"
    session.commit()
    assert "Thạch Thị Đèo" in by_number(as_(Role.REGISTRAR), "079201000999")
    assert "Thạch Thị Đèo" not in by_number(as_(Role.REGISTRAR), "079201000123")
