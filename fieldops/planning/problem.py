"""The planning problem: everything the solver may know. No clock, no database, no names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from fieldops.domain.case import Register
from fieldops.domain.people import Role, Skill
from fieldops.domain.units import HOUR, MINUTE, Metres, Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.domain.visit import VisitKind
from fieldops.planning.examine import examine
from fieldops.planning.matrix import Matrix
from fieldops.planning.weights import Weights

_STRICT = ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=True)

Clock = Annotated[Seconds, Field(ge=0, le=30 * HOUR)]
Length = Annotated[Seconds, Field(ge=0, le=24 * HOUR)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
TeamLetter = Annotated[str, Field(pattern=r"^[A-Z]{1,2}$")]


@dataclass(config=_STRICT, frozen=True, slots=True)
class WorkDay:
    """
    A day teams may go out.

    ``ordinal`` numbers working days of the commune's calendar from any origin: the lag between two
    days is the difference of their ordinals, so a working day without outreach still counts.
    """

    on: date
    ordinal: int
    max_teams: Annotated[int, Field(ge=0, le=100)]


@dataclass(config=_STRICT, frozen=True, slots=True)
class Window:
    """Service may start from ``start`` to ``end``, both inclusive; on any day if ``on`` is None."""

    start: Clock
    end: Clock
    on: date | None = None


@dataclass(config=_STRICT, frozen=True, slots=True)
class Shift:
    """A person's hours on a day: away from the base not before ``start``, back by ``end``."""

    start: Clock
    end: Clock


@dataclass(config=_STRICT, frozen=True, slots=True)
class Person:
    """Someone who goes out. ``hours`` has one entry per day of the horizon; None is absent."""

    id: Name
    roles: frozenset[Role]
    hours: tuple[Shift | None, ...]
    skills: frozenset[Skill] = frozenset()


@dataclass(config=_STRICT, frozen=True, slots=True)
class Vehicle:
    """A vehicle; ``seats`` counts its driver. ``days``: when it may be used, None for always."""

    id: Name
    kind: VehicleKind
    seats: Annotated[int, Field(ge=1, le=60)]
    days: frozenset[date] | None = None


@dataclass(config=_STRICT, frozen=True, slots=True)
class Visit:
    """
    One call at one home, for all the cases there that need the same step.

    ``place`` is a row of the travel matrices. ``roles`` and ``skills`` must be in the team,
    ``reached_by`` are the vehicle kinds that get there. A stop takes ``access`` (from the vehicle
    to the door and back) before ``service`` starts. ``windows``: when service may start; none means
    any time. ``release_on`` and ``due_on`` are inclusive; ``may_be_late`` turns the due day from a
    bound into a cost per working day. ``prize`` is what the visit is worth, in points; a
    ``required`` one is worth ``Weights.required`` more. ``cases`` count towards the
    capacity of a team-day. ``registers`` are the paper registers that must be brought.
    """

    id: Name
    household_id: Name
    hamlet_id: Name
    place: Count
    service: Length
    kind: VisitKind = VisitKind.INTAKE
    roles: frozenset[Role] = frozenset()
    skills: frozenset[Skill] = frozenset()
    reached_by: frozenset[VehicleKind] = frozenset(VehicleKind)
    access: Length = 0
    windows: tuple[Window, ...] = ()
    release_on: date | None = None
    due_on: date | None = None
    may_be_late: bool = False
    prize: Count = 100
    required: bool = False
    cases: Annotated[int, Field(ge=0, le=1000)] = 1
    registers: frozenset[Register] = frozenset()


@dataclass(config=_STRICT, frozen=True, slots=True)
class Link:
    """
    A delivery that follows its intake by ``least`` to ``greatest`` working days, both inclusive.

    The delivery is made only if its intake is planned.
    """

    intake_id: Name
    delivery_id: Name
    least: Annotated[int, Field(ge=0, le=250)]
    greatest: Annotated[int, Field(ge=0, le=250)]


@dataclass(config=_STRICT, frozen=True, slots=True)
class Together:
    """
    Two visits at one home that two teams start at the same minute, or neither is made.

    Each has its own roles, minutes and prize: what one team does while the other is there.
    """

    first_id: Name
    second_id: Name


@dataclass(config=_STRICT, frozen=True, slots=True)
class Lunch:
    """A break of ``length`` inside [``earliest``, ``latest``], never under way or at a door."""

    length: Length = HOUR
    earliest: Clock = 11 * HOUR
    latest: Clock = 13 * HOUR + 30 * MINUTE


@dataclass(config=_STRICT, frozen=True, slots=True)
class Ferry:
    """
    A crossing by timetable, one way: two directions are two ferries.

    ``from_place`` and ``to_place`` are its landings, rows of the matrices. A team on the landing
    at or before a departure is on the other one ``crossing`` later. A crossing that leaves when
    asked is no ferry here: its usual wait belongs in the matrices. ``days``: None for every day.
    """

    id: Name
    from_place: Count
    to_place: Count
    crossing: Length
    departures: tuple[Clock, ...]
    metres: Metres = 0
    boards: frozenset[VehicleKind] = frozenset(VehicleKind)
    days: frozenset[date] | None = None


@dataclass(config=_STRICT, frozen=True, slots=True)
class Travel:
    """
    One vehicle kind's way between places: ``seconds[i][j]`` and ``metres[i][j]`` from i to j.

    -1 seconds: no way but by a ferry of the timetable. Not symmetric: rivers and one-way tracks
    are real.
    """

    seconds: Matrix
    metres: Matrix


@dataclass(config=_STRICT, frozen=True, slots=True)
class Pin:
    """
    A visit that must be left where a person put it: a team, a day, or both.

    ``unmoved``: the team and the day of the published plan. A pinned visit counts as required.
    """

    visit_id: Name
    on: date | None = None
    team: TeamLetter | None = None
    unmoved: bool = False


@dataclass(config=_STRICT, frozen=True, slots=True)
class Placed:
    """Where the published plan has a visit: moving it costs, by ``Weights``."""

    visit_id: Name
    on: date
    team: TeamLetter


@dataclass(config=_STRICT, frozen=True)
class Problem:
    """
    All that the solver may know about one horizon of at most 42 days (six weeks).

    A paper register in ``paper_registers`` goes with one team a day; a register absent there is
    electronic and binds nobody. ``capacity`` is the most cases of a team-day. Every team has
    ``least_crew`` people or more. Places are rows of the matrices; ``base`` is where teams start
    and end.
    """

    days: Annotated[tuple[WorkDay, ...], Field(max_length=42)]
    people: tuple[Person, ...]
    vehicles: tuple[Vehicle, ...]
    visits: tuple[Visit, ...]
    travel: Mapping[VehicleKind, Travel]
    base: Count = 0
    links: tuple[Link, ...] = ()
    together: tuple[Together, ...] = ()
    paper_registers: frozenset[Register] = frozenset(Register)
    lunch: Lunch | None = field(default_factory=Lunch)
    capacity: Annotated[int, Field(ge=1, le=1000)] | None = None
    least_crew: Annotated[int, Field(ge=1, le=20)] = 1
    ferries: tuple[Ferry, ...] = ()
    pins: tuple[Pin, ...] = ()
    published: tuple[Placed, ...] = ()
    weights: Weights = field(default_factory=Weights)
    format: Literal["fieldops.problem/1"] = "fieldops.problem/1"

    def __post_init__(self) -> None:
        examine(self)

    @cached_property
    def visit(self) -> Mapping[str, Visit]:
        """Visits by id."""
        return {visit.id: visit for visit in self.visits}

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def vehicle(self) -> Mapping[str, Vehicle]:
        """Vehicles by id."""
        return {vehicle.id: vehicle for vehicle in self.vehicles}

    @cached_property
    def day_index(self) -> Mapping[date, int]:
        """The position of each day in the horizon, from 0."""
        return {day.on: index for index, day in enumerate(self.days)}

    @cached_property
    def intake_of(self) -> Mapping[str, Link]:
        """The link of each delivery."""
        return {link.delivery_id: link for link in self.links}

    @cached_property
    def placed(self) -> Mapping[str, Placed]:
        """Where the published plan has each visit."""
        return {placed.visit_id: placed for placed in self.published}


def team_letter(index: int) -> str:
    """A, B … Z, AA, AB …: the name of a day's team, by position from 0."""
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)
