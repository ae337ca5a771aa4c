"""
What the office owes in writing: the papers it asks for, and its apology for a day not kept.

The wording is ours. Where the province prints its own forms for these, the office changes the
template, not the facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.papers.nouns import Office
from fieldops.papers.typesetting import Template, typeset

SUPPLEMENT = Template("supplement_request", 1)
APOLOGY = Template("apology", 1)


@dataclass(frozen=True, slots=True)
class SupplementRequest:
    """
    The papers asked for, all of them, in one letter.

    ``paused``: the dossier was received, so the letter says that its clock stands still.
    ``wanted_by``: the day the family named; None leaves a blank.
    """

    office: Office
    code: str
    dossier_code: str
    to: str
    home: str
    person: str
    procedure: str
    asked_on: date
    papers: str
    wanted_by: date | None
    paused: bool

    def pdf(self) -> bytes:
        return typeset(SUPPLEMENT, self)


@dataclass(frozen=True, slots=True)
class Apology:
    """An apology with a new day. ``promised_on`` is the day that was not kept."""

    office: Office
    code: str
    dossier_code: str
    to: str
    home: str
    person: str
    procedure: str
    result: str
    received_on: date | None
    promised_on: date
    new_date: date
    reason: str
    apologised_on: date

    def pdf(self) -> bytes:
        return typeset(APOLOGY, self)
