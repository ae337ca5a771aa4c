"""The choice of who goes with whom, as a CP-SAT model that the rules write into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from fieldops.domain.case import Register
from fieldops.domain.people import Role, Skill
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.problem import Problem, Shift, Visit


@dataclass(frozen=True, slots=True)
class Crew:
    """The people and the vehicle of one team on one day; ``day`` and ``team`` count from 0."""

    day: int
    team: int
    people: tuple[str, ...]
    vehicle: str


@dataclass(frozen=True, slots=True)
class Need:
    """What visits ask of a team; visits that ask the same are of one kind here."""

    roles: frozenset[Role]
    skills: frozenset[Skill]
    reached_by: frozenset[VehicleKind]
    registers: frozenset[Register]

    @staticmethod
    def of(visit: Visit) -> Need:
        return Need(visit.roles, visit.skills, visit.reached_by, visit.registers)


@dataclass(frozen=True, slots=True)
class Served:
    """Whether (``here``) a slot serves a kind of need."""

    slot: int
    here: cp_model.IntVar


class TeamModel:
    """
    Variables of the making of teams; a slot is one team on one day.

    ``out[slot]``: the team goes out. ``goes[person, slot]``, ``takes[vehicle, slot]``: who and
    what is in it. ``away[slot]``: the hours it is away from the base, where they are known.
    """

    def __init__(
        self, problem: Problem, days: Sequence[int], away: Sequence[Shift | None] | None = None
    ) -> None:
        self.problem = problem
        self.days = days
        self.away = away or [None] * len(days)
        self.cp = cp_model.CpModel()
        self.by_day: list[list[int]] = [[] for _ in problem.days]
        for slot, day in enumerate(days):
            self.by_day[day].append(slot)
        self.out = [self._choice() for _ in days]
        self.goes = {
            (index, slot): self._choice()
            for index in range(len(problem.people))
            for slot in range(len(days))
        }
        self.takes = {
            (index, slot): self._choice()
            for index in range(len(problem.vehicles))
            for slot in range(len(days))
        }
        self.crew_of = [
            [self.goes[index, slot] for index in range(len(problem.people))]
            for slot in range(len(days))
        ]
        for slot, goes in enumerate(self.crew_of):
            for one in goes:
                self.cp.add_implication(one, self.out[slot])
        self.workload: list[list[cp_model.LinearExprT]] = [[] for _ in days]
        self.cases: list[list[cp_model.LinearExprT]] = [[] for _ in days]
        self._served: list[tuple[Need, Served]] = []

    def _choice(self) -> cp_model.IntVar:
        return self.cp.new_bool_var("")

    def serve(self, need: Need, slot: int, always: bool = False) -> cp_model.IntVar:
        """A new choice: the slot serves the kind of need; ``always`` makes it no choice."""
        here = self._choice()
        if always:
            self.cp.add(here == 1)
        self.cp.add_implication(here, self.out[slot])
        self._served.append((need, Served(slot, here)))
        return here

    def served(self) -> Iterator[tuple[Need, Served]]:
        """Every kind of need with every slot that may serve it."""
        return iter(self._served)

    def needs_one_of(self, served: Served, people: Iterable[int]) -> None:
        """One of the people is in the slot if it serves that need."""
        able = [self.goes[index, served.slot] for index in people]
        self.cp.add_bool_or(able).only_enforce_if(served.here)

    def needs_vehicle(self, served: Served, vehicles: Iterable[int]) -> None:
        """One of the vehicles is the slot's if it serves that need."""
        able = [self.takes[index, served.slot] for index in vehicles]
        self.cp.add_bool_or(able).only_enforce_if(served.here)

    def hint(self, crews: Mapping[tuple[int, int], Crew]) -> None:
        """Start from these crews, by day and team; slots without one stay at home."""
        for slot, day in enumerate(self.days):
            crew = crews.get((day, self.by_day[day].index(slot)))
            self.cp.add_hint(self.out[slot], crew is not None)
            for index, person in enumerate(self.problem.people):
                self.cp.add_hint(
                    self.goes[index, slot], crew is not None and person.id in crew.people
                )
            for index, vehicle in enumerate(self.problem.vehicles):
                self.cp.add_hint(
                    self.takes[index, slot], crew is not None and vehicle.id == crew.vehicle
                )

    def crews(self, solver: cp_model.CpSolver) -> list[Crew | None]:
        """The crew of each slot in a solution; None where nobody goes out."""
        return [self._crew(solver, slot) for slot in range(len(self.days))]

    def _crew(self, solver: cp_model.CpSolver, slot: int) -> Crew | None:
        if not solver.value(self.out[slot]):
            return None
        people, vehicles = self.problem.people, self.problem.vehicles
        who = [p.id for i, p in enumerate(people) if solver.value(self.goes[i, slot])]
        what = [v.id for i, v in enumerate(vehicles) if solver.value(self.takes[i, slot])]
        day = self.days[slot]
        return Crew(day, self.by_day[day].index(slot), tuple(who), what[0])
