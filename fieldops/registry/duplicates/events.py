"""Two cases about one birth or one death: asked for in two hamlets, or taken by two registrars."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from fieldops.domain.case import Register
from fieldops.domain.sentences import Sentence
from fieldops.registry.duplicates.people import Judge, PersonRecord, evidence
from fieldops.registry.duplicates.score import CERTAIN, Evidence, Pair, likely_pairs, ranked

Judging: TypeAlias = Callable[[PersonRecord, PersonRecord], tuple[Evidence, ...]]

_NEAR = 3
"""Days by which a family and a neighbour may date one death differently."""


@dataclass(frozen=True)
class EventRecord:
    """
    A case of a birth or a death: ``id`` is the case's, ``person`` who was born or died.

    ``event_on``: the day of the death, where it is known. ``informant`` is their phone, or name.
    """

    id: int
    register: Register
    person: PersonRecord
    event_on: date | None = None
    dossier_code: str = ""
    informant: str = ""


def events(records: Iterable[EventRecord], judge: Judge | None = None) -> tuple[Pair, ...]:
    """
    Pairs that may register one event twice, the likeliest first.

    A birth is never compared with a death. ``judge`` may remember who was compared as people.
    """
    known, same_person = tuple(records), judge or evidence

    def judged(a: EventRecord, b: EventRecord) -> tuple[Evidence, ...]:
        return _judged(a, b, same_person)

    return ranked(
        pair
        for register in Register
        for pair in likely_pairs((one for one in known if one.register is register), _keys, judged)
    )


def _keys(one: EventRecord) -> Collection[int]:
    own = {hash(("person", one.person.id))}
    if one.dossier_code:
        own.add(hash(("code", one.dossier_code)))
    return one.person.keys | own


def _judged(a: EventRecord, b: EventRecord, same_person: Judging) -> tuple[Evidence, ...]:
    """What speaks for one event and against; nothing where neither name, number nor code agrees."""
    if a.person.id == b.person.id:
        same: tuple[Evidence, ...] = (Evidence(Sentence("Hai hồ sơ của cùng một người"), CERTAIN),)
    else:
        same = same_person(a.person, b.person)
    coded = bool(a.dossier_code) and a.dossier_code == b.dossier_code
    if not (same or coded):
        return ()
    code = (Evidence(Sentence("Cùng mã hồ sơ"), CERTAIN),) if coded else ()
    return (*same, *code, *_told(a, b))


def _told(a: EventRecord, b: EventRecord) -> Iterator[Evidence]:
    if a.informant and a.informant == b.informant:
        yield Evidence(Sentence("Cùng người yêu cầu"), 15)
    yield from _deaths(a.event_on, b.event_on)


def _deaths(a: date | None, b: date | None) -> Iterator[Evidence]:
    if a is None or b is None:
        return
    apart = abs((a - b).days)
    if apart == 0:
        yield Evidence(Sentence("Cùng ngày chết"), 30)
    elif apart <= _NEAR:
        yield Evidence(Sentence("Ngày chết gần nhau"), 10)
    else:
        yield Evidence(Sentence("Ngày chết khác nhau {days} ngày", {"days": apart}), -40)
