from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.domain.vehicle import VehicleKind
from fieldops.travel import NO_WAY, Link, Mode, Place, Point, matrices

MOTORBIKE, CAR, BOAT = VehicleKind.MOTORBIKE, VehicleKind.CAR, VehicleKind.BOAT
NEAR, FAR = Place(Point(9.60, 106.20)), Place(Point(9.61, 106.20), "cồn")
BRIDGE = Link("Cầu thử", (NEAR, FAR), seconds=100, vehicles=frozenset({MOTORBIKE}))
MODES = {
    MOTORBIKE: Mode(MOTORBIKE, speed_kmh=36, detour=1.5),  # 10 m/s: 0.15 s to get a metre nearer
    CAR: Mode(CAR, speed_kmh=36, detour=2),
    BOAT: Mode(BOAT, speed_kmh=18, detour=1, afloat=True, boarding=300),
}
HOME = Place(Point(9.59, 106.20))
ACROSS = Place(Point(9.62, 106.20), "cồn")


def found(vehicle, *places, links=(BRIDGE,)):
    return matrices(MODES[vehicle], links, places)


def seconds(vehicle, *places, links=(BRIDGE,)):
    return found(vehicle, *places, links=links).seconds


def test_a_motorbike_rides_to_the_bridge_and_on():
    # 0.01 deg = 1,111.95 m to the bridge and as much after it: 2 * 1,111.95 * 0.15 = 333.6 s,
    # and 100 s on the bridge: 433.6, rounded up.
    there = found(MOTORBIKE, HOME, ACROSS)
    assert there.seconds[0, 1] == 434
    # 2 * 1,111.95 * 1.5 m of road, and 1,112 m straight over the bridge: 4,447.9 m
    assert there.metres[0, 1] == 4448


def test_a_ferry_costs_its_usual_wait_as_well():
    ferry = replace(BRIDGE, wait=250)
    assert seconds(MOTORBIKE, NEAR, FAR, links=(ferry,))[0, 1] == 350


def test_without_a_link_no_way_leads_to_another_islet():
    assert seconds(MOTORBIKE, HOME, ACROSS, links=())[0, 1] == NO_WAY


def test_the_bridge_serves_only_the_vehicles_named():
    assert seconds(CAR, HOME, ACROSS)[0, 1] == NO_WAY


def test_what_cannot_be_reached_has_no_metres():
    assert found(CAR, HOME, ACROSS).metres[0, 1] == 0


def test_a_boat_goes_direct():
    # 0.03 deg = 3,335.85 m at 5 m/s = 667.2 s, and 300 s of mooring: 967.2, rounded up.
    assert seconds(BOAT, HOME, ACROSS)[0, 1] == 968


def test_nobody_boards_to_stay_where_they_are():
    assert seconds(BOAT, HOME, HOME).tolist() == [[0, 0], [0, 0]]


def test_two_links_in_a_row():
    beyond = replace(FAR, islet="bãi")
    onward = replace(BRIDGE, ends=(FAR, beyond), seconds=50)
    assert seconds(MOTORBIKE, NEAR, beyond, links=(onward, BRIDGE))[0, 1] == 150


def test_the_faster_of_two_links_is_taken():
    links = (replace(BRIDGE, seconds=5000), BRIDGE)
    assert seconds(MOTORBIKE, NEAR, FAR, links=links)[0, 1] == 100


def test_the_same_question_is_answered_from_memory_and_cannot_be_spoilt():
    first = found(MOTORBIKE, HOME, ACROSS)
    assert found(MOTORBIKE, Place(Point(9.59, 106.20)), ACROSS) is first
    with pytest.raises(ValueError, match="read-only"):
        first.seconds[0, 1] = 0


places = st.builds(
    Place,
    st.builds(Point, st.floats(9.4, 9.8), st.floats(106.0, 106.4)),
    st.sampled_from(["", "cồn"]),
)


@given(st.lists(places, min_size=1, max_size=6), st.sampled_from([MOTORBIKE, CAR, BOAT]))
def test_every_matrix_is_sane(some, vehicle):
    there = found(vehicle, *some)
    assert there.seconds.dtype == there.metres.dtype == np.int32
    assert (there.seconds >= NO_WAY).all()
    assert (there.metres >= 0).all()
    assert (np.diag(there.seconds) == 0).all()
    apart = np.array([[a.islet != b.islet for b in some] for a in some])
    assert ((there.seconds == NO_WAY) == (apart & (vehicle == CAR))).all()


@given(places, places, places, st.sampled_from([MOTORBIKE, BOAT]))
def test_a_way_round_is_no_shortcut(a, b, c, vehicle):
    there = seconds(vehicle, a, b, c)
    # Each leg is rounded up, so the straight one may seem a second longer than its parts.
    assert there[0, 2] <= there[0, 1] + there[1, 2] + 1
