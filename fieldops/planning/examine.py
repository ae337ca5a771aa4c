"""What a problem must be before anyone solves it: ids known and unique, hours that open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fieldops.domain.errors import Invalid
from fieldops.domain.sentences import Sentence

if TYPE_CHECKING:
    from fieldops.planning.problem import Problem

MOST_VISITS = 20_000
"""A province's worth; beyond it the answer would not come in any useful time."""


def examine(problem: Problem) -> None:
    """
    Raise Invalid for the first fault found, naming the entry it is in.

    A visit that merely cannot be planned (due before it is released, beyond every way) is no fault:
    it comes back unplanned, with its reason.
    """
    for fault, where in _faults(problem):
        raise Invalid(fault, field=where)


_Fault = tuple[Sentence, str]


def _faults(problem: Problem) -> Iterator[_Fault]:
    yield from _sizes(problem)
    yield from _days(problem)
    yield from _hours(problem)
    yield from _places(problem)
    yield from _links(problem)
    yield from _together(problem)
    yield from _pins(problem)


def _twice(ids: Iterable[str], where: str) -> Iterator[_Fault]:
    for name, times in Counter(ids).items():
        if times > 1:
            said = Sentence(
                "Bài toán: mã “{name}” xuất hiện {times} lần trong mục {where}; mã phải khác nhau.",
                {"name": name, "times": times, "where": where},
            )
            yield said, where


def _unknown(name: str, where: str) -> _Fault:
    said = Sentence(
        "Bài toán: mục {where} nhắc đến “{name}” nhưng không có trong bài toán.",
        {"name": name, "where": where},
    )
    return said, where


def _sizes(problem: Problem) -> Iterator[_Fault]:
    if len(problem.visits) > MOST_VISITS:
        said = Sentence(
            "Bài toán có {count} chuyến thăm, quá {most}; hãy chia thành nhiều kế hoạch.",
            {"count": len(problem.visits), "most": MOST_VISITS},
        )
        yield said, "visits"
    yield from _twice((visit.id for visit in problem.visits), "visits")
    yield from _twice((person.id for person in problem.people), "people")
    yield from _twice((vehicle.id for vehicle in problem.vehicles), "vehicles")
    yield from _twice((ferry.id for ferry in problem.ferries), "ferries")


def _days(problem: Problem) -> Iterator[_Fault]:
    for index in range(1, len(problem.days)):
        before, after = problem.days[index - 1], problem.days[index]
        if before.on >= after.on or before.ordinal >= after.ordinal:
            said = Sentence(
                "Bài toán: các ngày phải xếp tăng dần; {after} đứng sau {before} là sai.",
                {"before": before.on, "after": after.on},
            )
            yield said, f"days[{index}]"
    for index, person in enumerate(problem.people):
        if len(person.hours) != len(problem.days):
            said = Sentence(
                "Bài toán: người “{person}” có giờ làm cho {hours} ngày, kế hoạch có {days} ngày.",
                {"person": person.id, "hours": len(person.hours), "days": len(problem.days)},
            )
            yield said, f"people[{index}].hours"


def _hours(problem: Problem) -> Iterator[_Fault]:
    closes = Sentence("Bài toán: khung giờ kết thúc trước khi bắt đầu.")
    for i, person in enumerate(problem.people):
        for d, shift in enumerate(person.hours):
            if shift is not None and shift.end < shift.start:
                yield closes, f"people[{i}].hours[{d}]"
    for i, visit in enumerate(problem.visits):
        for w, window in enumerate(visit.windows):
            if window.end < window.start:
                yield closes, f"visits[{i}].windows[{w}]"
    lunch = problem.lunch
    if lunch is not None and lunch.earliest + lunch.length > lunch.latest:
        said = Sentence("Bài toán: giờ nghỉ trưa không đủ dài cho bữa trưa.")
        yield said, "lunch"


def _places(problem: Problem) -> Iterator[_Fault]:
    sizes = {len(way.seconds) for way in problem.travel.values()}
    sizes |= {len(way.metres) for way in problem.travel.values()}
    if len(sizes) > 1:
        yield Sentence("Bài toán: các bảng đường đi không cùng số địa điểm."), "travel"
    for kind in sorted({vehicle.kind for vehicle in problem.vehicles} - set(problem.travel)):
        yield _unknown(kind.value, "travel")
    if not problem.vehicles and not problem.visits:
        return
    most = max(sizes, default=0)
    named = [("base", problem.base)]
    named += [(f"visits[{i}].place", visit.place) for i, visit in enumerate(problem.visits)]
    for i, ferry in enumerate(problem.ferries):
        named += [(f"ferries[{i}].from_place", ferry.from_place)]
        named += [(f"ferries[{i}].to_place", ferry.to_place)]
    for where, place in named:
        if place >= most:
            said = Sentence(
                "Bài toán: mục {where} là địa điểm số {place}, bảng đường chỉ có {most} địa điểm.",
                {"where": where, "place": place, "most": most},
            )
            yield said, where


def _links(problem: Problem) -> Iterator[_Fault]:
    yield from _twice((link.delivery_id for link in problem.links), "links")
    deliveries = {link.delivery_id for link in problem.links}
    for index, link in enumerate(problem.links):
        where = f"links[{index}]"
        for name in (link.intake_id, link.delivery_id):
            if name not in problem.visit:
                yield _unknown(name, where)
        if link.greatest < link.least:
            said = Sentence("Bài toán: khoảng cách nhiều nhất nhỏ hơn khoảng cách ít nhất.")
            yield said, where
        if link.intake_id in deliveries:
            said = Sentence(
                "Bài toán: “{name}” không thể vừa là chuyến tiếp nhận vừa là chuyến trao kết quả.",
                {"name": link.intake_id},
            )
            yield said, where


def _together(problem: Problem) -> Iterator[_Fault]:
    pairs = [(pair.first_id, pair.second_id) for pair in problem.together]
    yield from _twice((name for pair in pairs for name in pair), "together")
    for index, pair in enumerate(pairs):
        for name in pair:
            if name not in problem.visit:
                yield _unknown(name, f"together[{index}]")


def _pins(problem: Problem) -> Iterator[_Fault]:
    yield from _twice((pin.visit_id for pin in problem.pins), "pins")
    yield from _twice((placed.visit_id for placed in problem.published), "published")
    for index, placed in enumerate(problem.published):
        if placed.visit_id not in problem.visit:
            yield _unknown(placed.visit_id, f"published[{index}]")
    for index, pin in enumerate(problem.pins):
        where = f"pins[{index}]"
        if pin.visit_id not in problem.visit:
            yield _unknown(pin.visit_id, where)
        if pin.on is not None and pin.on not in problem.day_index:
            yield _unknown(pin.on.isoformat(), where)
        if pin.unmoved and pin.visit_id not in problem.placed:
            yield _unknown(pin.visit_id, f"{where}.unmoved")
