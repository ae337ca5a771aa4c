"""What a commune knows of its ways: speeds by vehicle, islets, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked

from fieldops.domain.units import HOUR, MINUTE, Metres, Seconds
from fieldops.domain.vehicle import VehicleKind

_STRICT = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
_DAY = 24 * HOUR


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
    """A point a team starts from or visits, and the islet it stands on ("" where there is one)."""

    at: Point
    islet: str = ""


@checked(config=_STRICT)
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


class LinkKind(StrEnum):
    """What carries a road across the water."""

    FERRY = "ferry"
    BRIDGE = "bridge"


@checked(config=_STRICT)
class Timetable:
    """
    A ferry that leaves every ``every`` seconds from ``first`` to ``last``, both inclusive.

    Times are seconds after local midnight.
    """

    first: Seconds
    last: Seconds
    every: Seconds

    def __post_init__(self) -> None:
        if not (0 <= self.first <= self.last < _DAY and self.every > 0):
            raise ValueError("a timetable needs 0 <= first <= last < 24 h and every > 0")

    @property
    def mean_wait(self) -> Seconds:
        """The wait of someone who comes at any moment between two departures: half the gap."""
        return self.every // 2


@checked(config=_STRICT)
class Link:
    """
    A ferry or a bridge between two islets, usable both ways by the vehicles named.

    ``seconds`` is the crossing itself, without the wait; ``valid_from`` and ``valid_until`` are
    inclusive, None for always. A bridge has no timetable; a ferry without one leaves at once.
    ``back`` is the timetable of the way from ``to_islet``, where it differs.
    """

    name: str
    kind: LinkKind
    from_islet: str
    to_islet: str
    from_point: Point
    to_point: Point
    seconds: Seconds
    metres: Metres
    vehicles: frozenset[VehicleKind]
    timetable: Timetable | None = None
    back: Timetable | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if self.from_islet == self.to_islet:
            raise ValueError(f"{self.name}: a link joins two islets")
        if self.seconds < 0 or self.metres < 0:
            raise ValueError(f"{self.name}: negative time or distance")
        if self.valid_from and self.valid_until and self.valid_from > self.valid_until:
            raise ValueError(f"{self.name}: ends before it begins")

    def runs(self, on: date) -> bool:
        """Whether the link may be used on that day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)

    @property
    def seconds_out(self) -> Seconds:
        """From ``from_islet``: the mean wait and the crossing."""
        return self.seconds + (self.timetable.mean_wait if self.timetable else 0)

    @property
    def seconds_back(self) -> Seconds:
        """From ``to_islet``: the mean wait and the crossing."""
        timetable = self.back or self.timetable
        return self.seconds + (timetable.mean_wait if timetable else 0)


@checked(config=_STRICT)
class Network:
    """
    The ways of one commune: a mode per vehicle kind, and the links between its islets.

    ``islets`` maps hamlet codes to islets; a hamlet not named stands on the main islet, "".
    """

    modes: tuple[Mode, ...]
    links: tuple[Link, ...] = ()
    islets: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        kinds = [mode.vehicle for mode in self.modes]
        if len(set(kinds)) != len(kinds):
            raise ValueError("a vehicle kind is given twice")

    def mode(self, vehicle: VehicleKind) -> Mode:
        """How that kind of vehicle moves here; raises KeyError where it does not."""
        for mode in self.modes:
            if mode.vehicle == vehicle:
                return mode
        raise KeyError(vehicle)

    def islet_of(self, hamlet_code: str) -> str:
        """The islet a hamlet stands on."""
        return dict(self.islets).get(hamlet_code, "")

    def open_links(self, vehicle: VehicleKind, on: date) -> tuple[Link, ...]:
        """The links that vehicle may use on that day."""
        return tuple(link for link in self.links if vehicle in link.vehicles and link.runs(on))


DEFAULT_MODES = (
    # Ordinary speeds on dyke roads and lanes of the delta, and a small motor boat against the
    # tide. They are nobody's measurement: a commune sets its own.
    Mode(vehicle=VehicleKind.MOTORBIKE, speed_kmh=25, detour=1.4),
    Mode(vehicle=VehicleKind.CAR, speed_kmh=30, detour=1.5),
    Mode(vehicle=VehicleKind.BOAT, speed_kmh=15, detour=1.2, afloat=True, boarding=5 * MINUTE),
)

DEFAULT_NETWORK = Network(modes=DEFAULT_MODES)

_NETWORK = TypeAdapter(Network)


def network_from_json(document: object) -> Network:
    """Read a network from a JSON document; ValueError names what is wrong and where."""
    return _NETWORK.validate_python(document, by_name=True)


def network_to_json(network: Network) -> dict[str, object]:
    """The network as a JSON document; ``network_from_json`` gives it back."""
    document: dict[str, object] = _NETWORK.dump_python(network, mode="json")
    return document
