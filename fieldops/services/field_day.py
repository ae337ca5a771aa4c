"""What a team needs around its stops: what to bring, the map behind, what was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from fieldops.domain.visit import OPEN, VisitKind
from fieldops.outcomes.route_sheet import Route, RouteSheet
from fieldops.store import dispatch, outcomes
from fieldops.store.tables import OutcomeRow

LATELY = 50
"""How many of one's own reports are listed."""


@dataclass(frozen=True, slots=True)
class Bring:
    """
    What the team takes along.

    ``forms`` counts the declarations to fill in, by name; ``papers`` are the finished papers to
    hand over, each with whose it is.
    """

    forms: tuple[tuple[str, int], ...]
    papers: tuple[tuple[str, str], ...]


def to_bring(route: Route) -> Bring:
    """For the stops still open: the first paper of an intake is its declaration."""
    forms: Counter[str] = Counter()
    papers = []
    for stop in route.stops:
        if stop.state not in OPEN:
            continue
        for case in stop.cases:
            if stop.kind is VisitKind.INTAKE:
                forms.update(paper.name for paper in case.papers[:1])
            else:
                papers.append((case.paper, case.citizen_name))
    return Bring(tuple(sorted(forms.items())), tuple(papers))


def map_layers(session: Session, sheet: RouteSheet) -> dict[str, Any]:
    """
    The commune's own layers under the stops: outline, hamlets, base; [lat, lon] throughout.

    The line of the route is straight from stop to stop: it shows the order, not the way.
    """
    commune = dispatch.commune(session)
    base = [sheet.base.lat, sheet.base.lon]
    stops = sheet.route.stops if sheet.route else ()
    return {
        "outline": [[lat, lon] for lon, lat in commune.outline],
        "hamlets": [[one.name, one.lat, one.lon] for one in dispatch.hamlets(session)],
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


def sent_by(session: Session, person_id: int) -> Sequence[tuple[OutcomeRow, str]]:
    """The person's own reports, newest first, each with the home's name."""
    return outcomes.by_person(session, person_id, LATELY)
