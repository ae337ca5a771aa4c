"""What a plan must do without, day by day: the hindrances of a request, and its lost teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldops.domain.hindrance import HindranceKind
from fieldops.services.plan_request import PlanRequest
from fieldops.store.tables import RouteRow, VisitRow

Days = Mapping[int, frozenset[date]]
"""Days by the id of a person, vehicle or hamlet, or the number of a ferry from 1."""


@dataclass(frozen=True, slots=True)
class Without:
    """Who is away, which vehicle is out, which ferry does not run, which hamlet is cut off."""

    people: Days
    vehicles: Days
    ferries: Days
    hamlets: Days

    @staticmethod
    def of(request: PlanRequest, days: Sequence[date], routes: Sequence[RouteRow]) -> Without:
        """A lost team's people and vehicle are not to be had that day either."""
        found: dict[HindranceKind, dict[int, set[date]]] = {
            kind: defaultdict(set) for kind in HindranceKind
        }
        for one in request.hindrances:
            found[one.kind][one.id] |= {day for day in days if one.on(day)}
        for row in (row for row in routes if (row.day, row.team) in request.lost):
            for member in row.members:
                found[HindranceKind.PERSON][member.staff_id].add(row.day)
            if row.vehicle_id is not None:
                found[HindranceKind.VEHICLE][row.vehicle_id].add(row.day)
        kinds = (HindranceKind.PERSON, HindranceKind.VEHICLE, HindranceKind.FERRY)
        return Without(*(_frozen(found[kind]) for kind in (*kinds, HindranceKind.HAMLET)))

    def hamlet(self, visit: VisitRow) -> frozenset[date]:
        """The days on which nobody gets to the visit's hamlet."""
        return self.hamlets.get(visit.household.hamlet_id, frozenset())


def _frozen(days: Mapping[int, set[date]]) -> Days:
    return {id_: frozenset(on) for id_, on in days.items()}
