from dataclasses import replace

import pytest

from fieldops.domain.case import Procedure
from fieldops.domain.household import Category
from fieldops.domain.partial_date import PartialDate
from fieldops.registry.outline import Point
from fieldops.registry.phones import Phone
from fieldops.registry.review_lists import Column, Known, Listed, Verdict, match

BAY = Listed(
    line=2,
    hamlet="Vàm Hồ",
    head="Lê Văn Tám",
    name="Nguyễn Thị Bảy",
    group="3",
    birth=PartialDate(1942, 3, 12),
    phone=Phone("0912345678", "con gái"),
    categories=(Category.POOR,),
    needs=(Procedure.MOBILE_BIRTH,),
    point=Point(9.52, 106.23),
    note="lãng tai",
)


def known(listed=BAY, household=7, citizen=70, **kw):
    return Known(household, citizen, listed, **kw)


def one(row, *people):
    [found] = match([row], people)
    return found


def test_the_same_row_again_is_unchanged():
    assert one(BAY, known()).verdict is Verdict.UNCHANGED


def test_a_row_as_a_merged_away_record_said_it_means_the_kept_one_and_changes_nothing():
    dropped = replace(BAY, head="Nguyễn Thị Bảy", name="Nguyễn Thị Bẩy", birth=PartialDate(1943))
    kept = known(also=(dropped,))
    row = replace(dropped, line=5)
    found = one(row, kept)
    assert (found.verdict, found.household_id, found.citizen_id) == (Verdict.UNCHANGED, 7, 70)
    # What it says beyond that is news, but not the spelling and the year that were dropped.
    new = one(replace(row, alias="Bảy Lành"), kept)
    assert (new.verdict, new.changes) == (Verdict.CHANGED, (Column.ALIAS,))
    assert (new.row.name, new.row.birth, new.row.head) == (BAY.name, BAY.birth, BAY.head)


def test_someone_new_of_a_home_merged_away_joins_the_home_that_was_kept():
    kept = known(also=(replace(BAY, head="Nguyễn Thị Bảy"),))
    found = one(replace(BAY, head="Nguyễn Thị Bảy", name="Lê Thị Mười", birth=None), kept)
    assert (found.verdict, found.household_id, found.citizen_id) == (Verdict.NEW, 7, None)


def test_an_empty_row_about_the_same_person_blanks_nothing():
    bare = Listed(line=9, hamlet="Vàm Hồ", head="LE VAN TAM", name="nguyen thi bay")
    found = one(bare, known())
    assert (found.verdict, found.household_id, found.citizen_id) == (Verdict.UNCHANGED, 7, 70)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"birth": PartialDate(1942, 4)}, Column.BIRTH),
        ({"phone": Phone("0987654321")}, Column.PHONE),
        ({"categories": (Category.ALONE,)}, Column.CATEGORIES),
        ({"needs": (Procedure.ID_CARD,)}, Column.NEEDS),
        ({"point": Point(9.521, 106.23)}, Column.POINT),
        ({"note": "không biết chữ"}, Column.NOTE),
        ({"alias": "Bảy Đẹt"}, Column.ALIAS),
    ],
)
def test_what_the_list_adds_is_named(change, column):
    assert one(replace(BAY, **change), known()).changes == (column,)


@pytest.mark.parametrize(
    "change",
    [
        {"birth": PartialDate(1942)},  # the year alone knows less
        {"group": "Tổ 03"},
        {"categories": ()},
        {"note": "lãng"},
        {"phone": Phone("0912345678")},
    ],
)
def test_what_the_list_knows_less_of_changes_nothing(change):
    assert one(replace(BAY, **change), known()).verdict is Verdict.UNCHANGED


def test_a_point_set_at_the_door_is_not_moved_by_a_list():
    moved = replace(BAY, point=Point(9.53, 106.24))
    assert one(moved, known(pinned_by_hand=True)).verdict is Verdict.UNCHANGED


def test_a_new_person_joins_the_household():
    found = one(replace(BAY, name="Lê Thị Hai", birth=None), known())
    assert (found.verdict, found.household_id, found.citizen_id) == (Verdict.NEW, 7, None)


def test_another_year_of_birth_is_another_person():
    assert one(replace(BAY, birth=PartialDate(1975)), known()).citizen_id is None


@pytest.mark.parametrize("change", [{"hamlet": "Sơn Ton"}, {"head": "Lê Văn Chín"}, {"group": "4"}])
def test_another_hamlet_head_or_group_is_another_household(change):
    found = one(replace(BAY, **change), known())
    assert (found.verdict, found.household_id) == (Verdict.NEW, None)


def test_two_households_that_fit_alike_are_left_to_a_person():
    bare = replace(BAY, group="")
    found = one(bare, known(), known(replace(BAY, group="4"), household=8, citizen=80))
    assert (found.verdict, found.why.facts["count"]) == (Verdict.AMBIGUOUS, 2)


def test_a_list_without_heads_finds_the_person_by_name_and_year():
    headless = Listed(line=2, hamlet="Vàm Hồ", name="Nguyễn Thị Bảy", birth=PartialDate(1942))
    found = one(headless, known())
    assert (found.verdict, found.citizen_id) == (Verdict.UNCHANGED, 70)
