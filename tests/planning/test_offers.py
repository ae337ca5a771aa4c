"""Where one more visit would go: every offer holds, and the best is the best there is."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from fieldops.domain.errors import Invalid
from fieldops.planning import Limit, Link, Window, best_places, check, solve
from fieldops.planning.schedule import Tour, schedule
from fieldops.planning.value import placements, value
from tests.planning.generated import problems
from tests.planning.makers import (
    DAY,
    MONDAY,
    MOTORBIKE,
    POLICE,
    REGISTRAR,
    days,
    line,
    person,
    problem,
    vehicle,
    visit,
)
from tests.planning.test_solver import BRIEFLY, where


def gain(given_, name):
    return given_.visit[name].prize * given_.weights.prize_point


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_every_offer_holds_and_leaves_all_others_where_they_are(given_):
    first = replace(given_, pins=(), published=(), links=(), together=())
    if not first.visits:
        return
    name = first.visits[-1].id
    before = solve(replace(first, visits=first.visits[:-1]), Limit(steps=40))
    found = best_places(first, before, name)
    assert [offer.cost for offer in found] == sorted(offer.cost for offer in found)
    for offer in found:
        assert check(first, offer.plan) == []
        after = where(offer.plan)
        assert after.pop(name) == (offer.day, offer.team)
        assert after == where(before)
        worth = gain(first, name) + first.weights.required * first.visit[name].required
        assert offer.cost == worth - (offer.plan.value - before.value)
        route = placements(offer.plan)[name]
        rest = [stop.visit_id for stop in route.stops]
        assert rest.index(name) == offer.position


def tried_by_hand(given_, plan, name):
    """The least cost over every position of every route, all by the clock and by ``check``."""
    costs = []
    for route in plan.routes:
        stops = [given_.visit[stop.visit_id] for stop in route.stops]
        for at in range(len(stops) + 1):
            order = (*stops[:at], given_.visit[name], *stops[at:])
            crew = (route.people, route.vehicle, DAY.start, DAY.end)
            made = schedule(given_, Tour(route.day, route.team, *crew, order))
            if made is None:
                continue
            others = tuple(other for other in plan.routes if other != route)
            new = replace(plan, routes=(*others, made), unplanned=())
            new = replace(
                new,
                travel=sum(each.travel for each in new.routes),
                metres=sum(each.metres for each in new.routes),
                value=value(given_, new),
            )
            if not check(given_, new):
                costs.append(gain(given_, name) - (new.value - plan.value))
    return min(costs)


@pytest.mark.parametrize("place", [2, 7, 12])
@pytest.mark.parametrize("windows", [(), (Window(14 * 3600, 15 * 3600),)])
def test_the_first_offer_is_the_cheapest_of_all_places(place, windows):
    # Two people of one role and two teams a day: nobody is at home, so no other team can be made.
    given_ = problem(
        tuple(visit(f"v{n}", place=n, minutes=60, hamlet_id=f"h{n // 5}") for n in range(1, 13)),
        days=days(2),
        people=(person("r1", count=2), person("r2", count=2)),
        vehicles=(vehicle("m1", seats=1), vehicle("m2", seats=1)),
        travel={MOTORBIKE: line(13, 7)},
    )
    before = solve(given_, Limit(steps=400))
    one_more = visit("new", place=place, minutes=20, windows=windows, hamlet_id="h1")
    now = replace(given_, visits=(*given_.visits, one_more))
    (first, *_) = best_places(now, before, "new")
    by_hand = tried_by_hand(now, before, "new")
    assert first.cost <= by_hand
    if not first.new_team:
        assert first.cost == by_hand


def test_an_offer_says_what_it_costs():
    given_ = problem((visit("v1"), visit("new", place=2)), days=days(1, 1))
    before = solve(replace(given_, visits=given_.visits[:1]), BRIEFLY)
    (offer,) = best_places(given_, before, "new")
    # 10 minutes further and back, 5 km each way; the hamlet is the same, so is the crew.
    assert (offer.cost, offer.seconds, offer.metres) == (1_200, 1_200, 10_000)
    assert (offer.day, offer.team, offer.new_team) == (MONDAY, "A", False)
    assert offer.sentence.template == "Ngày {day}: đội {team} đến lúc {start}, đi thêm {more}."


def test_those_at_home_make_a_team_or_help_one():
    people = (person("r1"), person("p1", (POLICE,)))
    given_ = problem(
        (visit("v1", roles=(REGISTRAR,)), visit("new", roles=(POLICE,))), people=people
    )
    before = solve(replace(given_, visits=given_.visits[:1]), BRIEFLY)
    assert before.routes[0].people == ("r1",)
    found = best_places(given_, before, "new", most=9)
    # The officer goes along: only a person more; or a team of his own: team, person, way.
    assert [(offer.new_team, offer.cost) for offer in found] == [(False, 900)]
    full = replace(given_, vehicles=(vehicle("m1", seats=1), vehicle("m2", seats=1)))
    (alone,) = best_places(full, before, "new")
    assert (alone.new_team, alone.cost) == (True, 3_600 + 900 + 1_200)


def test_an_intake_is_offered_with_its_delivery():
    given_ = problem(
        (visit("v1"), visit("in", roles=(REGISTRAR,)), visit("out")),
        days=days(5),
        links=(Link("in", "out", 2, 2),),
        people=(person(count=5),),
    )
    before = solve(replace(given_, visits=given_.visits[:1], links=()), BRIEFLY)
    best = best_places(given_, before, "in")[0]
    index = given_.day_index
    assert [index[on] - index[best.day] for on in best.delivered] == [2]
    assert set(where(best.plan)) == {"v1", "in", "out"}


def test_a_visit_that_fits_nowhere_has_no_offers():
    given_ = problem((visit("v1"), visit("new", minutes=700)))
    before = solve(replace(given_, visits=given_.visits[:1]), BRIEFLY)
    assert best_places(given_, before, "new") == []


def test_what_cannot_be_asked_is_said():
    given_ = problem((visit("v1"), visit("new", place=2)))
    before = solve(replace(given_, visits=given_.visits[:1]), BRIEFLY)
    with pytest.raises(Invalid, match="Không có chuyến thăm"):
        best_places(given_, before, "who")
    with pytest.raises(Invalid, match="đã có trong kế hoạch"):
        best_places(given_, before, "v1")
    nobody = replace(given_, people=tuple(replace(p, hours=(None,)) for p in given_.people))
    with pytest.raises(Invalid, match="không còn đúng"):
        best_places(nobody, before, "new")
