"""A commune's own settings: how its days run, and what the planner should prefer there."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from fieldops.domain.closure import Closure
from fieldops.domain.hindrance import HindranceKind
from fieldops.domain.units import HOUR, MINUTE, Seconds


@dataclass(frozen=True, slots=True)
class Ferry:
    """
    A crossing between two islets, valid ``from_on`` to ``to_on`` inclusive (None: no end known).

    The islets are those of ``HamletRow.islet``; "" is the main one. ``departures`` are seconds
    after midnight, each way, ascending; empty means it leaves when asked and ``wait`` is the usual
    wait (a bridge: 0). ``boards``: the vehicle kinds it takes. ``demo``: an invented timetable.
    """

    name: str
    lat_from: float
    lon_from: float
    lat_to: float
    lon_to: float
    crossing: Seconds
    from_islet: str = ""
    to_islet: str = ""
    wait: Seconds = 10 * MINUTE
    departures: tuple[Seconds, ...] = ()
    boards: tuple[str, ...] = ("motorbike", "car")
    from_on: date | None = None
    to_on: date | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class OwnDay:
    """
    A day off of the commune, or a weekend day it works (``worked``), beside those of the state.

    It counts for dossiers received ``receipts_from`` to ``receipts_to``, both inclusive; None: no
    limit. A day the office chooses itself does not move a date that was promised before; one that
    was taken back still counts for those who were promised by it.
    """

    on: date
    worked: bool = False
    name: str = ""
    receipts_from: date | None = None
    receipts_to: date | None = None

    def counts_for(self, received_on: date) -> bool:
        """Whether a dossier received that day is counted by it."""
        begun = self.receipts_from is None or self.receipts_from <= received_on
        return begun and (self.receipts_to is None or received_on <= self.receipts_to)


@dataclass(frozen=True, slots=True)
class CommuneSettings:
    """
    Settings of one commune; every field has a default that works on the first day.

    Clock times are seconds after local midnight; weekdays count from Monday = 0.
    Speeds are km/h along the way travelled; ``detour`` is way travelled ÷ great circle by road,
    ``detour_afloat`` by water, where each trip also takes ``mooring``. A closure names a ferry by
    its place among ``ferries``, from 1.
    """

    day_start: Seconds = 7 * HOUR
    day_end: Seconds = 17 * HOUR
    lunch_early: Seconds = 11 * HOUR
    lunch_late: Seconds = 13 * HOUR + 30 * MINUTE
    lunch_length: Seconds = HOUR
    paper_birth_register: bool = True
    paper_death_register: bool = True
    certified_copies_at_home: bool = False
    no_appointment_weekdays: tuple[int, ...] = ()
    no_writing_weekdays: tuple[int, ...] = ()
    own_days: tuple[OwnDay, ...] = ()
    max_teams: int = 4
    max_cases_per_team_day: int = 20
    detour: float = 1.4
    detour_afloat: float = 1.2
    mooring: Seconds = 5 * MINUTE
    motorbike_kmh: float = 28.0
    car_kmh: float = 32.0
    boat_kmh: float = 16.0
    foot_kmh: float = 4.0
    ferries: tuple[Ferry, ...] = ()
    closures: tuple[Closure, ...] = ()
    weights: dict[str, int] = field(default_factory=dict)

    @property
    def office_weekdays(self) -> frozenset[int]:
        """Weekdays on which the registrar keeps the office, so that no team goes out."""
        return frozenset(self.no_appointment_weekdays) | frozenset(self.no_writing_weekdays)

    def without_ferry(self, number: int) -> CommuneSettings:
        """The settings less that ferry and its closures; those of the later ones follow them."""
        kept = (_after_removal(one, number) for one in self.closures)
        return replace(
            self,
            ferries=(*self.ferries[: number - 1], *self.ferries[number:]),
            closures=tuple(one for one in kept if one is not None),
        )

    @staticmethod
    def from_json(document: dict[str, Any]) -> CommuneSettings:
        """Read what is stored; an absent field keeps its default, an unknown one is an error."""
        known = dict(document)
        known["own_days"] = (
            *(_own_day(one) for one in known.get("own_days", ())),
            *_days_without_names(known),
        )
        for name in ("no_appointment_weekdays", "no_writing_weekdays"):
            known[name] = tuple(known.get(name, ()))
        known["ferries"] = tuple(_ferry(one) for one in known.get("ferries", ()))
        known["closures"] = tuple(map(Closure.from_json, known.get("closures", ())))
        return CommuneSettings(**known)

    def to_json(self) -> dict[str, Any]:
        """The inverse of ``from_json``."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


def _after_removal(one: Closure, number: int) -> Closure | None:
    shut = one.hindrance
    if shut.kind is not HindranceKind.FERRY or shut.id < number:
        return one
    if shut.id == number:
        return None
    return replace(one, hindrance=replace(shut, id=shut.id - 1))


def _own_day(document: dict[str, Any]) -> OwnDay:
    days = {name: document.get(name) for name in ("on", "receipts_from", "receipts_to")}
    read = {name: date.fromisoformat(day) if day else None for name, day in days.items()}
    return OwnDay(**document | read)


def _days_without_names(document: dict[str, Any]) -> tuple[OwnDay, ...]:
    """The days as they were stored before they had names: two lists, for every dossier."""
    kinds = (("days_off", False), ("swap_days", True))
    return tuple(
        OwnDay(date.fromisoformat(day), worked)
        for name, worked in kinds
        for day in document.pop(name, ())
    )


def _ferry(document: dict[str, Any]) -> Ferry:
    known = dict(document)
    for name in ("from_on", "to_on"):
        known[name] = date.fromisoformat(known[name]) if known.get(name) else None
    for name in ("departures", "boards"):
        if name in known:
            known[name] = tuple(known[name])
    return Ferry(**known)


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case Closure():
            return value.to_json()
        case Ferry() | OwnDay():
            return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        case tuple():
            return [_plain(item) for item in value]
        case _:
            return value
