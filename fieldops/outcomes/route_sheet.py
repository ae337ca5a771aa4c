"""The route sheet: one team's day as a phone gets it, version 1 of the phone contract."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from fieldops.domain.case import CaseState, Procedure
from fieldops.domain.household import Access, Language, PinSource, Sex
from fieldops.domain.outcome import Fate, Result
from fieldops.domain.people import Role
from fieldops.domain.second_team import SecondWhy
from fieldops.domain.vehicle import VehicleKind
from fieldops.domain.visit import VisitKind, VisitState
from fieldops.outcomes.report import HomeWhen

SCHEMA = 1
"""Grows when a phone of the version before could misread what we send; see the contract."""

ClockSeconds = Annotated[int, Field(ge=0, lt=2 * 86_400)]
"""Whole seconds after local midnight."""


class _Part(BaseModel):
    """Frozen, and strict about its own fields: a typing slip must not reach a phone."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Part):
    """A point on the map, in degrees."""

    lat: float
    lon: float


class Window(_Part):
    """Hours of the day, both ends inclusive."""

    start: ClockSeconds
    end: ClockSeconds


class Member(_Part):
    """Someone on the team."""

    name: str
    role: Role


class Vehicle(_Part):
    """What the team travels by."""

    name: str
    kind: VehicleKind


class Home(_Part):
    """
    Where, and how one gets in. ``place`` is the hamlet's own point while ``pin`` is "hamlet".

    ``notes`` may tell of health: absent for those who may not read that.
    """

    id: int
    head_name: str
    hamlet: str
    group_no: str
    address_note: str
    place: Place
    pin: PinSource
    access: Access
    access_minutes: int
    access_note: str
    phone: str
    phone_owner: str
    hours: tuple[Window, ...] = ()
    notes: str | None = None


class Person(_Part):
    """
    Someone at home.

    ``birth`` (as far as it is known) and ``id_number`` are absent for those who may not read them.
    """

    id: int
    name: str
    alias: str
    sex: Sex | None
    language: Language
    phone: str
    birth: str | None = None
    id_number: str | None = None


class Paper(_Part):
    """A paper to have ready at the door, and what may stand in for it, best first."""

    name: str
    substitutes: tuple[str, ...] = ()


class CaseToServe(_Part):
    """
    One case of the stop: whose, what it needs, which paper it is about.

    ``steps`` are interlinked steps still to be done for the family.
    """

    id: int
    procedure: Procedure
    state: CaseState
    citizen_id: int
    citizen_name: str
    paper: str
    papers: tuple[Paper, ...] = ()
    missing_papers: str = ""
    informant_name: str = ""
    informant_phone: str = ""
    may_be_written: bool = False
    steps: tuple[str, ...] = ()


class Said(_Part):
    """The report that stands for a stop, if there is one."""

    id: str
    result: Result
    recorded_at: datetime
    recorded_by: str
    fate: Fate


class Beside(_Part):
    """
    The other team that is at the home at the same time.

    ``helps``: this team is the second one, and the other does the cases and records them. ``why``
    the home asks for two, while it does.
    """

    team: str
    helps: bool
    why: SecondWhy | None = None


class Stop(_Part):
    """
    A visit in its place on the route. Service runs from ``start`` to ``end``.

    ``metres`` is the way here from the stop before (or the base); ``due_on`` the last day the law
    leaves, inclusive. ``told`` is when neighbours said, at the last try, that someone will be home;
    ``told_binds``: the plan kept to it, else the law left no such day (both since contract 1.3).
    ``beside`` (since 1.4) where two teams meet.
    """

    position: int
    visit_id: int
    kind: VisitKind
    state: VisitState
    attempt: int
    arrival: ClockSeconds
    start: ClockSeconds
    end: ClockSeconds
    metres: int
    due_on: date | None
    home: Home
    people: tuple[Person, ...]
    cases: tuple[CaseToServe, ...]
    said: Said | None = None
    told: tuple[HomeWhen, ...] = ()
    told_binds: bool = False
    beside: Beside | None = None


class Route(_Part):
    """A team's day of a published plan. ``metres`` is the whole way, back at the base."""

    id: int
    plan_id: int | None
    plan_version: int
    team: str
    vehicle: Vehicle | None
    members: tuple[Member, ...]
    depart: ClockSeconds
    back: ClockSeconds
    lunch: Window | None
    metres: int
    stops: tuple[Stop, ...]


class RouteSheet(_Part):
    """
    What ``GET /api/v1/route-sheet`` answers. ``route`` is absent on a day without one.

    ``epoch`` came with contract 1.1: as in the answer to a batch, None before the first batch.
    ``day_parts`` came with 1.3: the commune's hours before and after lunch, to choose from.
    """

    schema_no: int = Field(SCHEMA, serialization_alias="schema")
    commune_code: str
    commune_name: str
    base: Place
    day: date
    made_at: datetime
    route: Route | None
    next_day: date | None = None
    epoch: str | None = None
    day_parts: tuple[Window, ...] = ()
