"""A solver that finds nothing, in a chosen way: the worker's tests need no real one."""

import json
import sys

mode = sys.argv[1]
asked = json.loads(sys.stdin.readline())


def tell(**document):
    print(json.dumps(document), flush=True)


def empty_plan(**more):
    said = {"say": "Thử.", "facts": {}}
    left = [
        {"visit_id": v["id"], "rule": "test", "reason": said} for v in asked["problem"]["visits"]
    ]
    return {"routes": [], "unplanned": left, "format": "fieldops.plan/1"} | more


tell(progress={"value": 0, "planned": 0, "unplanned": 1, "done": 0.0})
if mode == "plan":
    tell(plan=empty_plan())
elif mode == "broken":
    tell(plan=empty_plan(metres=5))
elif mode == "unreadable":
    tell(plan={"routes": "?"})
elif mode == "fault":
    tell(fault={"say": "Bài toán sai.", "facts": {}})
elif mode == "wait":
    for line in sys.stdin:
        if line.strip() == "stop":
            tell(plan=empty_plan())
            break
elif mode == "proof":
    tell(plan=empty_plan())
    tell(proof={"bound": 7, "better_by": 32})
elif mode == "proving":
    tell(plan=empty_plan())
    sys.stdin.read()
