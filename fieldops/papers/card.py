"""The citizen's transaction card: a name to read, and a number that means nothing elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from fieldops.papers.nouns import Office
from fieldops.papers.typesetting import Template, typeset

CARD = Template("citizen_card", 1)


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """
    A card to fold and keep (85 × 54 mm, as a bank card). ``qr``: an SVG of an opaque address.

    Neither birth nor ID number nor category is on it: who finds it learns a name and a hamlet.
    """

    office: Office
    code: str
    qr: str
    name: str
    hamlet: str

    def pdf(self) -> bytes:
        return typeset(CARD, self)


def card_code(citizen_id: int) -> str:
    """The number on a card: CD00017. It means nothing outside this office."""
    return f"CD{citizen_id:05}"
