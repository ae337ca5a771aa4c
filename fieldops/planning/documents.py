"""Problems and plans as JSON documents; what cannot be read is named in a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from fieldops.domain.errors import Invalid
from fieldops.domain.plan import Plan, Route, Stop, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Clock, Count, Length, Name, Problem, TeamLetter

_T = TypeVar("_T")
Json = str | bytes | Mapping[str, Any]
"""A document: as text, or as what ``json.loads`` made of it."""


def problem_from_json(document: Json) -> Problem:
    """Read a problem; raises Invalid, its ``field`` being the path of the entry at fault."""
    return _read(_PROBLEM, document)


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """The problem as plain lists, objects, numbers, text; ``problem_from_json`` reads it back."""
    written: dict[str, Any] = _PROBLEM.dump_python(problem, mode="json")
    return written


def plan_from_json(document: Json) -> Plan:
    """Read a plan; raises Invalid as ``problem_from_json`` does."""
    return _read(_PLAN, document).plan()


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values; ``plan_from_json`` gives it back."""
    return PlanDocument.of(plan).model_dump(mode="json")


def problem_schema() -> dict[str, Any]:
    """The JSON Schema of a problem document."""
    return _PROBLEM.json_schema()


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of a plan document."""
    return PlanDocument.model_json_schema()


class _Document(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class SentenceDocument(_Document):
    """A sentence: its Vietnamese template and the facts in it."""

    say: str
    facts: dict[str, Any] = {}


class StopDocument(_Document):
    """A ``Stop``."""

    visit_id: Name
    arrival: Clock
    start: Clock
    end: Clock
    leave: Clock
    metres: Annotated[int, Field(ge=0)] = 0


class RouteDocument(_Document):
    """A ``Route``."""

    day: date
    team: TeamLetter
    people: tuple[Name, ...]
    vehicle: Name
    depart: Clock
    back: Clock
    stops: tuple[StopDocument, ...]
    lunch_start: Clock | None = None
    travel: Length = 0
    metres: Annotated[int, Field(ge=0)] = 0


class UnplannedDocument(_Document):
    """An ``Unplanned``."""

    visit_id: Name
    rule: Name
    reason: SentenceDocument
    remedy: SentenceDocument | None = None
    proved: bool = False


class PlanDocument(_Document):
    """A ``Plan`` on the wire, with its format's name."""

    routes: tuple[RouteDocument, ...]
    unplanned: tuple[UnplannedDocument, ...] = ()
    value: int = 0
    travel: Count | int = 0
    metres: Annotated[int, Field(ge=0)] = 0
    seed: int = 0
    solver: str = ""
    solver_version: str = ""
    bound: int | None = None
    format: Literal["fieldops.plan/1"] = "fieldops.plan/1"

    @staticmethod
    def of(plan: Plan) -> PlanDocument:
        written = _plain(plan)
        return PlanDocument.model_validate_json(json.dumps(written))

    def plan(self) -> Plan:
        return Plan(
            routes=tuple(map(_route, self.routes)),
            unplanned=tuple(map(_unplanned, self.unplanned)),
            **self.model_dump(include=_PLAN_FIGURES),
        )


_PLAN_FIGURES = {"value", "travel", "metres", "seed", "solver", "solver_version", "bound"}
_PROBLEM = TypeAdapter(Problem)
_PLAN = TypeAdapter(PlanDocument)


def _plain(value: Any) -> Any:
    match value:
        case Sentence():
            return value.to_json()
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case Plan() | Route() | Stop() | Unplanned():
            return {name: _plain(getattr(value, name)) for name in value.__slots__}
    return value


def _route(document: RouteDocument) -> Route:
    plain = {name: getattr(document, name) for name in Route.__slots__}
    stops = tuple(Stop(**stop.model_dump()) for stop in document.stops)
    return Route(**plain | {"stops": stops})


def _unplanned(document: UnplannedDocument) -> Unplanned:
    plain = {name: getattr(document, name) for name in Unplanned.__slots__}
    remedy = document.remedy and Sentence.from_json(document.remedy.model_dump())
    reason = Sentence.from_json(document.reason.model_dump())
    return Unplanned(**plain | {"reason": reason, "remedy": remedy})


def _read(adapter: TypeAdapter[_T], document: Json) -> _T:
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise _said(error) from None


def _said(error: ValidationError) -> Invalid:
    """The first fault of the document in a sentence; ``field`` is its path: visits[3].place."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]
    ).lstrip(".")
    context = first.get("ctx", {})
    facts = {"where": where, "bound": str(context.get("ge", context.get("le", "")))}
    template = _FAULTS.get(first["type"], "Mục {where} không đúng kiểu.")
    return Invalid(Sentence(template, facts), field=where or None)


_FAULTS = {
    "json_invalid": "Tệp không phải là JSON đúng cú pháp.",
    "missing": "Thiếu mục {where}.",
    "unexpected_keyword_argument": "Mục {where} không có trong mẫu tài liệu.",
    "extra_forbidden": "Mục {where} không có trong mẫu tài liệu.",
    "int_type": "Mục {where} phải là số nguyên.",
    "int_from_float": "Mục {where} phải là số nguyên.",
    "greater_than_equal": "Mục {where} phải từ {bound} trở lên.",
    "less_than_equal": "Mục {where} không được quá {bound}.",
    "enum": "Mục {where} không phải là một giá trị được phép.",
    "literal_error": "Mục {where} không phải là một giá trị được phép.",
    "string_type": "Mục {where} phải là chữ.",
    "string_too_short": "Mục {where} không được để trống.",
    "date_parsing": "Mục {where} phải là ngày, viết như 2026-11-23.",
    "date_type": "Mục {where} phải là ngày, viết như 2026-11-23.",
    "date_from_datetime_parsing": "Mục {where} phải là ngày, viết như 2026-11-23.",
    "value_error": "Mục {where} phải là bảng vuông các số nguyên không quá lớn.",
    "too_long": "Mục {where} dài quá mức cho phép.",
}
