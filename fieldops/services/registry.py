"""The registry as it is read: communes on the map, households in lists, people as known."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from fieldops.domain.case import CLOSED, CaseState, Procedure
from fieldops.domain.errors import NotFound
from fieldops.domain.household import Access, Category, Language, PinSource, Sex
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.second_team import SecondTeam
from fieldops.domain.sentences import Sentence
from fieldops.registry.geography import CommunePlace, HamletPlace
from fieldops.registry.hours import ANY_DAY, HomeWindow, write_hours
from fieldops.registry.names import alphabet_key, fold, sort_key, spell
from fieldops.registry.outline import Point
from fieldops.registry.phones import Phone, local_number
from fieldops.registry.review_lists import Ground, Known, Listed
from fieldops.services import merged_names
from fieldops.store import registry, scope
from fieldops.store.registry import Wanted
from fieldops.store.tables import (
    CaseRow,
    CategoryRow,
    CitizenRow,
    CommuneRow,
    HamletRow,
    HouseholdRow,
    VisitRow,
)

T = TypeVar("T")

PAGE = 50
"""Households on one page of the list."""

HEALTH = frozenset({Category.DISABLED})
"""Categories that say something of health: for those who may read sensitive data."""

BY_HAND = frozenset({PinSource.STAFF, PinSource.FIELD})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of households. ``first`` and ``last`` are row numbers from 1; ``needs`` is open."""

    rows: Sequence[HouseholdRow]
    needs: dict[int, int]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / PAGE))

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0


@dataclass(frozen=True, slots=True)
class Home:
    """One household as its page shows it. ``grounds`` leave out what the reader may not see."""

    row: HouseholdRow
    people: Sequence[CitizenRow]
    gone: Sequence[CitizenRow]
    grounds: Sequence[CategoryRow]
    cases: Sequence[CaseRow]
    visits: Sequence[VisitRow]
    hours: tuple[HomeWindow, ...]
    second: SecondTeam | None

    def cases_of(self, citizen: CitizenRow) -> list[CaseRow]:
        return [case for case in self.cases if case.citizen_id == citizen.id]

    def grounds_of(self, citizen: CitizenRow | None) -> list[CategoryRow]:
        """The grounds of one person; of the whole household for None."""
        return [c for c in self.grounds if c.citizen_id == (citizen.id if citizen else None)]


def wanted(words: str, reach: int | None, **filters: object) -> Wanted:
    """A search as typed, and the filters beside it."""
    return Wanted(
        words=tuple(fold(words).split()),
        spelled=spell(words),
        code=words.strip(),
        phone=local_number(words) or "",
        reach=reach,
        **filters,  # type: ignore[arg-type]  # the names of Wanted's own fields
    )


def page(session: Session, wanted: Wanted, number: int) -> Page:
    """The page of that number, from 1; past the end, the last one."""
    total = registry.count(session, wanted)
    number = max(1, min(number, math.ceil(total / PAGE)))
    rows = registry.page(session, wanted, (number - 1) * PAGE, PAGE)
    return Page(rows, registry.open_needs(session, [row.id for row in rows]), number, total)


def household(session: Session, household_id: int, reach: int | None) -> HouseholdRow:
    """One household. Raises NotFound."""
    row = registry.household(session, household_id, reach)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy hộ này. Tìm lại trong danh sách hộ gia đình."))
    return row


def hamlets(session: Session, reach: int | None) -> Sequence[HamletRow]:
    """The hamlets within reach, in Vietnamese order."""
    return sorted(registry.hamlets(session, reach), key=lambda row: alphabet_key(row.name))


def hamlet_figures(session: Session, reach: int | None) -> list[tuple[HamletRow, int]]:
    """Each hamlet within reach with the number of its households."""
    counted = registry.figures_by_hamlet(session, reach)
    return [(row, counted.get(row.id, 0)) for row in hamlets(session, reach)]


def pins(session: Session, reach: int | None) -> list[tuple[float, float]]:
    """Points of the homes within reach that have one, to find one's way by on a bare map."""
    return registry.pins(session, reach)


def home(session: Session, row: HouseholdRow, *, sensitive: bool) -> Home:
    """The household with its people, their grounds and needs, and the visits made to it."""
    cases = registry.cases_of(session, [row.id])
    shown = [c for c in row.categories if sensitive or Category(c.category) not in HEALTH]
    return Home(
        row=row,
        people=[citizen for citizen in row.citizens if citizen.moved_at is None],
        gone=[one for one in row.citizens if one.moved_at and one.merged_into is None],
        grounds=shown,
        cases=cases,
        visits=registry.visits_of(session, row.id),
        hours=hours_of(row),
        second=SecondTeam.from_json(row.second_team) if row.second_team else None,
    )


def ground(session: Session) -> Ground:
    """The commune of the session as a place, and its neighbours."""
    hamlets: dict[str, list[HamletRow]] = defaultdict(list)
    for hamlet in registry.hamlets_of_all(session):
        hamlets[hamlet.commune_code].append(hamlet)
    here = scope.current(session)
    places = {c.code: _place(c, hamlets[c.code]) for c in registry.communes(session)}
    return Ground(places[here], tuple(p for code, p in places.items() if code != here))


def known(session: Session, wanted: Wanted, *, open_only: bool = False) -> list[Known]:
    """
    Everybody the registry has, in the shape of a review list.

    ``needs`` are all procedures ever asked for, so that a list sent in again opens nothing twice;
    with ``open_only``, those still open. A household without people stands as one nameless person.
    """
    rows = registry.everyone(session, wanted)
    dropped = merged_names.dropped(session)
    needs = _needs(registry.cases_of(session, [row.id for row in rows]), open_only)
    found: list[Known] = []
    for row in rows:
        here: list[CitizenRow | None] = [c for c in row.citizens if c.moved_at is None]
        for number, citizen in enumerate(here or [None]):
            one = _known(row, citizen, needs, first=number == 0 or not open_only)
            also = dropped.tellings(row, citizen, one.listed)
            found.append(replace(one, also=also) if also else one)
    return found


def index(row: HouseholdRow) -> None:
    """Bring what is searched and sorted by in step with the household and its people."""
    hamlet = row.hamlet
    texts = [row.head_name, row.phone_owner, row.address_note, f"tổ {row.group_no}"]
    texts += [hamlet.name, hamlet.old_commune]
    for citizen in row.citizens:
        own = [citizen.full_name, citizen.alias]
        citizen.search = fold(" ".join(own))[:300]
        citizen.spelled = spell(f"{citizen.full_name} {citizen.alias}")[:500]
        citizen.sort_key = sort_key(citizen.full_name)[:250]
        texts += own
    row.search = fold(" ".join(texts))
    row.spelled = spell(row.head_name)[:500]
    row.sort_key = sort_key(row.head_name)[:250]


def birth_of(citizen: CitizenRow) -> PartialDate | None:
    """What is known of a person's birth."""
    if citizen.birth_year is None:
        return None
    return PartialDate(citizen.birth_year, citizen.birth_month, citizen.birth_day)


def hours_of(row: HouseholdRow) -> tuple[HomeWindow, ...]:
    """When someone is home, sorted; none means any time."""
    windows = (
        HomeWindow(ANY_DAY if one.weekday is None else one.weekday, one.start, one.end)
        for one in row.home_hours
    )
    return tuple(sorted(windows))


def hours_in_words(hours: Iterable[HomeWindow]) -> str:
    """The windows as a review list writes them."""
    return write_hours(hours)


def point_of(row: HouseholdRow) -> Point | None:
    """The household's own pin, if it has one."""
    return None if row.lat is None or row.lon is None else Point(row.lat, row.lon)


def _place(commune: CommuneRow, hamlets: Iterable[HamletRow]) -> CommunePlace:
    ring = [Point(lat, lon) for lon, lat in commune.outline]
    return CommunePlace(
        commune.code,
        f"{commune.kind} {commune.name}",
        commune.province,
        0.0,
        (),
        tuple(ring[:-1] if ring and ring[0] == ring[-1] else ring),
        tuple(HamletPlace(h.name, h.old_commune, Point(h.lat, h.lon)) for h in hamlets),
    )


def _needs(cases: Iterable[CaseRow], open_only: bool) -> dict[int, set[Procedure]]:
    needs: dict[int, set[Procedure]] = defaultdict(set)
    for case in cases:
        if not (open_only and CaseState(case.state) in CLOSED):
            needs[case.citizen_id].add(Procedure(case.procedure))
    return needs


def _known(
    row: HouseholdRow, citizen: CitizenRow | None, needs: dict[int, set[Procedure]], *, first: bool
) -> Known:
    """``first``: the person in whose row the household's own facts are written."""
    listed = Listed(
        line=0,
        hamlet=row.hamlet.name,
        head=row.head_name,
        group=row.group_no,
        categories=_categories(row, citizen),
        decision=_decision(row, citizen),
        access=Access(row.access) if first else None,
        access_note=row.access_note if first else "",
        hours=hours_of(row) if first else (),
        point=point_of(row) if first else None,
        directions=row.address_note if first else "",
        note=row.notes if first else "",
        **_personal(row, citizen),  # type: ignore[arg-type]
        needs=_ordered(Procedure, needs[citizen.id] if citizen else ()),
    )
    by_hand = PinSource(row.pin_source) in BY_HAND
    return Known(row.id, citizen.id if citizen else 0, listed, by_hand)


def _personal(row: HouseholdRow, citizen: CitizenRow | None) -> dict[str, object]:
    if citizen is None:
        return {"name": ""}
    return {
        "name": citizen.full_name,
        "alias": citizen.alias,
        "relation": citizen.relation_to_head,
        "birth": birth_of(citizen),
        "sex": Sex(citizen.sex) if citizen.sex else None,
        "ethnicity": citizen.ethnicity,
        "language": Language(citizen.language) if citizen.language else None,
        "id_number": citizen.id_number,
        "phone": _phone(row, citizen),
    }


def _phone(row: HouseholdRow, citizen: CitizenRow) -> Phone | None:
    if citizen.phone and citizen.phone != row.phone:
        return Phone(citizen.phone, citizen.phone_owner)
    return Phone(row.phone, row.phone_owner) if row.phone else None


def _categories(row: HouseholdRow, citizen: CitizenRow | None) -> tuple[Category, ...]:
    mine = {None, citizen.id if citizen else None}
    return _ordered(
        Category, (Category(c.category) for c in row.categories if c.citizen_id in mine)
    )


def _decision(row: HouseholdRow, citizen: CitizenRow | None) -> str:
    mine = {None, citizen.id if citizen else None}
    numbers = (c.decision_no for c in row.categories if c.citizen_id in mine and c.decision_no)
    return "; ".join(dict.fromkeys(numbers))


def _ordered(kind: Iterable[T], found: Iterable[T]) -> tuple[T, ...]:
    here = set(found)
    return tuple(value for value in kind if value in here)
