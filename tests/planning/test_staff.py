"""Who goes once routes stand: never dearer crews than before, cheaper ones where they are found."""

import numpy as np
import pytest

from fieldops.planning import Link
from fieldops.planning.geometry import Ground
from fieldops.planning.search import Search, posted
from fieldops.planning.solver import as_plan
from fieldops.planning.staff import staff
from fieldops.planning.team_model import Crew
from fieldops.planning.teams import Effort
from fieldops.planning.value import breakdown
from tests.planning.makers import REGISTRAR, YOUTH, days, person, problem, vehicle, visit

WEEK, TEAMS, EACH = 5, 6, 3


def two_weeks():
    """Each team of the first week has three intakes a day; five working days later it delivers."""
    at = [(day, team, n) for day in range(WEEK) for team in range(TEAMS) for n in range(EACH)]
    links = [Link(f"in{one}", f"out{one}", WEEK, WEEK) for one in at]
    names = [name for link in links for name in (link.intake_id, link.delivery_id)]
    return problem(
        [visit(name, roles=(REGISTRAR,)) for name in names],
        days=days(2 * WEEK, max_teams=TEAMS),
        people=tuple(
            person(f"{role.value}{n}", (role,), count=2 * WEEK)
            for role in (REGISTRAR, YOUTH)
            for n in range(TEAMS)
        ),
        vehicles=tuple(vehicle(f"m{n}") for n in range(TEAMS)),
        links=tuple(links),
    )


def plan_with(given_, registrars):
    """The plan in which ``registrars[day]`` go, team by team."""
    crews, rows, index = [], [], {each.id: v for v, each in enumerate(given_.visits)}
    for day, order in enumerate(registrars):
        kind, first = ("in", day) if day < WEEK else ("out", day - WEEK)
        for team, n in enumerate(order):
            crews.append(Crew(day, team, (f"registrar{n}", f"youth{n}"), f"m{team}"))
            rows.append([index[f"{kind}{(first, team, k)}"] for k in range(EACH)])
    model = posted(given_, crews)
    search = Search(model, model.data(Ground.of(given_)), 1)
    search.load(rows)
    return as_plan(given_, search.routes(), 1)


def staffed(given_, plan, work):
    return as_plan(given_, staff(given_, plan.routes, Effort(work), 1), 1)


def test_little_effort_is_enough_to_leave_at_home_who_is_not_needed():
    given_, chance = two_weeks(), np.random.default_rng(1)
    week = [chance.permutation(TEAMS) for _ in range(WEEK)]
    plan = plan_with(given_, [*week, *week])
    # Six volunteers on each of ten days, 900 each; every registrar comes again already.
    assert staffed(given_, plan, 0.01).value == plan.value + 6 * 10 * 900


@pytest.mark.parametrize("work", [0.0001, 0.001, 0.01])
def test_crews_are_never_dearer_than_before(work):
    given_, chance = two_weeks(), np.random.default_rng(2)
    plan = plan_with(given_, [chance.permutation(TEAMS) for _ in range(2 * WEEK)])
    assert staffed(given_, plan, work).value >= plan.value


def test_all_deliver_with_the_registrar_of_the_intake():
    given_, chance = two_weeks(), np.random.default_rng(1)
    plan = plan_with(given_, [chance.permutation(TEAMS) for _ in range(2 * WEEK)])
    assert others(given_, plan) < 0
    assert others(given_, staffed(given_, plan, 1.0)) == 0


def others(given_, plan):
    """What the plan loses by other registrars."""
    return dict(breakdown(given_, plan))["other_registrar"]
