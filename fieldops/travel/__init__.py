"""Travel: seconds and metres between places, by vehicle, with ferries. No clock, no network."""

from fieldops.travel.distance import metres_between
from fieldops.travel.matrices import NO_WAY, Matrices, matrices
from fieldops.travel.network import Link, Mode, Network, Place, Point, network_of

__all__ = [
    "NO_WAY",
    "Link",
    "Matrices",
    "Mode",
    "Network",
    "Place",
    "Point",
    "matrices",
    "metres_between",
    "network_of",
]
