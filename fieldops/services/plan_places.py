"""The places of a planning problem, and every vehicle's way between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fieldops import travel
from fieldops.domain.commune import CommuneSettings
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning import Ferry, Travel
from fieldops.planning.matrix import Square
from fieldops.store.tables import CommuneRow, HouseholdRow


@dataclass(frozen=True, slots=True)
class Places:
    """The base, then the landings of timed ferries, then the homes; ``place_of`` a household id."""

    network: travel.Network
    standing: tuple[travel.Link, ...]
    timed: tuple[travel.Link, ...]
    places: tuple[travel.Place, ...]
    place_of: dict[int, int]
    days: tuple[date, ...]

    @staticmethod
    def of(
        commune: CommuneRow,
        settings: CommuneSettings,
        households: Iterable[HouseholdRow],
        days: Sequence[date],
        shut: Mapping[int, frozenset[date]],
    ) -> Places:
        """``shut``: days on which a crossing does not run, by its number in the settings from 1."""
        network = travel.network_of(settings)
        numbered = enumerate(network.links, start=1)
        links = (replace(link, shut=shut.get(number, frozenset())) for number, link in numbered)
        network = replace(network, links=tuple(links))
        timed = network.timed(days)
        base = travel.Place(travel.Point(commune.base_lat, commune.base_lon))
        places = [base, *(end for link in timed for end in link.ends)]
        homes = {home.id: home for home in households}
        place_of = {id_: len(places) + at for at, id_ in enumerate(homes)}
        places += [place_of_home(home) for home in homes.values()]
        standing = network.standing(days)
        return Places(network, standing, timed, tuple(places), place_of, tuple(days))

    def ways(self, kinds: Iterable[VehicleKind]) -> dict[VehicleKind, Travel]:
        found = {}
        for kind in sorted(kinds):
            way = travel.matrices(self.network.mode(kind), self.standing, self.places)
            found[kind] = Travel(seconds=Square(way.seconds), metres=Square(way.metres))
        return found

    def ferries(self) -> tuple[Ferry, ...]:
        """Each timed link both ways; its landings are places 1 + 2k and 2 + 2k."""
        return tuple(
            self._ferry(link, at, back)
            for at, link in enumerate(self.timed)
            for back in (False, True)
        )

    def _ferry(self, link: travel.Link, at: int, back: bool) -> Ferry:
        ends = (1 + 2 * at, 2 + 2 * at)
        return Ferry(
            id=f"{at + 1}{'b' if back else 'a'}",
            from_place=ends[back],
            to_place=ends[not back],
            crossing=link.seconds,
            departures=link.departures,
            metres=travel.metres_between(link.ends[0].at, link.ends[1].at),
            boards=link.vehicles,
            days=frozenset(day for day in self.days if link.runs(day)),
        )


def place_of_home(home: HouseholdRow) -> travel.Place:
    """The home's own pin, or its hamlet's point where nobody has set one."""
    hamlet = home.hamlet
    if home.lat is None or home.lon is None:
        return travel.Place(travel.Point(hamlet.lat, hamlet.lon), hamlet.islet)
    return travel.Place(travel.Point(home.lat, home.lon), hamlet.islet)
