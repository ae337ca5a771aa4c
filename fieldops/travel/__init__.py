"""Travel: seconds and metres between places, by vehicle, with ferries. No clock, no network."""

from fieldops.travel.distance import metres_between
from fieldops.travel.matrices import UNREACHABLE, Matrices, matrices
from fieldops.travel.network import (
    DEFAULT_MODES,
    DEFAULT_NETWORK,
    Link,
    LinkKind,
    Mode,
    Network,
    Place,
    Point,
    Timetable,
    network_from_json,
    network_to_json,
)

__all__ = [
    "DEFAULT_MODES",
    "DEFAULT_NETWORK",
    "UNREACHABLE",
    "Link",
    "LinkKind",
    "Matrices",
    "Mode",
    "Network",
    "Place",
    "Point",
    "Timetable",
    "matrices",
    "metres_between",
    "network_from_json",
    "network_to_json",
]
