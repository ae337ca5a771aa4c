"""Records that may be one person, one home or one event: found, scored, the score explained."""

from fieldops.registry.duplicates.events import EventRecord, events
from fieldops.registry.duplicates.homes import HomeRecord, homes
from fieldops.registry.duplicates.people import Judge, PersonRecord, people
from fieldops.registry.duplicates.score import CERTAIN, LIKELY, Evidence, Kind, Pair

__all__ = [
    "CERTAIN",
    "LIKELY",
    "EventRecord",
    "Evidence",
    "HomeRecord",
    "Judge",
    "Kind",
    "Pair",
    "PersonRecord",
    "events",
    "homes",
    "people",
]
