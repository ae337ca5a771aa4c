"""Records that may be the same person or the same home: found, scored, and the score explained."""

from fieldops.registry.duplicates.homes import HomeRecord, homes
from fieldops.registry.duplicates.people import PersonRecord, people
from fieldops.registry.duplicates.score import CERTAIN, LIKELY, Evidence, Kind, Pair

__all__ = [
    "CERTAIN",
    "LIKELY",
    "Evidence",
    "HomeRecord",
    "Kind",
    "Pair",
    "PersonRecord",
    "homes",
    "people",
]
