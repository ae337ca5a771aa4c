from dataclasses import replace
from datetime import date

import pytest

from fieldops.domain.commune import CommuneSettings, Ferry
from fieldops.domain.vehicle import VehicleKind
from fieldops.travel import Mode, Point, network_of

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


NOVEMBER = [date(2026, 11, 23), date(2026, 11, 24)]
NEW_YEAR = [date(2026, 12, 31), date(2027, 1, 1)]


def network(**change):
    return network_of(CommuneSettings(ferries=(replace(FERRY, **change),)))


def test_a_link_open_on_all_the_days_goes_into_the_matrices():
    assert len(network().standing(NOVEMBER)) == 1
    assert network().timed(NOVEMBER) == ()


def test_a_timetable_is_never_flattened_into_a_matrix():
    timed = network(departures=(18_000, 19_800))
    assert timed.standing(NOVEMBER) == ()
    assert [link.departures for link in timed.timed(NOVEMBER)] == [(18_000, 19_800)]


def test_a_link_that_closes_within_the_days_leaves_every_two_usual_waits():
    # Wait 300 s on the mean: a boat every 600 s.
    assert network().standing(NEW_YEAR) == ()
    (link,) = network().timed(NEW_YEAR)
    assert link.departures[:3] == (0, 600, 1200)


def test_a_link_closed_on_all_the_days_is_no_way():
    assert network().timed([date(2027, 1, 1)]) == network().standing([date(2027, 1, 1)]) == ()


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
