"""A sentence said to a person: a Vietnamese template and facts; the edge translates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from fieldops.domain.facts import Fact, fact_from_json, fact_to_json

Document: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    ``template`` is Vietnamese, with ``{named}`` places for ``facts``.

    The template is the message id of the translation catalogue, so it must be a literal
    where the sentence is made: ``Sentence("Thiếu công an ngày {day}.", {"day": day})``.
    A fact is a value, not text: the edge writes dates as dd/mm/yyyy and numbers as 1.234.
    """

    template: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """The sentence as a JSON document; ``from_json`` gives it back."""
        return {
            "say": self.template,
            "facts": {name: fact_to_json(value) for name, value in self.facts.items()},
        }

    @staticmethod
    def from_json(document: Document) -> Sentence:
        facts = document["facts"]
        if not isinstance(facts, Mapping):
            raise TypeError("facts of a sentence must be an object")
        named = {str(name): fact_from_json(value) for name, value in facts.items()}
        return Sentence(str(document["say"]), named)
