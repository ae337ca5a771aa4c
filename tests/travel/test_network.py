from dataclasses import replace
from datetime import date

import pytest

from fieldops.domain.commune import CommuneSettings, Ferry
from fieldops.domain.vehicle import VehicleKind
from fieldops.travel import Mode, Point, network_of, usual_wait

FERRY = Ferry(
    name="Phà thử",
    lat_from=9.60,
    lon_from=106.20,
    lat_to=9.61,
    lon_to=106.20,
    to_islet="cồn",
    crossing=600,
    wait=300,
    boards=("motorbike",),
    from_on=date(2026, 3, 1),
    to_on=date(2026, 12, 31),
)


def link_of(ferry):
    return network_of(CommuneSettings(ferries=(ferry,))).links[0]


def test_both_ends_of_validity_are_inclusive():
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [link_of(FERRY).runs(day) for day in days] == [False, True, True, False]


def test_without_a_timetable_the_usual_wait_counts():
    # 300 s of waiting and 600 s over the water.
    assert link_of(FERRY).seconds == 900


def test_with_even_departures_one_waits_half_the_gap():
    assert usual_wait(replace(FERRY, departures=(18_000, 19_800, 21_600))) == 900


def test_with_uneven_departures_long_gaps_count_for_more():
    # Gaps of 600 s and 1,800 s: (360,000 + 3,240,000) / (2 * 2,400) = 750 s, not 600.
    assert usual_wait(replace(FERRY, departures=(18_000, 18_600, 20_400))) == 750


def test_departures_out_of_order_are_refused():
    with pytest.raises(ValueError, match="ascend"):
        usual_wait(replace(FERRY, departures=(18_000, 18_000)))


def test_only_the_vehicles_it_boards_may_use_it():
    network = network_of(CommuneSettings(ferries=(FERRY,)))
    day = date(2026, 11, 23)
    assert len(network.open_links(VehicleKind.MOTORBIKE, day)) == 1
    assert network.open_links(VehicleKind.CAR, day) == ()


def test_speeds_and_detours_are_the_communes_own():
    network = network_of(CommuneSettings(motorbike_kmh=36, detour=1.5, boat_kmh=18))
    assert network.mode(VehicleKind.MOTORBIKE).seconds_per_metre == pytest.approx(0.15)
    # 1.2 * 3.6 / 18
    assert network.mode(VehicleKind.BOAT).seconds_per_metre == pytest.approx(0.24)


@pytest.mark.parametrize("lat", [91, -91, float("nan"), float("inf")])
def test_a_point_is_on_earth(lat):
    with pytest.raises(ValueError, match="not a point"):
        Point(lat, 106)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"to_islet": ""}, "two islets"),
        ({"crossing": -900}, "negative"),
        ({"boards": ("xe",)}, "xe"),
    ],
)
def test_a_ferry_that_makes_no_sense_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        link_of(replace(FERRY, **change))


@pytest.mark.parametrize(("speed", "detour"), [(0, 1), (25, 0.9), (float("nan"), 1)])
def test_a_mode_that_cannot_move_is_refused(speed, detour):
    with pytest.raises(ValueError, match="speed"):
        Mode(VehicleKind.CAR, speed, detour)
