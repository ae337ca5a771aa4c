"""The values a sentence may carry, and how they travel in JSON without losing their kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day: whole seconds after local midnight, shown as 7:30."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in whole seconds, shown as "1 giờ 20 phút"."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the interface, itself translated: a role, a state, a kind of vehicle."""

    text: str


Fact: TypeAlias = str | int | float | date | ClockTime | Duration | Label | tuple["Fact", ...]
"""Text is shown as it is (names); everything else is written for the reader's language."""


def fact_to_json(value: Fact) -> object:
    """Text, numbers stay; other kinds become an object with one key that names the kind."""
    match value:
        case date():
            return {"date": value.isoformat()}
        case ClockTime(seconds):
            return {"clock": seconds}
        case Duration(seconds):
            return {"duration": seconds}
        case Label(text):
            return {"label": text}
        case tuple():
            return [fact_to_json(item) for item in value]
        case _:
            return value


def fact_from_json(value: object) -> Fact:
    """The inverse of ``fact_to_json``; raises ValueError for a kind it does not know."""
    match value:
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case {"clock": int(seconds)}:
            return ClockTime(seconds)
        case {"duration": int(seconds)}:
            return Duration(seconds)
        case {"label": str(text)}:
            return Label(text)
        case list():
            return tuple(fact_from_json(item) for item in value)
        case str() | int() | float():
            return value
    raise ValueError(f"not a fact: {value!r}")
