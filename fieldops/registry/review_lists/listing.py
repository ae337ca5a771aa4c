"""One person of a review list, and what is said about a row that needs a second look."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from fieldops.domain.case import AGAIN, BIRTHS, DEATHS, Procedure
from fieldops.domain.household import Access, Category, Language, Sex
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
from fieldops.registry.hours import HomeWindow
from fieldops.registry.names import fold, tidy
from fieldops.registry.outline import Point
from fieldops.registry.phones import Phone

OF_HOUSEHOLD = frozenset({Category.POOR, Category.NEAR_POOR, Category.MERIT, Category.HARDSHIP})
"""Categories a whole household has; the others are one person's."""


@dataclass(frozen=True, slots=True)
class Listed:
    """
    One person as a row gives them, or as the registry knows them: the same shape, so that the two
    compare field by field. Empty values say nothing. ``head`` is empty when the list has no heads.
    """

    line: int
    hamlet: str
    name: str
    head: str = ""
    group: str = ""
    alias: str = ""
    relation: str = ""
    birth: PartialDate | None = None
    sex: Sex | None = None
    ethnicity: str = ""
    language: Language | None = None
    id_number: str = ""
    phone: Phone | None = None
    categories: tuple[Category, ...] = ()
    decision: str = ""
    needs: tuple[Procedure, ...] = ()
    access: Access | None = None
    access_note: str = ""
    hours: tuple[HomeWindow, ...] = ()
    point: Point | None = None
    directions: str = ""
    note: str = ""

    @property
    def home_key(self) -> tuple[str, str, str]:
        """What makes two rows one household: hamlet, folded head (or person), group."""
        return (self.hamlet, fold(self.head or self.name), group_key(self.group))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of one row: why it was refused, or what to look at in it."""

    line: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Judged:
    """
    A list read: ``good`` rows in file order, ``problems`` of the others (every problem of a row),
    ``remarks`` on good rows, and the lines passed over (sums, signatures, section headings).
    """

    good: tuple[Listed, ...]
    problems: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    skipped: tuple[int, ...]

    @property
    def bad_lines(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(problem.line for problem in self.problems))


def new_needs(given: Iterable[Procedure], had: Collection[Procedure]) -> tuple[Procedure, ...]:
    """What is asked for anew. A birth is registered once, and again only where it was lost."""
    new: list[Procedure] = []
    for need in given:
        family = next((same for same in (BIRTHS, DEATHS) if need in same - AGAIN), {need})
        if not family & {*had, *new}:
            new.append(need)
    return tuple(new)


def group_name(group: str) -> str:
    """A group as it is kept: ``Tổ 03`` is 3."""
    return re.sub(r"^(?:tổ|to)\b\s*(?:số\b)?\s*0*", "", tidy(group), flags=re.IGNORECASE).lstrip(
        "0"
    )


def group_key(group: str) -> str:
    """``Tổ 03`` and ``3`` are one group."""
    return fold(group).removeprefix("to ").removeprefix("so ").lstrip("0")
