"""
Declarations of birth and of death: what the records know is filled in, the rest is left to write.

The fields are those of DOMAIN §4 (a secondary text): where the province asks for its own printed
form, the office changes the template, not the facts.
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldops.papers.nouns import NOBODY_KNOWN, UNKNOWN_DAY, Office, PersonOnPaper, WrittenDay
from fieldops.papers.typesetting import Template, typeset

BIRTH = Template("birth_declaration", 2)
DEATH = Template("death_declaration", 2)


@dataclass(frozen=True, slots=True)
class BirthDeclaration:
    """
    ``assisted``: an officer writes for one who cannot, reads it back, and takes a fingerprint.

    Source of that block: Thông tư 04/2020/TT-BTP, art. 26. ``again``: what was registered before
    is registered once more, and the declaration asks where and under which number it was.
    """

    office: Office
    code: str
    requester: PersonOnPaper
    relation: str
    child: PersonOnPaper
    mother: PersonOnPaper = NOBODY_KNOWN
    father: PersonOnPaper = NOBODY_KNOWN
    assisted: bool = False
    again: bool = False

    def pdf(self) -> bytes:
        return typeset(BIRTH, self)


@dataclass(frozen=True, slots=True)
class DeathDeclaration:
    """``died_on`` is the day; its hour, place and cause are told at the door, never kept here."""

    office: Office
    code: str
    requester: PersonOnPaper
    relation: str
    deceased: PersonOnPaper
    died_on: WrittenDay = UNKNOWN_DAY
    assisted: bool = False
    again: bool = False

    def pdf(self) -> bytes:
        return typeset(DEATH, self)
