from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.domain.vehicle import VehicleKind
from fieldops.travel import UNREACHABLE, Link, Mode, Network, Place, Point, matrices

MOTORBIKE, CAR, BOAT = VehicleKind.MOTORBIKE, VehicleKind.CAR, VehicleKind.BOAT
DAY = date(2026, 11, 23)
NEAR, FAR = Place(Point(9.60, 106.20)), Place(Point(9.61, 106.20), "cồn")
BRIDGE = Link((NEAR, FAR), seconds=100, vehicles=frozenset({MOTORBIKE}), from_on=DAY, to_on=DAY)
MODES = (
    Mode(MOTORBIKE, speed_kmh=36, detour=1.5),  # 10 m/s: 0.15 s to get a metre nearer
    Mode(CAR, speed_kmh=36, detour=2),
    Mode(BOAT, speed_kmh=18, detour=1, afloat=True, boarding=300),
)
NETWORK = Network(modes=MODES, links=(BRIDGE,))
HOME = Place(Point(9.59, 106.20))
ACROSS = Place(Point(9.62, 106.20), "cồn")


def seconds(vehicle, *places, on=DAY, network=NETWORK):
    return matrices(network, places, vehicle, on).seconds


def test_a_motorbike_rides_to_the_bridge_and_on():
    # 0.01 deg = 1,111.95 m to the bridge and as much after it: 2 * 1,111.95 * 0.15 = 333.6 s,
    # and 100 s on the bridge: 433.6, rounded up.
    found = matrices(NETWORK, (HOME, ACROSS), MOTORBIKE, DAY)
    assert found.seconds[0, 1] == 434
    # 2 * 1,111.95 * 1.5 m of road, and 1,112 m straight over the bridge: 4,447.9 m
    assert found.metres[0, 1] == 4448


def test_the_bridge_serves_only_in_its_validity():
    assert seconds(MOTORBIKE, HOME, ACROSS, on=date(2026, 11, 24))[0, 1] == UNREACHABLE


def test_the_bridge_serves_only_the_vehicles_named():
    assert seconds(CAR, HOME, ACROSS)[0, 1] == UNREACHABLE


def test_what_cannot_be_reached_has_no_metres():
    assert matrices(NETWORK, (HOME, ACROSS), CAR, DAY).metres[0, 1] == 0


def test_a_boat_goes_direct():
    # 0.03 deg = 3,335.85 m at 5 m/s = 667.2 s, and 300 s of mooring: 967.2, rounded up.
    assert seconds(BOAT, HOME, ACROSS)[0, 1] == 968


def test_nobody_boards_to_stay_where_they_are():
    assert seconds(BOAT, HOME, HOME).tolist() == [[0, 0], [0, 0]]


def test_two_links_in_a_row():
    beyond = replace(FAR, islet="bãi")
    onward = replace(BRIDGE, ends=(FAR, beyond), seconds=50)
    network = Network(MODES, (onward, BRIDGE))
    assert seconds(MOTORBIKE, NEAR, beyond, network=network)[0, 1] == 150


def test_the_faster_of_two_links_is_taken():
    network = Network(MODES, (replace(BRIDGE, seconds=5000), BRIDGE))
    assert seconds(MOTORBIKE, NEAR, FAR, network=network)[0, 1] == 100


def test_a_vehicle_the_commune_has_no_speed_for():
    with pytest.raises(KeyError):
        matrices(Network(modes=MODES[:1]), (HOME,), CAR, DAY)


def test_the_same_question_is_answered_from_memory_and_cannot_be_spoilt():
    first = matrices(NETWORK, (HOME, ACROSS), MOTORBIKE, DAY)
    assert matrices(NETWORK, (Place(Point(9.59, 106.20)), ACROSS), MOTORBIKE, DAY) is first
    with pytest.raises(ValueError, match="read-only"):
        first.seconds[0, 1] = 0


places = st.builds(
    Place,
    st.builds(Point, st.floats(9.4, 9.8), st.floats(106.0, 106.4)),
    st.sampled_from(["", "cồn"]),
)


@given(st.lists(places, min_size=1, max_size=6), st.sampled_from([MOTORBIKE, CAR, BOAT]))
def test_every_matrix_is_sane(some, vehicle):
    found = matrices(NETWORK, tuple(some), vehicle, DAY)
    for cells in (found.seconds, found.metres):
        assert cells.dtype == np.int32
        assert (cells >= 0).all()
        assert (np.diag(cells) == 0).all()
    assert (found.seconds <= UNREACHABLE).all()


@given(places, places, places, st.sampled_from([MOTORBIKE, BOAT]))
def test_a_way_round_is_no_shortcut(a, b, c, vehicle):
    found = seconds(vehicle, a, b, c)
    # Each leg is rounded up, so the straight one may seem a second longer than its parts.
    assert found[0, 2] <= found[0, 1] + found[1, 2] + 1
