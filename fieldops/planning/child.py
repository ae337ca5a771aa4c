"""
The solver as a process of its own: ``python -m fieldops.planning.child``.

The first line of standard input is ``{"problem": …, "seconds": …, "prove": …}``; with ``before``,
the plan in force, and ``mode`` the plan is made again from it, and with ``visit`` places for that
one are looked for in it. A later line ``stop`` asks for the best so far. Each line of standard
output is one of ``{"progress": …}``, then ``{"plan": …}``, ``{"places": …}`` or ``{"fault": …}``, a
sentence. After a plan comes ``{"proof": …}``, what was proved of it within ``prove`` seconds. When
standard input closes, whoever asked is gone, and so is this process.
"""

from __future__ import annotations

import json
import math
import os
import sys
import threading
from dataclasses import replace
from typing import IO, Any

from fieldops.domain.errors import FieldopsError
from fieldops.domain.plan import Plan
from fieldops.planning import (
    Limit,
    Mode,
    Offer,
    Problem,
    Progress,
    best_places,
    plan_from_json,
    plan_to_json,
    problem_from_json,
    replan,
    solve,
)
from fieldops.planning.bound import percent_better, prove
from fieldops.planning.limits import Cancelled, Report
from fieldops.planning.warm import warm

Json = dict[str, Any]


def main(source: IO[str], sink: IO[str]) -> None:
    """Do what is asked on the first line of ``source``; write progress and the end to ``sink``."""
    asked = json.loads(source.readline())
    stop = threading.Event()
    threading.Thread(target=_listen, args=(source, stop), daemon=True).start()

    def tell(document: Json) -> None:
        sink.write(json.dumps(document, ensure_ascii=False) + "\n")
        sink.flush()

    try:
        problem = problem_from_json(asked["problem"])
        warm()  # where nobody compiled the kernel yet, that is no part of the time to think
        if asked.get("visit") is not None:
            tell({"places": _places(problem, asked)})
            return
        plan = _plan(problem, asked, lambda one: tell({"progress": _told(one)}), stop.is_set)
        tell({"plan": plan_to_json(plan)})
        stop.clear()  # whoever wanted the plan at once may still want to know how good it is
        tell({"proof": _proof(problem, plan, asked.get("prove", 0), stop.is_set)})
    except FieldopsError as error:
        tell({"fault": error.sentence.to_json()})


def _plan(problem: Problem, asked: Json, report: Report, cancelled: Cancelled) -> Plan:
    limit = Limit(seconds=asked["seconds"])
    if asked.get("before") is None:
        return solve(problem, limit, report=report, cancelled=cancelled)
    before, mode = plan_from_json(asked["before"]), Mode(asked["mode"])
    return replan(problem, before, mode, limit, report=report, cancelled=cancelled).plan


def _places(problem: Problem, asked: Json) -> list[Json]:
    """
    The best places of the visit asked for; those of the plan in force stay where they are.

    That plan is first timed anew without the visit: what was called off since has left gaps.
    """
    name = str(asked["visit"])
    others = _without(problem, name)
    limit = Limit(seconds=asked["seconds"])
    standing = replan(others, plan_from_json(asked["before"]), Mode.INSERT, limit).plan
    return [_offered(offer) for offer in best_places(problem, standing, name)]


def _without(problem: Problem, name: str) -> Problem:
    """The problem without that visit and its deliveries."""
    out = {name} | {link.delivery_id for link in problem.links if link.intake_id == name}
    return replace(
        problem,
        visits=tuple(visit for visit in problem.visits if visit.id not in out),
        links=tuple(link for link in problem.links if link.delivery_id not in out),
        pins=tuple(pin for pin in problem.pins if pin.visit_id not in out),
    )


def _offered(offer: Offer) -> Json:
    return {
        "day": offer.day.isoformat(),
        "team": offer.team,
        "start": offer.start,
        "new_team": offer.new_team,
        "cost": offer.cost,
        "seconds": offer.seconds,
        "metres": offer.metres,
        "delivered": [day.isoformat() for day in offer.delivered],
        "plan": plan_to_json(offer.plan),
    }


def _told(progress: Progress) -> dict[str, Any]:
    return {
        "value": progress.value,
        "planned": progress.planned,
        "unplanned": progress.unplanned,
        "done": progress.done,
    }


def _proof(
    problem: Problem, plan: Plan, seconds: float, cancelled: Cancelled
) -> dict[str, int | None]:
    """``better_by``: what a plan could be better by at most, in tenths of a percent, rounded up."""
    if seconds <= 0:
        return {"bound": None, "better_by": None}
    bounded = prove(problem, plan, Limit(seconds=seconds), cancelled)
    percent = percent_better(problem, bounded)
    tenths = None if percent is None else math.ceil(10 * percent)
    return {"bound": bounded.bound, "better_by": tenths}


def _listen(source: IO[str], stop: threading.Event) -> None:
    for line in source:
        if line.strip() == "stop":
            stop.set()
    os._exit(1)


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
