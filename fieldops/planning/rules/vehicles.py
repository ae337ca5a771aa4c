"""A team goes by one vehicle that is free that day and has a seat for each of its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import Fact, Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem

if TYPE_CHECKING:
    from fieldops.planning.team_model import TeamModel

NAME = "vehicles"
TITLE = Label("Phương tiện và chỗ ngồi")


def form(teams: TeamModel) -> None:
    vehicles = teams.problem.vehicles
    for index, vehicle in enumerate(vehicles):
        for day, slots in enumerate(teams.by_day):
            taken = [teams.takes[index, slot] for slot in slots]
            if vehicle.days is not None and teams.problem.days[day].on not in vehicle.days:
                teams.cp.add(sum(taken) == 0)
            else:
                teams.cp.add_at_most_one(taken)
    for slot, goes in enumerate(teams.crew_of):
        taken = [teams.takes[index, slot] for index in range(len(vehicles))]
        teams.cp.add(sum(taken) == teams.out[slot])
        seats = sum(vehicle.seats * take for vehicle, take in zip(vehicles, taken, strict=True))
        teams.cp.add(sum(goes) <= seats)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    used = Counter((route.day, route.vehicle) for route in plan.routes)
    for (day, name), times in sorted(used.items()):
        facts: dict[str, Fact] = {"day": day, "vehicle": name, "times": times}
        vehicle = problem.vehicle.get(name)
        if vehicle is None or (vehicle.days is not None and day not in vehicle.days):
            said = Sentence("Ngày {day}: phương tiện “{vehicle}” không dùng được.", facts)
            yield Violation(NAME, said, day)
        elif times > 1:
            said = Sentence("Ngày {day}: phương tiện “{vehicle}” giao cho {times} đội.", facts)
            yield Violation(NAME, said, day)
    for route in plan.routes:
        vehicle = problem.vehicle.get(route.vehicle)
        if vehicle is not None and len(route.people) > vehicle.seats:
            said = Sentence(
                "Ngày {day}: đội {team} có {count} người, xe chỉ có {seats} chỗ.",
                {
                    "day": route.day,
                    "team": route.team,
                    "count": len(route.people),
                    "seats": vehicle.seats,
                },
            )
            yield Violation(NAME, said, route.day, route.team)
