"""How much a plan made again may change, and what it changes: moved, new and left-out visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldops.domain.facts import Fact
from fieldops.domain.plan import Plan
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem
from fieldops.planning.value import placements


class Mode(StrEnum):
    """How much of the published plan may change."""

    MOVE = "move"
    """Any visit that is not pinned may move, at the cost of the stability weights."""

    KEEP_DAYS = "keep_days"
    """No published visit changes its day; it may change team, or be left out."""

    INSERT = "insert"
    """Every stop that can stay keeps its day, team and place in the order; the rest go between."""


class ChangeKind(StrEnum):
    """What happens to a visit between two plans; the gravest for the home comes first."""

    DROPPED = "dropped"
    OTHER_DAY = "other_day"
    OTHER_TIME = "other_time"
    OTHER_TEAM = "other_team"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Post:
    """A day and the letter of a team."""

    day: date
    team: str


@dataclass(frozen=True, slots=True)
class Change:
    """One visit's change; ``before`` is None for a new one, ``after`` for one left out."""

    visit_id: str
    kind: ChangeKind
    before: Post | None
    after: Post | None
    sentence: Sentence


def changes(problem: Problem, plan: Plan) -> tuple[Change, ...]:
    """
    How the plan differs from what ``problem.published`` says, gravest first, then by day.

    A visit that is no longer in the problem (made, or withdrawn) is no change of the plan's.
    """
    now = {name: Post(route.day, route.team) for name, route in placements(plan).items()}
    was = {placed.visit_id: Post(placed.on, placed.team) for placed in problem.published}
    found = [
        _change(visit.id, was.get(visit.id), now.get(visit.id))
        for visit in problem.visits
        if was.get(visit.id) != now.get(visit.id)
    ]
    order = list(ChangeKind)

    def key(change: Change) -> tuple[int, date, str]:
        post = change.after or change.before
        return order.index(change.kind), post.day if post else date.min, change.visit_id

    return tuple(sorted(found, key=key))


def _change(name: str, before: Post | None, after: Post | None) -> Change:
    facts: dict[str, Fact] = {"visit": name}
    if before is not None:
        facts |= {"old_day": before.day, "old_team": before.team}
    if after is not None:
        facts |= {"day": after.day, "team": after.team}
    if after is None:
        kind = ChangeKind.DROPPED
        said = Sentence("“{visit}”: thôi không đến ngày {old_day} (đội {old_team}).", facts)
    elif before is None:
        kind = ChangeKind.NEW
        said = Sentence("“{visit}”: thêm vào ngày {day}, đội {team}.", facts)
    elif before.day != after.day:
        kind = ChangeKind.OTHER_DAY
        said = Sentence(
            "“{visit}”: đổi từ ngày {old_day} (đội {old_team}) sang ngày {day} (đội {team}).", facts
        )
    else:
        kind = ChangeKind.OTHER_TEAM
        said = Sentence("“{visit}”: vẫn ngày {day}, đổi từ đội {old_team} sang đội {team}.", facts)
    return Change(name, kind, before, after, said)
