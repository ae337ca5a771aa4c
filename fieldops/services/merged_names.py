"""How records that were merged away were written: next month's list still writes them so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from fieldops.domain.partial_date import PartialDate
from fieldops.registry.duplicates import Kind
from fieldops.registry.review_lists.listing import Listed
from fieldops.store import communes
from fieldops.store import duplicates as rows
from fieldops.store.tables import CitizenRow, HouseholdRow, MergeRow

Words: TypeAlias = Mapping[str, Any]
"""Fields of a row of a list, as one record wrote them."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What merges that stand have dropped, by the home and by the person that was kept."""

    homes: Mapping[int, list[Words]]
    people: Mapping[int, list[Words]]

    def tellings(
        self, home: HouseholdRow, person: CitizenRow | None, listed: Listed
    ) -> tuple[Listed, ...]:
        """Every other way the person was written: each name, under each home."""
        places: list[Words] = [{}, *self.homes.get(home.id, ())]
        names: list[Words] = [{}, *(self.people.get(person.id, ()) if person else ())]
        pairs = [*product(places, names), *product(names, places)]
        written = [replace(listed, **{**one, **over}) for one, over in pairs]
        return tuple(dict.fromkeys(one for one in written if one != listed))


def dropped(session: Session) -> Dropped:
    """Read from the merges that stand: a merge taken back is forgotten here by itself."""
    hamlets = {one.id: one.name for one in communes.hamlets(session)}
    merges = rows.standing(session)
    found: dict[Kind, dict[int, list[Words]]] = {kind: defaultdict(list) for kind in Kind}
    kept_by = {(one.kind, one.gone_id): one.kept_id for one in merges}
    for made in merges:
        root = made.kept_id
        while (made.kind, root) in kept_by:  # merged on into a third
            root = kept_by[made.kind, root]
        found[Kind(made.kind)][root] += _words(session, made, hamlets)
    return Dropped(found[Kind.HOME], found[Kind.PERSON])


def _words(session: Session, made: MergeRow, hamlets: Mapping[int, str]) -> list[Words]:
    """The record that went, and what the kept one was called where it took the other's word."""
    gone, kept = (_record(session, made.kind, one) for one in (made.gone_id, made.kept_id))
    if gone is None or kept is None:
        return []
    return [_written(gone, {}, hamlets), _written(kept, made.before, hamlets)]


def _record(session: Session, kind: str, record_id: int) -> CitizenRow | HouseholdRow | None:
    if kind == Kind.PERSON:
        return session.get(CitizenRow, record_id)
    return session.get(HouseholdRow, record_id)


def _written(
    row: CitizenRow | HouseholdRow, before: Mapping[str, Any], hamlets: Mapping[int, str]
) -> Words:
    """The record's words, with the values ``before`` in place of those it has now."""
    now = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    columns = {**now, **before}
    if isinstance(row, HouseholdRow):
        return _home(columns, hamlets)
    home = row.household
    place = {"hamlet": hamlets[home.hamlet_id], "head": home.head_name, "group": home.group_no}
    return _person(columns) | place


def _person(columns: Mapping[str, Any]) -> dict[str, Any]:
    year = columns["birth_year"]
    birth = PartialDate(year, columns["birth_month"], columns["birth_day"]) if year else None
    number = columns["id_number"]
    return {"name": columns["full_name"], "birth": birth, "id_number": number}


def _home(columns: Mapping[str, Any], hamlets: Mapping[int, str]) -> dict[str, Any]:
    head, group = columns["head_name"], columns["group_no"]
    return {"hamlet": hamlets[columns["hamlet_id"]], "head": head, "group": group}
