"""
The solver as a process of its own: ``python -m fieldops.planning.child``.

The first line of standard input is ``{"problem": …, "seconds": …, "prove": …}``; a later line
``stop`` asks for the best so far. Each line of standard output is one of ``{"progress": …}``,
then ``{"plan": …}`` or ``{"fault": …}``, a sentence. After a plan comes ``{"proof": …}``, what was
proved of it within ``prove`` seconds. When standard input closes, whoever asked is gone, and so is
this process.
"""

from __future__ import annotations

import json
import math
import os
import sys
import threading
from typing import IO, Any

from fieldops.domain.errors import FieldopsError
from fieldops.domain.plan import Plan
from fieldops.planning import Limit, Problem, Progress, plan_to_json, problem_from_json, solve
from fieldops.planning.bound import percent_better, prove
from fieldops.planning.limits import Cancelled
from fieldops.planning.warm import warm


def main(source: IO[str], sink: IO[str]) -> None:
    """Solve the problem read from ``source``; write progress and the plan to ``sink``."""
    asked = json.loads(source.readline())
    stop = threading.Event()
    threading.Thread(target=_listen, args=(source, stop), daemon=True).start()

    def tell(document: dict[str, Any]) -> None:
        sink.write(json.dumps(document, ensure_ascii=False) + "\n")
        sink.flush()

    try:
        problem = problem_from_json(asked["problem"])
        warm()  # where nobody compiled the kernel yet, that is no part of the time to think
        plan = solve(
            problem,
            Limit(seconds=asked["seconds"]),
            report=lambda progress: tell({"progress": _told(progress)}),
            cancelled=stop.is_set,
        )
        tell({"plan": plan_to_json(plan)})
        stop.clear()  # whoever wanted the plan at once may still want to know how good it is
        tell({"proof": _proof(problem, plan, asked.get("prove", 0), stop.is_set)})
    except FieldopsError as error:
        tell({"fault": error.sentence.to_json()})


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
