import json
from dataclasses import replace

import pytest

from fieldops.domain.errors import Invalid
from fieldops.domain.plan import Plan, Route, Stop, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning import (
    Ferry,
    Link,
    Lunch,
    Pin,
    Placed,
    Window,
    plan_from_json,
    plan_to_json,
    problem_from_json,
    problem_to_json,
)
from tests.planning.makers import (
    BOAT,
    MONDAY,
    MOTORBIKE,
    POLICE,
    days,
    line,
    problem,
    travel,
    visit,
)

FULL = problem(
    (
        visit("in", roles=(POLICE,), windows=(Window(28_800, 36_000, on=MONDAY),), due_on=MONDAY),
        visit("out", place=2),
    ),
    days=days(5),
    links=(Link("in", "out", 2, 5),),
    lunch=Lunch(),
    ferries=(Ferry("f", 0, 2, 600, (25_200, 28_800)),),
    pins=(Pin("in", on=MONDAY, team="A"),),
    published=(Placed("out", MONDAY, "B"),),
    capacity=12,
)
STOP = Stop("in", 25_800, 28_800, 30_600, 30_600, 5_000)
LEFT = Unplanned("out", "links", Sentence("Chưa tiếp nhận ngày {day}.", {"day": MONDAY}))
PLAN = Plan((Route(MONDAY, "A", ("r1", "p1"), "m1", 25_200, 31_200, (STOP,)),), (LEFT,), 12)


def written(**changes):
    return problem_to_json(FULL) | changes


def test_a_problem_survives_the_way_to_json_and_back():
    text = json.dumps(problem_to_json(FULL))
    assert problem_from_json(text) == FULL
    assert problem_from_json(json.loads(text)) == FULL


def test_a_plan_survives_the_way_to_json_and_back():
    text = json.dumps(plan_to_json(PLAN))
    assert plan_from_json(text) == PLAN
    assert plan_from_json(json.loads(text)) == PLAN


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (lambda d: d.pop("days"), "days", "Thiếu mục"),
        (lambda d: d.update(colour="red"), "colour", "không có trong mẫu"),
        (lambda d: d["visits"][0].update(place=1.5), "visits[0].place", "số nguyên"),
        (lambda d: d["visits"][0].update(service=-1), "visits[0].service", "trở lên"),
        (lambda d: d["visits"][0].update(roles=["king"]), "visits[0].roles[0]", "được phép"),
        (lambda d: d["visits"][0].update(due_on="31/12/2026"), "visits[0].due_on", "ngày"),
        (lambda d: d["visits"][0].update(id=""), "visits[0].id", "để trống"),
        (lambda d: d["visits"][0].update(place=9), "visits[0].place", "địa điểm"),
        (lambda d: d["visits"][1].update(id="in"), "visits", "xuất hiện"),
        (lambda d: d["people"][0]["hours"].pop(), "people[0].hours", "5 ngày|{days} ngày"),
        (
            lambda d: d["visits"][0]["windows"][0].update(end=0),
            "visits[0].windows[0]",
            "trước khi bắt đầu",
        ),
        (lambda d: d["lunch"].update(length=20_000), "lunch", "trưa"),
        (lambda d: d["links"][0].update(intake_id="who"), "links[0]", "không có trong bài toán"),
        (lambda d: d["links"][0].update(least=9), "links[0]", "nhỏ hơn"),
        (lambda d: d["pins"][0].update(on="2027-01-01"), "pins[0]", "không có trong bài toán"),
        (lambda d: d["pins"][0].update(unmoved=True), "pins[0].unmoved", "không có"),
        (lambda d: d["days"].reverse(), "days[1]", "tăng dần"),
        (
            lambda d: d["travel"]["motorbike"].update(seconds=[[0, 1]]),
            "travel.motorbike.seconds",
            "bảng vuông",
        ),
        (lambda d: d["vehicles"][0].update(kind="car"), "travel", "không có trong bài toán"),
        (lambda d: d["ferries"][0].update(to_place=7), "ferries[0].to_place", "địa điểm"),
    ],
)
def test_a_faulty_problem_is_named(change, field, words):
    document = written()
    change(document)
    with pytest.raises(Invalid) as caught:
        problem_from_json(json.dumps(document))
    assert caught.value.field == field
    assert any(word in caught.value.sentence.template for word in words.split("|"))


def test_a_delivery_is_no_intake():
    with pytest.raises(Invalid) as caught:
        replace(FULL, links=(Link("in", "out", 0, 1), Link("out", "in", 0, 1)))
    assert caught.value.field == "links[0]"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "\ufeff{}"])
def test_what_is_no_document_is_said(text):
    with pytest.raises(Invalid):
        problem_from_json(text)
    with pytest.raises(Invalid):
        plan_from_json(text)


def test_matrices_of_different_sizes_are_refused():
    with pytest.raises(Invalid) as caught:
        problem((visit(),), travel={MOTORBIKE: line(2), BOAT: travel([[0]])})
    assert caught.value.field == "travel"
