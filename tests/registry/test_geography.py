from pathlib import Path

import pytest

from fieldops.registry.geography import misplaced, read_geography
from fieldops.registry.outline import Point, distance_to_edge, within

COMMUNES = {c.code: c for c in read_geography(Path("data/hamlets.geojson"))}
CU_LAO_DUNG, AN_THANH = COMMUNES["31633"], COMMUNES["31615"]


def test_two_communes_and_twelve_hamlets():
    assert (CU_LAO_DUNG.name, CU_LAO_DUNG.area_km2) == ("xã Cù Lao Dung", 150.1)
    assert (AN_THANH.name, AN_THANH.area_km2) == ("xã An Thạnh", 94.9)
    assert [len(c.hamlets) for c in COMMUNES.values()] == [6, 6]
    # The old town called Cù Lao Dung is in the new xã An Thạnh.
    assert "thị trấn Cù Lao Dung" in AN_THANH.old_communes


@pytest.mark.parametrize("commune", COMMUNES.values(), ids=lambda c: c.code)
def test_every_hamlet_lies_in_its_own_commune_only(commune):
    others = [c for c in COMMUNES.values() if c is not commune]
    for hamlet in commune.hamlets:
        assert within(hamlet.point, commune.outline)
        assert not any(within(hamlet.point, other.outline) for other in others)
        assert misplaced(hamlet.point, commune, others) is None
        assert hamlet.old_commune in commune.old_communes


def test_a_point_in_the_sea_and_one_in_the_next_commune_are_told_apart():
    sea, next_door = Point(9.40, 106.40), Point(9.70, 106.12)
    assert "ngoài biển" in misplaced(sea, CU_LAO_DUNG, [AN_THANH]).template
    said = misplaced(next_door, CU_LAO_DUNG, [AN_THANH])
    assert said.facts == {"commune": "xã Cù Lao Dung", "place": "xã An Thạnh"}


def test_an_outline_rounded_to_a_hundredth_of_a_degree_refuses_no_home_on_its_edge():
    # (9.60, 106.30) is 0.01° of latitude north of the corner (9.59, 106.30); its nearest edge is
    # some 770 m away: as far as rounding explains.
    edge = Point(9.597, 106.297)
    assert not within(edge, CU_LAO_DUNG.outline)
    assert distance_to_edge(edge, CU_LAO_DUNG.outline) < 800
    assert misplaced(edge, CU_LAO_DUNG) is None


def test_a_degree_of_latitude_is_111_km():
    square = [Point(0, 0), Point(0, 1), Point(1, 1), Point(1, 0)]
    assert distance_to_edge(Point(0.5, 0.25), square) == pytest.approx(0.25 * 111_195, rel=0.01)
