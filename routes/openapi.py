"""The phone contract as an OpenAPI document: what docs/phone-contract.md says, for machines."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Blueprint
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field
from spectree import Response, SecurityScheme, SpecTree
from spectree.models import InType, SecureType, SecuritySchemeData

from fieldops.outcomes import opinion
from fieldops.outcomes.opinion import Opinion
from fieldops.outcomes.report import MOST, Device, Report
from routes.access import open_to_all

VERSION = "1.4"
"""Of the contract: the second number grows with what is added, the first never did yet."""

View = TypeVar("View", bound=Callable[..., Any])

bp = Blueprint("openapi", __name__, url_prefix="/api/v1")


class _Words(SpecTree):
    """Knows a view by what ``documented`` noted on it, without standing before it."""

    def get_function_metadata(self, func: Callable[..., Any]) -> Any:
        """What was said of the view."""
        return super().get_function_metadata(vars(func).get("told", func))


_contract = _Words(
    "flask",
    title="fieldops: phone contract",
    version=VERSION,
    description="What the server promises phones. docs/phone-contract.md says why, and the rules.",
    mode="strict",
    annotations=False,
    security_schemes=[
        SecurityScheme(
            name="login",
            data=SecuritySchemeData(
                type=SecureType.API_KEY, name="session", field_in=InType.COOKIE
            ),
        )
    ],
    security={"login": []},
)


class Problem(BaseModel):
    """What could not be done: a stable code, and a sentence in the reader's language."""

    code: str
    message: str


class SentBatch(BaseModel):
    """
    A batch as a phone of schema 1 sends it.

    The server reads each outcome on its own and keeps also what it cannot read.
    """

    model_config = ConfigDict(extra="forbid")

    schema_no: int = Field(alias="schema", ge=1)
    outcomes: list[Report] = Field(max_length=MOST)
    device: Device | None = None


class SentOpinions(BaseModel):
    """What families said, as a phone sends it; each is read on its own."""

    model_config = ConfigDict(extra="forbid")

    schema_no: int = Field(alias="schema", ge=1)
    opinions: list[Opinion] = Field(max_length=opinion.MOST)


class AskedDay(BaseModel):
    """``on``: a day as 2026-11-24; today when left out."""

    on: str = ""


class SentFrom(BaseModel):
    """``offset``: of the first byte sent, in the whole photo; the body is bytes."""

    offset: int = Field(ge=0)


def documented(
    answer: type[BaseModel], *problems: HTTPStatus, **takes: Any
) -> Callable[[View], View]:
    """
    Mark a view: what it takes (``query``, ``json``), answers, and the problems it may tell of.

    Nothing is validated here, and nothing stands between a phone and its view: the views read what
    comes by the contract's own rules.
    """
    codes = {f"HTTP_{status.value}": Problem for status in (HTTPStatus.UNAUTHORIZED, *problems)}
    answers = Response(HTTP_200=answer, HTTP_403=Problem, **codes)
    taken = int(HTTPStatus.UNAUTHORIZED)  # else spectree adds an answer 422 of its own
    told: Callable[[View], View] = _contract.validate(
        **takes, resp=answers, skip_validation=True, validation_error_status=taken
    )

    def mark(view: View) -> View:
        view.told = told(view)  # type: ignore[attr-defined]
        return view

    return mark


@bp.get("/openapi.json")
@open_to_all("the shape of the contract, without any data")
def document() -> ResponseReturnValue:
    """The document, in OpenAPI 3.1."""
    found: dict[str, Any] = _contract.spec
    return found
