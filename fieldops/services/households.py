"""A household written down by hand: checked, saved whole, and never over somebody else's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from fieldops.domain.case import CLOSED, CaseState, Procedure
from fieldops.domain.errors import Invalid
from fieldops.domain.household import Access, Category, Language, PinSource, Sex
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
from fieldops.registry.geography import misplaced
from fieldops.registry.hours import ANY_DAY, HomeWindow
from fieldops.registry.names import tidy
from fieldops.registry.outline import Point
from fieldops.registry.review_lists.listing import new_needs
from fieldops.services import audit, cases, demand, registry
from fieldops.services.audit import Actor
from fieldops.services.registry import HEALTH
from fieldops.store import registry as queries
from fieldops.store import scope
from fieldops.store.tables import CategoryRow, CitizenRow, HomeHoursRow, HouseholdRow

WHOLE_HOUSEHOLD = -1


@dataclass(frozen=True, slots=True)
class Member:
    """
    A person as typed. ``id`` is None for one not known yet. ``id_number`` and ``ethnicity`` are
    None where the writer may not see them: then they stay as they are. ``gone``: lives elsewhere.
    """

    id: int | None
    name: str
    alias: str = ""
    relation: str = ""
    birth: PartialDate | None = None
    sex: Sex | None = None
    language: Language = Language.VIETNAMESE
    id_number: str | None = None
    ethnicity: str | None = None
    asks: tuple[Procedure, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Grounds:
    """A category as typed; ``of`` is the position of its person among the members, from 0."""

    category: Category
    of: int = WHOLE_HOUSEHOLD
    from_on: date | None = None
    decision_no: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """A household as typed. ``sees_health``: the writer was shown it; what is absent then goes."""

    hamlet_id: int
    head_name: str
    group_no: str = ""
    address_note: str = ""
    access: Access = Access.MOTORBIKE
    access_minutes: int = 0
    access_note: str = ""
    phone: str = ""
    phone_owner: str = ""
    notes: str = ""
    point: Point | None = None
    accuracy_m: int | None = None
    hours: tuple[HomeWindow, ...] = ()
    members: tuple[Member, ...] = ()
    grounds: tuple[Grounds, ...] = ()
    sees_health: bool = True


def create(
    session: Session, entered: Entered, actor: Actor, now: datetime, today: date
) -> HouseholdRow:
    """Open a household. Raises Invalid naming the field."""
    _check(session, entered)
    row = HouseholdRow(
        commune_code=scope.current(session),
        hamlet_id=entered.hamlet_id,
        head_name=entered.head_name,
        created_at=now,
        source=actor.name,
    )
    session.add(row)
    session.flush()
    _write(session, row, entered, actor, now, today)
    audit.record(session, actor, "household.created", ("household", row.id), now)
    return row


def save(
    session: Session,
    row: HouseholdRow,
    entered: Entered,
    seen_version: int,
    actor: Actor,
    now: datetime,
    today: date,
) -> bool:
    """
    Save over the version the writer saw; False when someone saved in between: nothing is written.

    Raises Invalid naming the field.
    """
    _check(session, entered)
    claimed = session.execute(
        update(HouseholdRow)
        .where(HouseholdRow.id == row.id, HouseholdRow.version == seen_version)
        .values(version=seen_version + 1)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return False
    session.refresh(row, ["version"])
    _write(session, row, entered, actor, now, today)
    audit.record(session, actor, "household.changed", ("household", row.id), now)
    return True


def as_entered(session: Session, row: HouseholdRow, *, sees_health: bool) -> Entered:
    """The household in the shape of its form, to fill it and to compare with what was typed."""
    people = [citizen for citizen in row.citizens if citizen.moved_at is None]
    place = {citizen.id: number for number, citizen in enumerate(people)}
    return Entered(
        hamlet_id=row.hamlet_id,
        head_name=row.head_name,
        group_no=row.group_no,
        address_note=row.address_note,
        access=Access(row.access),
        access_minutes=row.access_minutes,
        access_note=row.access_note,
        phone=row.phone,
        phone_owner=row.phone_owner,
        notes=row.notes,
        point=registry.point_of(row),
        accuracy_m=row.pin_accuracy_m,
        hours=registry.hours_of(row),
        members=tuple(_member(citizen, sees_health) for citizen in people),
        grounds=tuple(
            Grounds(
                Category(c.category),
                WHOLE_HOUSEHOLD if c.citizen_id is None else place[c.citizen_id],
                c.from_on,
                c.decision_no,
            )
            for c in row.categories
            if (c.citizen_id is None or c.citizen_id in place)
            and (sees_health or Category(c.category) not in HEALTH)
        ),
        sees_health=sees_health,
    )


def differences(theirs: Entered, mine: Entered) -> list[str]:
    """Names of the fields of ``Entered`` where the two differ; asking for more is no difference."""
    mine = replace(mine, members=tuple(replace(m, asks=()) for m in mine.members))
    names = [field.name for field in fields(Entered) if field.name != "sees_health"]
    return [name for name in names if getattr(theirs, name) != getattr(mine, name)]


def open_asks(session: Session, row: HouseholdRow) -> dict[int, tuple[Procedure, ...]]:
    """Citizen → procedures of theirs that are under way."""
    found: dict[int, tuple[Procedure, ...]] = {}
    for case in queries.cases_of(session, [row.id]):
        if CaseState(case.state) not in CLOSED:
            found[case.citizen_id] = (*found.get(case.citizen_id, ()), Procedure(case.procedure))
    return found


def _check(session: Session, entered: Entered) -> None:
    if not any(not member.gone for member in entered.members):
        raise Invalid(Sentence("Ghi ít nhất một người trong hộ."), field="members")
    if entered.point is None:
        return
    ground = registry.ground(session)
    if wrong := misplaced(entered.point, ground.commune, ground.neighbours):
        raise Invalid(wrong, field="lat")


def _member(citizen: CitizenRow, sees_sensitive: bool) -> Member:
    return Member(
        id=citizen.id,
        name=citizen.full_name,
        alias=citizen.alias,
        relation=citizen.relation_to_head,
        birth=registry.birth_of(citizen),
        sex=Sex(citizen.sex) if citizen.sex else None,
        language=Language(citizen.language),
        id_number=citizen.id_number if sees_sensitive else None,
        ethnicity=citizen.ethnicity if sees_sensitive else None,
    )


def _write(
    session: Session, row: HouseholdRow, entered: Entered, actor: Actor, now: datetime, today: date
) -> None:
    row.hamlet_id = entered.hamlet_id
    row.head_name = tidy(entered.head_name)
    row.group_no, row.address_note = entered.group_no, entered.address_note
    row.access, row.access_minutes = entered.access.value, entered.access_minutes
    row.access_note, row.notes = entered.access_note, entered.notes
    row.phone, row.phone_owner = entered.phone, entered.phone_owner
    row.updated_at = now
    _write_pin(row, entered, actor, now)
    if entered.hours != registry.hours_of(row):
        row.home_hours = [_hours(row, window) for window in entered.hours]
    people = _write_members(session, row, entered.members, now)
    _write_grounds(row, entered, people)
    session.flush()
    session.refresh(row, ["hamlet"])
    registry.index(row)
    _ask(session, row, entered, people, actor, now, today)
    demand.refresh(session, [row.id], today, now)


def _ask(
    session: Session,
    row: HouseholdRow,
    entered: Entered,
    people: Sequence[CitizenRow],
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """Open a case for whatever a person asks for that is not under way already."""
    under_way = open_asks(session, row)
    for citizen, member in zip(people, entered.members, strict=True):
        for need in new_needs(member.asks, under_way.get(citizen.id, ())):
            cases.request(session, actor, row.id, citizen.id, need, today, now, refresh=False)


def _write_pin(row: HouseholdRow, entered: Entered, actor: Actor, now: datetime) -> None:
    """Only a pin that moved gets a new author; without one the household stands at its hamlet."""
    if entered.point == registry.point_of(row):
        return
    row.lat = entered.point.lat if entered.point else None
    row.lon = entered.point.lon if entered.point else None
    row.pin_accuracy_m = entered.accuracy_m if entered.point else None
    row.pin_source = (PinSource.STAFF if entered.point else PinSource.HAMLET).value
    row.pin_set_by, row.pin_set_at = actor.name[:120], now


def _write_members(
    session: Session, row: HouseholdRow, members: Sequence[Member], now: datetime
) -> list[CitizenRow]:
    """The rows of the members, in their order. One who left is kept, with the day it was said."""
    by_id = {citizen.id: citizen for citizen in row.citizens}
    people = []
    for member in members:
        citizen = by_id.get(member.id or 0)
        if citizen is None:
            citizen = CitizenRow(
                commune_code=row.commune_code, household_id=row.id, full_name=member.name
            )
            row.citizens.append(citizen)
        _write_member(citizen, member)
        citizen.moved_at = now if member.gone else None
        people.append(citizen)
    session.flush()
    return people


def _write_member(citizen: CitizenRow, member: Member) -> None:
    birth = member.birth
    citizen.full_name = tidy(member.name)
    citizen.alias, citizen.relation_to_head = member.alias, member.relation
    citizen.birth_year = birth.year if birth else None
    citizen.birth_month = birth.month if birth else None
    citizen.birth_day = birth.day if birth else None
    citizen.sex = member.sex.value if member.sex else None
    citizen.language = member.language.value
    citizen.version += 1
    if member.id_number is not None:
        citizen.id_number = member.id_number
    if member.ethnicity is not None:
        citizen.ethnicity = member.ethnicity


def _write_grounds(row: HouseholdRow, entered: Entered, people: Sequence[CitizenRow]) -> None:
    """What the writer was shown is replaced by what was typed; what was hidden stays."""
    here = {None, *(citizen.id for citizen in people)}
    hidden = [
        c
        for c in row.categories
        if c.citizen_id not in here or (not entered.sees_health and Category(c.category) in HEALTH)
    ]
    before = {(c.category, c.citizen_id): c for c in row.categories if c not in hidden}
    row.categories = hidden + [
        _ground(row, one, None if one.of == WHOLE_HOUSEHOLD else people[one.of].id, before)
        for one in entered.grounds
    ]


def _ground(
    row: HouseholdRow,
    one: Grounds,
    citizen_id: int | None,
    before: dict[tuple[str, int | None], CategoryRow],
) -> CategoryRow:
    kept = before.pop((one.category.value, citizen_id), None)
    if kept is None:
        kept = CategoryRow(
            commune_code=row.commune_code, citizen_id=citizen_id, category=one.category.value
        )
    kept.from_on, kept.decision_no = one.from_on, one.decision_no
    return kept


def _hours(row: HouseholdRow, window: HomeWindow) -> HomeHoursRow:
    return HomeHoursRow(
        commune_code=row.commune_code,
        weekday=None if window.weekday == ANY_DAY else window.weekday,
        start=window.opens,
        end=window.closes,
    )
