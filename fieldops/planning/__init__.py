"""The planner: a Problem in, a checked Plan out. No database, no network; a clock only to stop."""

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
from fieldops.planning.problem import Travel as Travel
from fieldops.planning.problem import Vehicle as Vehicle
from fieldops.planning.problem import Visit as Visit
from fieldops.planning.problem import Window as Window
from fieldops.planning.problem import WorkDay as WorkDay
from fieldops.planning.problem import team_letter as team_letter
from fieldops.planning.weights import Weights as Weights
