from dataclasses import replace

from fieldops.registry.duplicates import HomeRecord, homes
from fieldops.registry.outline import Point

HOME = HomeRecord(1, 5, "Trần Văn Út", group="4")


def points(**other):
    found = homes([HOME, replace(HOME, id=2, **other)])
    return found[0].points if found else None


def test_a_head_a_hamlet_and_a_group_are_worth_a_look_only_with_more():
    assert points() is None  # 40 + 10 + 5 = 55
    assert homes([replace(HOME, phone="06"), replace(HOME, id=2, phone="06")])[0].points == 80


def test_shared_members_speak_for_one_home_up_to_a_limit():
    four = frozenset({"a", "b", "c", "d"})
    found = homes([replace(HOME, members=four), replace(HOME, id=2, members=four)])
    assert found[0].points == 100  # 40 + 45 + 10 + 5


def test_another_group_or_another_place_speaks_against_it():
    four = frozenset({"a", "b"})
    here = replace(HOME, members=four, point=Point(9.6, 106.2))
    assert homes([here, replace(here, id=2)])[0].points == 110  # 40 + 30 + 10 + 5 + 25
    far = replace(here, id=2, group="7", point=Point(9.7, 106.2))
    assert homes([here, far]) == ()  # 40 + 30 + 10 - 30 - 15 = 35
