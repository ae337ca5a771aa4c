"""One search box: people, households and dossier codes, as far as the role may see them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from fieldops.domain.people import Permission
from fieldops.registry.names import fold, spell, tidy
from fieldops.registry.phones import local_number
from fieldops.services.home import Asker
from fieldops.store import search as rows
from fieldops.store.tables import CaseRow, CitizenRow, HouseholdRow

SHOWN = 20
LEAST_LETTERS = 2
LEAST_CODE = 4
LONGEST = 100

_PERSONAL_NUMBER = re.compile(r"\d{9,}")
"""Nine digits in a row: an ID number, old or new, or a phone. None belongs in an address."""


@dataclass(frozen=True, slots=True)
class Found:
    """What matched, best first; ``more`` when there was more than is shown."""

    households: Sequence[HouseholdRow] = field(default_factory=tuple)
    citizens: Sequence[CitizenRow] = field(default_factory=tuple)
    cases: Sequence[CaseRow] = field(default_factory=tuple)
    more: bool = False

    @property
    def count(self) -> int:
        return len(self.households) + len(self.citizens) + len(self.cases)


def holds_personal_number(text: str) -> bool:
    """Whether it holds an ID or phone number; spaces and dots between digits do not hide it."""
    return bool(_PERSONAL_NUMBER.search(re.sub(r"(?<=\d)[ .](?=\d)", "", text)))


def find(session: Session, asker: Asker, text: str) -> Found:
    """Everything of the commune that matches and the asker may read; nothing for a lone letter."""
    text = tidy(text)[:LONGEST]
    words = fold(text).split()
    if len("".join(words)) < LEAST_LETTERS:
        return Found()
    households, citizens = _homes(session, asker, words, spell(text))
    cases = _cases(session, asker, text)
    lists: tuple[Sequence[object], ...] = (households, citizens, cases)
    return Found(
        households=households[:SHOWN],
        citizens=citizens[:SHOWN],
        cases=cases[:SHOWN],
        more=any(len(found) > SHOWN for found in lists),
    )


def find_number(session: Session, asker: Asker, text: str) -> Found:
    """
    Who has that ID number or phone, typed whole; numbers of papers only for who may read them.

    Nothing for anything else: parts of a number are not looked up.
    """
    digits = re.sub(r"\D", "", text[:LONGEST])
    id_number = digits if len(digits) in (9, 12) and asker.may(Permission.READ_SENSITIVE) else ""
    phone = local_number(text[:LONGEST]) or ""
    if not asker.may(Permission.READ_HOUSEHOLDS) or not (id_number or phone):
        return Found()
    people = rows.by_number(session, id_number, phone, asker.hamlet_id, SHOWN + 1)
    return Found(citizens=people[:SHOWN], more=len(people) > SHOWN)


def _homes(
    session: Session, asker: Asker, words: list[str], spelled: str
) -> tuple[list[HouseholdRow], list[CitizenRow]]:
    if not asker.may(Permission.READ_HOUSEHOLDS):
        return [], []
    return (
        rows.households(session, words, spelled, asker.hamlet_id, SHOWN + 1),
        rows.citizens(session, words, spelled, asker.hamlet_id, SHOWN + 1),
    )


def _cases(session: Session, asker: Asker, text: str) -> list[CaseRow]:
    """Codes hold digits; a plain name is not looked up among them."""
    is_code = len(text) >= LEAST_CODE and any(c.isdigit() for c in text)
    if not is_code or not asker.may(Permission.READ_CASES):
        return []
    return rows.cases(session, text, SHOWN + 1)
