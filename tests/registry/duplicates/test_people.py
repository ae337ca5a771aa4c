"""Which rows may be one person, and why: the points are added up by hand."""

import gc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.domain.case import Register
from fieldops.domain.partial_date import PartialDate
from fieldops.registry.duplicates import (
    LIKELY,
    EventRecord,
    Judge,
    PersonRecord,
    events,
    people,
)

BAY = PersonRecord(1, 10, 5, "Nguyễn Thị Bảy", sex="female", birth=PartialDate(1942))


def pair(**other):
    """BAY beside a second row that differs in what is given."""
    return people([BAY, replace(BAY, **{"id": 2, "household_id": 11} | other)])


def reasons(found):
    return [(part.said.template, part.points) for part in found[0].evidence]


def test_name_year_and_hamlet_add_up():
    # 40 (name) + 20 (year) + 10 (hamlet) = 70
    [found] = pair()
    assert (found.one, found.other, found.points) == (1, 2, 70)
    assert not found.is_certain


def test_a_name_typed_without_diacritics_is_the_same_name():
    # 35 + 20 + 10 = 65
    assert pair(name="Nguyen Thi Bay")[0].points == 65


def test_swapped_words_and_a_slip_of_the_pen_are_seen():
    assert pair(name="Bảy Nguyễn Thị")[0].points == 60  # 30 + 20 + 10
    # 25 + 20 + 10 = 55: worth showing only with something more
    assert pair(name="Nguyễn Thị Bẩyt") == ()
    assert pair(name="Nguyễn Thị Bẩyt", phone="0601234567") == ()  # her own phone is unknown
    assert pair(name="Nguyễn Thị Bayt", birth=PartialDate(1942), household_id=10)[0].points == 60


def test_the_same_paper_number_is_certain_whatever_the_name():
    two = replace(BAY, id=2, household_id=99, hamlet_id=9, name="Trần Bé", birth=None)
    [found] = people([replace(BAY, id_number="0" * 12), replace(two, id_number="0" * 12)])
    assert found.points == 60  # 100 for the number, 40 against for the name
    same = replace(two, name=BAY.name, id_number="0" * 12)
    assert people([replace(BAY, id_number="0" * 12), same])[0].is_certain


def test_what_tells_two_namesakes_apart():
    assert pair(sex="male") == ()  # 70 - 40
    assert pair(birth=PartialDate(1950)) == ()  # 40 - 40 + 10
    one = replace(BAY, id_number="079100000001")
    other = replace(BAY, id=2, household_id=11, id_number="079100000002")
    assert people([one, other]) == ()  # 70 - 60


def test_an_old_number_and_a_new_one_do_not_speak_against_each_other():
    one = replace(BAY, id_number="361234567")
    other = replace(BAY, id=2, household_id=11, id_number="079100000002")
    assert people([one, other])[0].points == 70


def test_a_whole_birth_date_weighs_more_than_a_year_and_an_open_one_contradicts_nothing():
    whole = PartialDate(1942, 5, 3)
    assert people([replace(BAY, birth=whole), replace(BAY, id=2, birth=whole)])[0].points == 95
    assert pair(birth=whole)[0].points == 70
    may, june = PartialDate(1942, 5), PartialDate(1942, 6)
    apart = people([replace(BAY, birth=may), replace(BAY, id=2, birth=june)])
    assert apart[0].points == 60  # 40 + 5 (near) + 15 (one home)


def test_a_nickname_on_one_side_is_the_name_on_the_other():
    found = pair(name="Bảy Lành", alias="Nguyễn Thị Bảy", household_id=10)
    assert reasons(found)[0] == ("Tên này là tên thường gọi bên kia", 30)
    assert found[0].points == 65  # 30 + 20 + 15


NAMES = st.sampled_from(["Nguyễn Thị Bảy", "Nguyen Thi Bay", "Trần Văn Út", "Lê Hoa", "Hoa Lê"])
PERSON = st.builds(
    PersonRecord,
    id=st.integers(1, 10_000),
    household_id=st.integers(1, 3),
    hamlet_id=st.integers(1, 2),
    name=NAMES,
    birth=st.none() | st.builds(PartialDate, st.integers(1940, 1943)),
    sex=st.sampled_from([None, "male", "female"]),
)


@given(st.lists(PERSON, max_size=12, unique_by=lambda one: one.id))
def test_pairs_do_not_depend_on_the_order_and_never_pair_a_row_with_itself(rows):
    found = people(rows)
    assert found == people(list(reversed(rows)))
    assert all(pair.one < pair.other and pair.points >= LIKELY for pair in found)


def test_a_judge_that_remembers_says_the_same_of_cases():
    other = replace(BAY, id=2, household_id=11)
    judge = Judge()
    assert people([BAY, other], judge) == people([BAY, other])
    cases = [EventRecord(7, Register.BIRTH, BAY), EventRecord(8, Register.BIRTH, other)]
    assert events(cases, judge) == events(cases) != ()
    assert judge(BAY, other) is judge(other, BAY)


def test_the_collector_of_cycles_works_again_after_a_fault():
    def broken(_one, _other):
        assert not gc.isenabled()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        people([BAY, replace(BAY, id=2)], broken)
    assert gc.isenabled()
