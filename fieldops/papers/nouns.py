"""The nouns papers share: the office that gives them out, the people they name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.domain.household import Sex
from fieldops.domain.partial_date import PartialDate
from fieldops.papers.spoken import day_in_words

SEX_WORDS = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}


@dataclass(frozen=True, slots=True)
class Office:
    """The commune as papers name it: "xã Cù Lao Dung", in short "Cù Lao Dung"."""

    name: str
    short: str


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day in figures and in words, as far as it is known; both empty when it is not."""

    figures: str = ""
    words: str = ""


UNKNOWN_DAY = WrittenDay()


def written(day: PartialDate | date | None) -> WrittenDay:
    """The day as a declaration asks for it."""
    if day is None:
        return UNKNOWN_DAY
    figures = str(day) if isinstance(day, PartialDate) else f"{day:%d/%m/%Y}"
    return WrittenDay(figures, day_in_words(day))


@dataclass(frozen=True, slots=True)
class PersonOnPaper:
    """
    A person as a declaration names them. Empty is not known, and leaves room to write.

    ``id_number`` and ``ethnicity`` are sensitive: such a paper is for the registrar's desk only.
    """

    name: str = ""
    birth: WrittenDay = UNKNOWN_DAY
    sex: str = ""
    ethnicity: str = ""
    residence: str = ""
    id_number: str = ""


NOBODY_KNOWN = PersonOnPaper()


ADULT, ELDER = 18, 50
"""Years from which one is "anh" or "chị", and from which "ông" or "bà": our reading of manners."""


def salutation(sex: Sex | None, birth: PartialDate | None, on: date) -> str:
    """How a letter addresses someone, by age and sex; "ông/bà" where either is not known."""
    if birth is not None and on.year - birth.year < ADULT:
        return "cháu"
    if sex is None or birth is None:
        return "ông/bà"
    elder = on.year - birth.year >= ELDER
    if sex is Sex.FEMALE:
        return "bà" if elder else "chị"
    return "ông" if elder else "anh"
