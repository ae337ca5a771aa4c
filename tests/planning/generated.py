"""Problems drawn at random, small and contrary, for properties that must hold on any of them."""

from __future__ import annotations

from hypothesis import strategies as st

from fieldops.domain.case import Register
from fieldops.domain.units import HOUR, MINUTE
from fieldops.planning import Ferry, Link, Lunch, Pin, Placed, Shift, Together, Window
from tests.planning.makers import (
    BOAT,
    KHMER,
    MOTORBIKE,
    POLICE,
    REGISTRAR,
    YOUTH,
    days,
    person,
    problem,
    travel,
    vehicle,
    visit,
)

ROLES = [(), (REGISTRAR,), (POLICE,), (YOUTH,), (REGISTRAR, POLICE)]


def shifts(count):
    hours = st.sampled_from(
        [Shift(7 * HOUR, 17 * HOUR), Shift(7 * HOUR, 11 * HOUR), Shift(13 * HOUR, 17 * HOUR), None]
    )
    return st.tuples(*[hours] * count)


@st.composite
def windows(draw):
    start = draw(st.integers(6, 16)) * HOUR
    return Window(start, start + draw(st.integers(0, 8)) * 30 * MINUTE)


@st.composite
def matrices(draw, places):
    """Not symmetric, not a metric, with ways that do not exist."""
    cell = st.one_of(st.integers(0, 90), st.just(-1))
    rows = [[draw(cell) for _ in range(places)] for _ in range(places)]
    for i in range(places):
        rows[i][i] = 0
    return travel(rows)


@st.composite
def visits(draw, number, horizon):
    on = [day.on for day in horizon]
    return visit(
        f"v{number}",
        place=draw(st.integers(0, 4)),
        minutes=draw(st.sampled_from([0, 20, 45, 120])),
        roles=draw(st.sampled_from(ROLES)),
        skills=draw(st.sampled_from([(), (), (KHMER,)])),
        hamlet_id=draw(st.sampled_from(["north", "south"])),
        reached_by=draw(st.sampled_from([frozenset({MOTORBIKE, BOAT}), frozenset({BOAT})])),
        access=draw(st.sampled_from([0, 5 * MINUTE])),
        windows=tuple(draw(st.lists(windows(), max_size=3))),
        release_on=draw(st.sampled_from([None, *on])),
        due_on=draw(st.sampled_from([None, *on])),
        may_be_late=draw(st.booleans()),
        prize=draw(st.sampled_from([0, 10, 100, 500])),
        required=draw(st.booleans()),
        cases=draw(st.integers(0, 3)),
        registers=frozenset(draw(st.sets(st.sampled_from(list(Register)), max_size=1))),
    )


@st.composite
def problems(draw):
    count = draw(st.integers(1, 4))
    horizon = days(count, max_teams=draw(st.integers(0, 3)))
    homes = [draw(visits(n, horizon)) for n in range(draw(st.integers(0, 7)))]
    names = [home.id for home in homes]
    pairs = draw(st.permutations(names)) if names else []
    links = [
        Link(a, b, draw(st.integers(0, 2)), draw(st.integers(2, 4)))
        for a, b in zip(pairs[::2], pairs[1::2], strict=False)
        if draw(st.booleans())
    ]
    on = st.sampled_from([day.on for day in horizon])
    letter = st.sampled_from("AB")
    placed = [Placed(name, draw(on), draw(letter)) for name in names if draw(st.booleans())]
    known = {each.visit_id for each in placed}
    pins = [
        Pin(name, draw(st.none() | on), draw(st.none() | letter), unmoved=name in known)
        for name in names
        if draw(st.integers(0, 3)) == 0
    ]
    two = (
        draw(st.permutations(names))[:2] if len(names) > 1 and draw(st.integers(0, 3)) == 0 else []
    )
    ferry = Ferry("f", 0, 1, 10 * MINUTE, (8 * HOUR, 9 * HOUR, 14 * HOUR), 500)
    return problem(
        tuple(homes),
        days=horizon,
        people=tuple(
            person(f"{role.value}{n}", (role,), draw(shifts(count)), skills=(KHMER,) if n else ())
            for role in (REGISTRAR, POLICE, YOUTH)
            for n in range(draw(st.integers(0, 2)))
        ),
        vehicles=(vehicle("m1", seats=draw(st.integers(1, 3))), vehicle("b1", BOAT)),
        travel={MOTORBIKE: draw(matrices(5)), BOAT: draw(matrices(5))},
        links=tuple(links),
        together=(Together(*two),) if two else (),
        lunch=draw(st.sampled_from([None, Lunch()])),
        capacity=draw(st.sampled_from([None, 1, 4])),
        least_crew=draw(st.integers(1, 2)),
        ferries=draw(st.sampled_from([(), (ferry,)])),
        pins=tuple(pins),
        published=tuple(placed),
    )
