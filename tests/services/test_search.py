import unicodedata

import pytest

from fieldops.domain.people import Role
from fieldops.registry.names import fold, sort_key, spell
from fieldops.services import search
from fieldops.services.home import Asker
from fieldops.store import scope
from tests import makers
from tests.conftest import HOME, OTHER

LEADER = Asker(Role.LEADER, None, None)


def someone(session, name, hamlet=None, **kw):
    """A household of one, as the registry keeps it."""
    keys = {"search": fold(name), "spelled": spell(name), "sort_key": sort_key(name)}
    home = makers.household(session, head_name=name, hamlet=hamlet, **keys)
    person = makers.citizen(session, home, full_name=name, **keys)
    return makers.case(session, person, **kw)


def names(found):
    return [row.head_name for row in found.households]


def test_diacritics_do_not_matter(session):
    someone(session, "Thạch Thị Đèo")
    assert names(search.find(session, LEADER, "thach deo")) == ["Thạch Thị Đèo"]
    assert names(search.find(session, LEADER, "ĐÈO thạch")) == ["Thạch Thị Đèo"]


def test_names_written_as_typed_come_first(session):
    for name in ("Lê Văn Hóa", "Lê Văn Hoa", "Lê Văn Hòa"):
        someone(session, name)
    assert names(search.find(session, LEADER, "Hòa"))[0] == "Lê Văn Hòa"
    assert len(names(search.find(session, LEADER, "Hòa"))) == 3


def test_the_typed_name_comes_first_however_many_others_sort_before_it(session):
    for _ in range(search.SHOWN + 5):
        someone(session, "An Thủy")
    someone(session, "Võ Thị Thụy")
    assert names(search.find(session, LEADER, "thuỵ"))[0] == "Võ Thị Thụy"


def test_words_that_begin_as_typed_come_before_words_that_hold_it(session):
    for name in ("Bùi Hoàng Lan", "Lê Thị Loan", "Lê Văn An"):
        someone(session, name)
    # Loan and Hoàng Lan hold "an"; An begins with it, and is spelled so.
    assert names(search.find(session, LEADER, "an")) == [
        "Lê Văn An",
        "Bùi Hoàng Lan",
        "Lê Thị Loan",
    ]


def test_a_name_is_found_with_its_words_in_another_order_and_composed_in_another_way(session):
    someone(session, "Nguyễn Thị Bảy")
    for typed in ("Bảy Nguyễn Thị", unicodedata.normalize("NFD", "Nguyễn Thị Bảy"), "NGUYEN BAY"):
        assert names(search.find(session, LEADER, typed)) == ["Nguyễn Thị Bảy"]


def test_people_are_found_as_well_as_their_households(session):
    someone(session, "Thạch Thị Đèo")
    assert [row.full_name for row in search.find(session, LEADER, "deo").citizens] == [
        "Thạch Thị Đèo"
    ]


def test_a_dossier_code_is_found_by_its_end(session):
    case = someone(session, "Lê Hoa", dossier_code="H13.45-261121-0012")
    assert [row.id for row in search.find(session, LEADER, "261121-0012").cases] == [case.id]


@pytest.mark.parametrize("text", ["%", "_", "", "  ", "a", "%%%%1"])
def test_wild_cards_and_lone_letters_find_nothing(session, text):
    someone(session, "Lê Hoa", dossier_code="H13.45-261121-0012")
    assert search.find(session, LEADER, text).count == 0


def test_a_hamlet_head_finds_only_their_own_hamlet_and_no_dossiers(session):
    there = makers.hamlet(session, name="Vàm Hồ")
    someone(session, "Lê Hoa", dossier_code="H13-0012")
    someone(session, "Trần Hoa", hamlet=there)
    head = Asker(Role.HAMLET_HEAD, None, there.id)
    found = search.find(session, head, "hoa")
    assert names(found) == ["Trần Hoa"]
    assert [row.full_name for row in found.citizens] == ["Trần Hoa"]
    assert search.find(session, head, "H13-0012").count == 0


def test_an_administrator_finds_nobody(session):
    someone(session, "Lê Hoa")
    assert search.find(session, Asker(Role.ADMINISTRATOR, None, None), "hoa").count == 0


def test_another_commune_s_people_are_not_found(session):
    session.info.clear()
    with scope.inside(session, OTHER):
        someone(session, "Lê Hoa", dossier_code="H13-0012")
    scope.enter(session, HOME)
    assert search.find(session, LEADER, "hoa").count == 0
    assert search.find(session, LEADER, "H13-0012").count == 0


def test_more_than_is_shown_is_said(session):
    for _ in range(search.SHOWN + 1):
        someone(session, "Lê Hoa")
    found = search.find(session, LEADER, "hoa")
    assert found.more
    assert len(found.households) == search.SHOWN


@pytest.mark.parametrize("text", ["079201000123", "079 201 000 123", "bà Bảy 0912.345.678"])
def test_numbers_of_papers_and_phones_are_known_as_such(text):
    assert search.holds_personal_number(text)


@pytest.mark.parametrize("text", ["H13.45-261121-0012", "Nguyễn Thị Bảy 1942", "tổ 12"])
def test_codes_and_years_are_not_taken_for_them(text):
    assert not search.holds_personal_number(text)
