"""What a team needs around its stops: what to bring, the map behind, what was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from fieldops.civil.procedures import rule_for
from fieldops.domain.commune import CommuneSettings, Ferry
from fieldops.domain.facts import Label
from fieldops.domain.household import Access
from fieldops.domain.vehicle import VehicleKind
from fieldops.domain.visit import OPEN, VisitKind
from fieldops.outcomes.route_sheet import Route, RouteSheet, Stop
from fieldops.store import dispatch, outcomes
from fieldops.store.tables import OutcomeRow

LATELY = 50
"""How many of one's own reports are listed."""


@dataclass(frozen=True, slots=True)
class Bring:
    """
    What the team takes along.

    ``forms`` counts the declarations to fill in, by name; ``papers`` are the finished papers to
    hand over, each with whose it is; ``gear`` is everything else, by what the stops ask.
    """

    forms: tuple[tuple[str, int], ...]
    papers: tuple[tuple[str, str], ...]
    gear: tuple[str, ...]


def to_bring(route: Route, day: date) -> Bring:
    """For the stops still open: the first paper of an intake is its declaration."""
    forms: Counter[str] = Counter()
    papers = []
    for stop in _open(route):
        for case in stop.cases:
            if stop.kind is VisitKind.INTAKE:
                forms.update(paper.name for paper in case.papers[:1])
            else:
                papers.append((case.paper, case.citizen_name))
    return Bring(tuple(sorted(forms.items())), tuple(papers), _gear(route, day))


def _open(route: Route) -> list[Stop]:
    """Not where this team helps another, which brings the papers."""
    return [
        stop
        for stop in route.stops
        if stop.state in OPEN and not (stop.beside and stop.beside.helps)
    ]


def _gear(route: Route, day: date) -> tuple[str, ...]:
    """What teams of communes carry beside the papers, where a stop of this day asks for it."""
    stops = _open(route)
    kinds = {stop.kind for stop in stops}
    afloat = any(stop.home.access is Access.BOAT for stop in stops)
    afloat = afloat or (route.vehicle is not None and route.vehicle.kind is VehicleKind.BOAT)
    asked = (
        (Label("Hộp mực lăn tay, khăn lau"), bool(stops)),
        (Label("Quyển phiếu tiếp nhận"), VisitKind.INTAKE in kinds),
        (Label("Giấy biên nhận để người nhận ký"), VisitKind.DELIVERY in kinds),
        (Label("Sổ hộ tịch để ký tại nhà"), _signs_at_home(stops, day)),
        (Label("Bút, kẹp giấy, bìa chống nước"), bool(stops)),
        (Label("Điện thoại sạc đầy, pin dự phòng"), True),
        (Label("Áo mưa"), True),
        (Label("Áo phao cho từng người"), afloat),
    )
    return tuple(what.text for what, needed in asked if needed)


def _signs_at_home(stops: Sequence[Stop], day: date) -> bool:
    """Whether a paper is given whose entry stands in a register: the family signs there too."""
    return any(
        rule_for(case.procedure, day).register is not None
        for stop in stops
        if stop.kind is VisitKind.DELIVERY
        for case in stop.cases
    )


def map_layers(session: Session, sheet: RouteSheet) -> dict[str, Any]:
    """
    The commune's own layers under the stops: outline in the water, hamlets, the ferries and
    bridges that run that day, base; [lat, lon] throughout.

    The line of the route is straight from stop to stop: it shows the order, not the way.
    """
    commune = dispatch.commune(session)
    base = [sheet.base.lat, sheet.base.lon]
    stops = sheet.route.stops if sheet.route else ()
    return {
        "outline": [[lat, lon] for lon, lat in commune.outline],
        "hamlets": [[one.name, one.lat, one.lon] for one in dispatch.hamlets(session)],
        "ferries": [
            [one.name, [one.lat_from, one.lon_from], [one.lat_to, one.lon_to]]
            for one in CommuneSettings.from_json(commune.settings).ferries
            if _runs(one, sheet.day)
        ],
        "base": base,
        "line": [base, *([s.home.place.lat, s.home.place.lon] for s in stops), base],
        "stops": [
            {
                "number": stop.position,
                "visit": stop.visit_id,
                "name": stop.home.head_name,
                "at": [stop.home.place.lat, stop.home.place.lon],
                "open": stop.state in OPEN,
            }
            for stop in stops
        ],
    }


def _runs(ferry: Ferry, day: date) -> bool:
    return (ferry.from_on or day) <= day <= (ferry.to_on or day)


def sent_by(session: Session, person_id: int) -> Sequence[tuple[OutcomeRow, str]]:
    """The person's own reports, newest first, each with the home's name."""
    return outcomes.by_person(session, person_id, LATELY)
