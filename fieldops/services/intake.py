"""Writes the rows of a review list into the registry: adds and completes, never takes away."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.case import Procedure
from fieldops.domain.household import Access, Category, PinSource
from fieldops.registry.hours import ANY_DAY
from fieldops.registry.names import tidy
from fieldops.registry.review_lists import Column, Listed, Match, Verdict
from fieldops.registry.review_lists.listing import OF_HOUSEHOLD, new_needs
from fieldops.services import cases, demand, registry
from fieldops.services.audit import Actor
from fieldops.store import registry as queries
from fieldops.store import scope
from fieldops.store.registry import Wanted
from fieldops.store.tables import CategoryRow, CitizenRow, HomeHoursRow, HouseholdRow


class Intake:
    """One list being taken in. Call ``take`` for each row in order, then ``finish`` once."""

    def __init__(
        self, session: Session, actor: Actor, source: str, now: datetime, today: date
    ) -> None:
        self._session, self._actor, self._source = session, actor, source
        self._now, self._today = now, today
        self._commune = scope.current(session)
        self._hamlets = {hamlet.name: hamlet for hamlet in queries.hamlets(session)}
        self._rows = {row.id: row for row in queries.everyone(session, Wanted())}
        self._asked: dict[int, set[Procedure]] = defaultdict(set)
        for case in queries.cases_of(session, list(self._rows)):
            self._asked[case.citizen_id].add(Procedure(case.procedure))
        self._opened: dict[tuple[str, str, str], HouseholdRow] = {}
        self._taken: list[tuple[HouseholdRow, CitizenRow, Listed]] = []

    def take(self, match: Match) -> None:
        """Note one row; an unclear or unchanged one does nothing."""
        if match.verdict not in (Verdict.NEW, Verdict.CHANGED):
            return
        row = self._household(match)
        citizen = self._citizen(row, match)
        self._fill_household(row, match.row, moves_pin=_moves_pin(row, match))
        self._fill_person(row, citizen, match.row)
        self._taken.append((row, citizen, match.row))

    def finish(self) -> None:
        """
        Write what was noted, in one go, and settle what follows from it: grounds and needs, which
        want to know whose they are; search and order; the visits that are now due.
        """
        self._session.flush()
        touched = {row.id: row for row, _, _ in self._taken}
        for row, citizen, listed in self._taken:
            self._add_categories(row, citizen, listed)
        for row in touched.values():
            row.updated_at, row.version = self._now, row.version + 1
            registry.index(row)
        self._session.flush()
        with self._session.no_autoflush:
            for _, citizen, listed in self._taken:
                self._ask(citizen, listed)
        demand.refresh(self._session, list(touched), self._today, self._now)

    def _household(self, match: Match) -> HouseholdRow:
        if match.household_id:
            return self._rows[match.household_id]
        if match.home not in self._opened:
            self._opened[match.home] = self._open(match.row)
        return self._opened[match.home]

    def _open(self, listed: Listed) -> HouseholdRow:
        hamlet = self._hamlets[listed.hamlet]
        row = HouseholdRow(
            commune_code=self._commune,
            hamlet_id=hamlet.id,
            head_name=listed.head or listed.name,
            group_no=listed.group,
            source=self._source,
            created_at=self._now,
        )
        row.hamlet = hamlet
        self._session.add(row)
        self._session.flush()
        return row

    def _citizen(self, row: HouseholdRow, match: Match) -> CitizenRow:
        if match.citizen_id:
            return next(one for one in row.citizens if one.id == match.citizen_id)
        citizen = CitizenRow(
            commune_code=self._commune, household_id=row.id, full_name=match.row.name
        )
        row.citizens.append(citizen)
        return citizen

    def _fill_household(self, row: HouseholdRow, listed: Listed, *, moves_pin: bool) -> None:
        row.group_no = listed.group or row.group_no
        row.address_note = listed.directions or row.address_note
        row.access_note = listed.access_note or row.access_note
        row.access = (listed.access or Access(row.access)).value
        if listed.point and moves_pin:
            row.lat, row.lon = listed.point.lat, listed.point.lon
            row.pin_source, row.pin_set_by = PinSource.IMPORT.value, self._source[:120]
            row.pin_set_at, row.pin_accuracy_m = self._now, None
        if listed.hours and listed.hours != registry.hours_of(row):
            row.home_hours = [_hours(self._commune, *w) for w in _triples(listed)]
        if listed.note and tidy(listed.note) not in tidy(row.notes):
            row.notes = "\n".join(filter(None, (row.notes, listed.note)))

    def _fill_person(self, row: HouseholdRow, citizen: CitizenRow, listed: Listed) -> None:
        citizen.alias = listed.alias or citizen.alias
        citizen.relation_to_head = listed.relation or citizen.relation_to_head
        citizen.sex = listed.sex.value if listed.sex else citizen.sex
        citizen.ethnicity = listed.ethnicity or citizen.ethnicity
        citizen.language = listed.language.value if listed.language else citizen.language
        citizen.id_number = listed.id_number or citizen.id_number
        _fill_birth(citizen, listed)
        if phone := listed.phone:
            if row.phone in ("", phone.number, citizen.phone):
                row.phone, row.phone_owner = phone.number, phone.owner or row.phone_owner
            if row.phone != phone.number or citizen.phone:
                citizen.phone = phone.number
                citizen.phone_owner = phone.owner or citizen.phone_owner

    def _add_categories(self, row: HouseholdRow, citizen: CitizenRow, listed: Listed) -> None:
        mine = {None, citizen.id}
        have = {Category(c.category): c for c in row.categories if c.citizen_id in mine}
        for category in listed.categories:
            if category in have:
                have[category].decision_no = listed.decision or have[category].decision_no
                continue
            row.categories.append(
                CategoryRow(
                    commune_code=self._commune,
                    citizen_id=None if category in OF_HOUSEHOLD else citizen.id,
                    category=category.value,
                    decision_no=listed.decision,
                )
            )

    def _ask(self, citizen: CitizenRow, listed: Listed) -> None:
        had = self._asked[citizen.id]
        for need in new_needs(listed.needs, had):
            cases.request(
                *(self._session, self._actor, citizen.household_id, citizen.id, need),
                *(self._today, self._now),
                refresh=False,
            )
            had.add(need)


def _moves_pin(row: HouseholdRow, match: Match) -> bool:
    """A pin set by hand stays; otherwise a list may set or mend it."""
    return row.lat is None or Column.POINT in match.changes


def _fill_birth(citizen: CitizenRow, listed: Listed) -> None:
    known = registry.birth_of(citizen)
    given = listed.birth
    if given is None or (
        known and given.earliest <= known.earliest and known.latest <= given.latest
    ):
        return
    citizen.birth_year, citizen.birth_month, citizen.birth_day = given.year, given.month, given.day


def _triples(listed: Listed) -> list[tuple[int | None, int, int]]:
    return [(None if w.weekday == ANY_DAY else w.weekday, w.opens, w.closes) for w in listed.hours]


def _hours(commune: str, weekday: int | None, start: int, end: int) -> HomeHoursRow:
    return HomeHoursRow(commune_code=commune, weekday=weekday, start=start, end=end)
