"""What the records know, as papers name it: the office, people, homes, entries, fees."""

from __future__ import annotations

from datetime import date

from fieldops.civil.procedures import Fee, ProcedureRule
from fieldops.domain.case import Register, case_code
from fieldops.domain.household import Sex
from fieldops.papers.lists import Label
from fieldops.papers.nouns import (
    ADULT,
    NOBODY_KNOWN,
    SEX_WORDS,
    Office,
    PersonOnPaper,
    salutation,
    written,
)
from fieldops.registry.names import fold, tidy
from fieldops.services.clocks import birth_of, rule_of
from fieldops.store.tables import CaseRow, CitizenRow, CommuneRow, HouseholdRow, RegistrationRow

MOTHER = frozenset({"mẹ", "mẹ đẻ", "mẹ ruột", "má"})
FATHER = frozenset({"cha", "cha đẻ", "cha ruột", "bố", "bố đẻ", "ba"})


def office(commune: CommuneRow) -> Office:
    """The commune as its papers name it."""
    return Office(f"{commune.kind} {commune.name}", commune.name)


def home(row: HouseholdRow, commune: CommuneRow) -> str:
    """ "ấp Sơn Ton, tổ 3, xã Cù Lao Dung": what a letter needs; not the way to the door."""
    hamlet = row.hamlet.name
    parts = [hamlet if fold(hamlet).startswith("ap ") else f"ấp {hamlet}"]
    if row.group_no:
        group = row.group_no
        parts.append(group if fold(group).startswith("to ") else f"tổ {group}")
    return ", ".join([*parts, office(commune).name])


def person(row: CitizenRow, commune: CommuneRow) -> PersonOnPaper:
    """Someone of a household, with everything the register keeps of them."""
    return PersonOnPaper(
        name=row.full_name,
        birth=written(birth_of(row)),
        sex=SEX_WORDS[Sex(row.sex)] if row.sex else "",
        ethnicity=row.ethnicity,
        residence=home(row.household, commune),
        id_number=row.id_number,
    )


def requester(case: CaseRow, commune: CommuneRow, today: date) -> PersonOnPaper:
    """
    The informant, with what is known when exactly one of the home bears that name.

    A birth case without an informant was asked for by the person, if they are of age.
    """
    if not case.informant_name:
        return person(case.citizen, commune) if _asks_for_self(case, today) else NOBODY_KNOWN
    wanted = tidy(case.informant_name).casefold()
    same = [one for one in case.household.citizens if tidy(one.full_name).casefold() == wanted]
    return person(same[0], commune) if len(same) == 1 else PersonOnPaper(name=case.informant_name)


def _asks_for_self(case: CaseRow, today: date) -> bool:
    birth = birth_of(case.citizen)
    return case.event_on is None and birth is not None and today.year - birth.year > ADULT


def parents(case: CaseRow, asking: PersonOnPaper) -> tuple[PersonOnPaper, PersonOnPaper]:
    """Mother and father: the requester again, where the relation says so; else nobody known."""
    relation = tidy(case.informant_relation).casefold()
    return (
        asking if relation in MOTHER else NOBODY_KNOWN,
        asking if relation in FATHER else NOBODY_KNOWN,
    )


def addressed(row: CitizenRow, on: date) -> str:
    """How a letter addresses the person: "bà"."""
    return salutation(Sex(row.sex) if row.sex else None, birth_of(row), on)


def entry(row: RegistrationRow | None) -> str:
    """ "số 07, quyển 01/2026", numbers with at least two digits as registers write them."""
    return f"số {row.entry_no:02}, quyển {row.volume}" if row else ""


def fee(rule: ProcedureRule) -> str:
    """What the family pays and who pays less, in words; "" where nothing is known of either."""
    return "; ".join(filter(None, (_amount(rule.fee), rule.exemptions)))


def _amount(value: Fee) -> str:
    if value.dong is None:
        return "theo mức do tỉnh, thành phố quy định" if value.known else ""
    return f"{value.dong:,} đ".replace(",", ".") if value.dong else "không thu"


REGISTER_WORDS = {Register.BIRTH: "khai sinh", Register.DEATH: "khai tử"}


def label(case: CaseRow, commune: CommuneRow, today: date) -> Label:
    """The front of an envelope for the result of a case."""
    where = home(case.household, commune)
    return Label(
        to=_recipient(case, today),
        home=where[:1].upper() + where[1:],
        note=case.household.address_note,
        code=case_code(case.id),
    )


def _recipient(case: CaseRow, today: date) -> str:
    """Whoever asked; else the person, or of a child and after a death the family."""
    if case.informant_name:
        return case.informant_name
    address = addressed(case.citizen, today)
    of_family = address == "cháu" or rule_of(case, today).register == Register.DEATH
    return f"{'gia đình ' if of_family else ''}{address} {case.citizen.full_name}"
