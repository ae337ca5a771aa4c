"""What a family said of the service on the team's phone: nobody's name, visit, device or hour."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError

from fieldops.domain.survey import Reply, Satisfaction

MOST = 100
"""Opinions in one batch."""

OpinionId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""Drawn by lot on the phone: it counts nothing and tells no time."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Opinion(_Part):
    """
    The four answers, and words of the family's own, which may be empty.

    ``how``: ``p``, the family held the phone; ``s``, an officer asked and pressed. ``week_on`` is a
    day of the week it was told in, its Monday: finer would point at a visit.
    """

    schema_no: Literal[1] = Field(alias="schema")
    id: OpinionId
    how: Literal["p", "s"]
    week_on: date
    satisfied: Satisfaction
    polite: Reply
    on_time: Reply
    asked_twice: Reply
    words: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")] = ""


class OpinionBatch(_Part):
    """What ``POST /api/v1/opinions`` takes; each opinion is read, and answered, on its own."""

    schema_no: int = Field(alias="schema", ge=1)
    opinions: list[JsonValue] = Field(max_length=MOST)


class OpinionFate(StrEnum):
    """What became of an opinion; the phone lets go of it whatever it was."""

    STORED = "stored"
    ALREADY = "already"
    UNREADABLE = "unreadable"


class OpinionAnswer(_Part):
    """What became of one opinion. ``id`` is as sent, or None where there was none to read."""

    id: str | None
    fate: OpinionFate


class OpinionAnswers(_Part):
    """One answer per opinion, in the order sent."""

    schema_no: int = Field(1, serialization_alias="schema")
    answers: tuple[OpinionAnswer, ...]

    def to_json(self) -> dict[str, Any]:
        """As it goes over the wire."""
        return self.model_dump(mode="json", by_alias=True)


def read(item: JsonValue) -> Opinion | None:
    """The opinion; None for what cannot be read. There is nobody to ask about it."""
    try:
        return Opinion.model_validate(item)
    except ValidationError:
        return None


def id_of(item: JsonValue) -> str | None:
    """The id an unreadable opinion came with, short enough to be one."""
    found = item.get("id") if isinstance(item, dict) else None
    return found[:64] if isinstance(found, str) else None
