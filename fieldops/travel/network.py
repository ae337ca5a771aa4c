"""What a commune's settings say of its ways: speeds by vehicle, and links between islets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from fieldops.domain.commune import CommuneSettings, Ferry
from fieldops.domain.units import HOUR, MINUTE, Seconds
from fieldops.domain.vehicle import VehicleKind


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the ground, WGS 84 degrees."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        # Written so that NaN, which compares false with everything, is refused too.
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"not a point on earth: {self.lat}, {self.lon}")


@dataclass(frozen=True, slots=True)
class Place:
    """A point a team starts from or visits, and the islet it stands on ("" is the main one)."""

    at: Point
    islet: str = ""


@dataclass(frozen=True, slots=True)
class Mode:
    """
    How one kind of vehicle moves.

    ``detour`` is metres travelled per metre of great circle, 1 or more; ``afloat`` vehicles go from
    any place to any other by water and never need a link; ``boarding`` is added once to each trip
    that is not zero, for mooring and for the walk from the water.
    """

    vehicle: VehicleKind
    speed_kmh: float
    detour: float = 1.0
    afloat: bool = False
    boarding: Seconds = 0

    def __post_init__(self) -> None:
        if not (self.speed_kmh > 0 and self.detour >= 1 and self.boarding >= 0):
            raise ValueError(f"{self.vehicle}: needs speed > 0, detour >= 1, boarding >= 0")

    @property
    def seconds_per_metre(self) -> float:
        """Seconds to get one metre of great circle nearer."""
        return self.detour * 3.6 / self.speed_kmh


@dataclass(frozen=True, slots=True)
class Link:
    """
    A ferry or a bridge between two islets, usable both ways by the vehicles named.

    ``seconds`` is the crossing, ``wait`` the usual wait before it where there is no timetable.
    ``departures`` hold for both ways. ``from_on`` and ``to_on`` are inclusive, None where no end
    is known; on the days ``shut`` it does not run.
    """

    name: str
    ends: tuple[Place, Place]
    seconds: Seconds
    vehicles: frozenset[VehicleKind]
    wait: Seconds = 0
    departures: tuple[Seconds, ...] = ()
    from_on: date | None = None
    to_on: date | None = None
    shut: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.ends[0].islet == self.ends[1].islet:
            raise ValueError(f"{self.name}: a link joins two islets")
        if self.seconds < 0 or self.wait < 0:
            raise ValueError(f"{self.name}: a link takes no negative time")
        if any(later <= earlier for earlier, later in pairwise(self.departures)):
            raise ValueError(f"{self.name}: departures must ascend")

    def runs(self, on: date) -> bool:
        """Whether the link may be used on that day."""
        begun = (self.from_on is None or self.from_on <= on) and on not in self.shut
        return begun and (self.to_on is None or on <= self.to_on)


@dataclass(frozen=True, slots=True)
class Network:
    """The ways of one commune: a mode per vehicle kind, and the links between its islets."""

    modes: tuple[Mode, ...]
    links: tuple[Link, ...] = ()

    def mode(self, vehicle: VehicleKind) -> Mode:
        """How that kind of vehicle moves here; raises KeyError where it does not."""
        return {mode.vehicle: mode for mode in self.modes}[vehicle]

    def standing(self, days: Collection[date]) -> tuple[Link, ...]:
        """The links that matrices can hold: open on all the days, at the same cost at any hour."""
        return tuple(link for link in self.links if _stands(link, days))

    def timed(self, days: Collection[date]) -> tuple[Link, ...]:
        """
        The other links open on some of the days, each with departures.

        One without a timetable that opens or closes within the days is given as a boat that leaves
        every two usual waits, so that its mean wait stays the same.
        """
        passing = (link for link in self.links if not _stands(link, days))
        return tuple(_with_departures(link) for link in passing if any(map(link.runs, days)))


def _stands(link: Link, days: Collection[date]) -> bool:
    return not link.departures and all(map(link.runs, days))


def _with_departures(link: Link) -> Link:
    gap = max(2 * link.wait, 5 * MINUTE)
    return replace(link, departures=link.departures or tuple(range(0, 24 * HOUR, gap)))


def network_of(settings: CommuneSettings) -> Network:
    """The network a commune's settings describe; ValueError names a setting that makes no sense."""
    road = settings.detour
    afloat = settings.detour_afloat
    modes = (
        Mode(VehicleKind.MOTORBIKE, settings.motorbike_kmh, road),
        Mode(VehicleKind.CAR, settings.car_kmh, road),
        Mode(VehicleKind.BOAT, settings.boat_kmh, afloat, afloat=True, boarding=settings.mooring),
    )
    return Network(modes, tuple(_link(ferry) for ferry in settings.ferries))


def _link(ferry: Ferry) -> Link:
    return Link(
        name=ferry.name,
        ends=(
            Place(Point(ferry.lat_from, ferry.lon_from), ferry.from_islet),
            Place(Point(ferry.lat_to, ferry.lon_to), ferry.to_islet),
        ),
        seconds=ferry.crossing,
        wait=ferry.wait,
        departures=ferry.departures,
        vehicles=frozenset(map(VehicleKind, ferry.boards)),
        from_on=ferry.from_on,
        to_on=ferry.to_on,
    )
