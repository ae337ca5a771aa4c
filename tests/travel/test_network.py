import json
from dataclasses import replace
from datetime import date

import pytest

from fieldops.domain.vehicle import VehicleKind
from fieldops.travel import (
    DEFAULT_NETWORK,
    Link,
    LinkKind,
    Mode,
    Network,
    Point,
    Timetable,
    network_from_json,
    network_to_json,
)

FERRY = Link(
    name="Phà thử",
    kind=LinkKind.FERRY,
    from_islet="",
    to_islet="cồn",
    from_point=Point(9.60, 106.20),
    to_point=Point(9.61, 106.20),
    seconds=600,
    metres=1100,
    vehicles=frozenset({VehicleKind.MOTORBIKE}),
    timetable=Timetable(first=18_000, last=64_800, every=1_800),
    valid_from=date(2026, 3, 1),
    valid_until=date(2026, 12, 31),
)
NETWORK = replace(DEFAULT_NETWORK, links=(FERRY,), islets=(("ap-1", "cồn"),))


def test_a_network_survives_json():
    text = json.dumps(network_to_json(NETWORK), ensure_ascii=False)
    assert network_from_json(json.loads(text)) == NETWORK


def test_both_ends_of_validity_are_inclusive():
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [FERRY.runs(day) for day in days] == [False, True, True, False]


def test_a_ferry_costs_half_its_gap_and_the_crossing():
    # 1,800 s between boats: 900 s of waiting on the mean, and 600 s over the water.
    assert FERRY.seconds_out == FERRY.seconds_back == 1500


def test_the_way_back_may_keep_another_timetable():
    ferry = replace(FERRY, back=Timetable(first=18_000, last=64_800, every=3_600))
    assert (ferry.seconds_out, ferry.seconds_back) == (1500, 2400)


def test_a_hamlet_not_named_stands_on_the_main_islet():
    assert (NETWORK.islet_of("ap-1"), NETWORK.islet_of("ap-2")) == ("cồn", "")


@pytest.mark.parametrize("lat", [91, -91, float("nan"), float("inf")])
def test_a_point_is_on_earth(lat):
    with pytest.raises(ValueError, match="not a point"):
        Point(lat, 106)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"to_islet": ""}, "joins two islets"),
        ({"seconds": -1}, "negative"),
        ({"valid_until": date(2026, 2, 1)}, "ends before it begins"),
    ],
)
def test_a_link_that_makes_no_sense_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        replace(FERRY, **change)


@pytest.mark.parametrize(("first", "last", "every"), [(10, 5, 60), (0, 90_000, 60), (0, 60, 0)])
def test_a_timetable_that_makes_no_sense_is_refused(first, last, every):
    with pytest.raises(ValueError, match="timetable"):
        Timetable(first=first, last=last, every=every)


@pytest.mark.parametrize(("speed", "detour"), [(0, 1), (25, 0.9), (float("nan"), 1)])
def test_a_mode_that_cannot_move_is_refused(speed, detour):
    with pytest.raises(ValueError, match=r"speed|finite"):
        Mode(vehicle=VehicleKind.CAR, speed_kmh=speed, detour=detour)


def test_a_vehicle_is_given_once():
    mode = Mode(vehicle=VehicleKind.CAR, speed_kmh=30)
    with pytest.raises(ValueError, match="twice"):
        Network(modes=(mode, mode))


def test_an_unknown_setting_is_refused():
    document = network_to_json(DEFAULT_NETWORK) | {"tolls": []}
    with pytest.raises(ValueError, match="tolls"):
        network_from_json(document)
