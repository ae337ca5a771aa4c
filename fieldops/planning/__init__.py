"""
The planner: a Problem in, a checked Plan out. No database, no network; a clock only to stop.

``solve`` and ``explain`` bring the solvers' libraries with them, so they are loaded when first
used: a web server that only reads and checks plans stays small.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fieldops.planning.changes import Change as Change
from fieldops.planning.changes import ChangeKind as ChangeKind
from fieldops.planning.changes import Mode as Mode
from fieldops.planning.changes import Post as Post
from fieldops.planning.changes import changes as changes
from fieldops.planning.check import check as check
from fieldops.planning.differences import Appointment as Appointment
from fieldops.planning.differences import Difference as Difference
from fieldops.planning.differences import differences as differences
from fieldops.planning.documents import plan_from_json as plan_from_json
from fieldops.planning.documents import plan_to_json as plan_to_json
from fieldops.planning.documents import problem_from_json as problem_from_json
from fieldops.planning.documents import problem_to_json as problem_to_json
from fieldops.planning.limits import Limit as Limit
from fieldops.planning.limits import Progress as Progress
from fieldops.planning.problem import Ferry as Ferry
from fieldops.planning.problem import Link as Link
from fieldops.planning.problem import Lunch as Lunch
from fieldops.planning.problem import Person as Person
from fieldops.planning.problem import Pin as Pin
from fieldops.planning.problem import Placed as Placed
from fieldops.planning.problem import Problem as Problem
from fieldops.planning.problem import Shift as Shift
from fieldops.planning.problem import Together as Together
from fieldops.planning.problem import Travel as Travel
from fieldops.planning.problem import Vehicle as Vehicle
from fieldops.planning.problem import Visit as Visit
from fieldops.planning.problem import Window as Window
from fieldops.planning.problem import WorkDay as WorkDay
from fieldops.planning.problem import team_letter as team_letter
from fieldops.planning.weights import Weights as Weights

if TYPE_CHECKING:
    from fieldops.planning.bound import how_far as how_far
    from fieldops.planning.bound import prove as prove
    from fieldops.planning.offers import Offer as Offer
    from fieldops.planning.offers import best_places as best_places
    from fieldops.planning.reasons import explain as explain
    from fieldops.planning.replanning import Replanned as Replanned
    from fieldops.planning.replanning import replan as replan
    from fieldops.planning.solver import solve as solve

_HEAVY = {
    "solve": "fieldops.planning.solver",
    "explain": "fieldops.planning.reasons",
    **dict.fromkeys(("prove", "how_far"), "fieldops.planning.bound"),
    **dict.fromkeys(("best_places", "Offer"), "fieldops.planning.offers"),
    **dict.fromkeys(("replan", "Replanned"), "fieldops.planning.replanning"),
}


def __getattr__(name: str) -> Any:
    """Load what needs the solvers' libraries when it is first asked for."""
    if name not in _HEAVY:
        raise AttributeError(name)
    return getattr(import_module(_HEAVY[name]), name)
