"""A plan drawn on the desk map, with its words."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from fieldops.domain.visit import VisitKind
from fieldops.reports import desk_map
from fieldops.reports.map_shapes import Coordinates
from fieldops.services.plan_view import GroundView, PlanView, RouteView, StopView
from fieldops.store.tables import HouseholdRow
from routes.assets import asset
from routes.formats import clock, weekday
from routes.headers import csp_nonce
from routes.plan_words import sentence_case
from routes.words import word


def plan_map(plan: PlanView, ground: GroundView, day: date | None) -> str:
    """The page of the map: one layer a team of that day, or one a day of the whole plan."""
    routes = [one for one in plan.routes.values() if day in (None, one.route.day)]
    assets = desk_map.Assets(asset("leaflet.js"), asset("leaflet.css"), csp_nonce())
    drawn = [_route(one, by_day=day is None) for one in routes]
    left_out = _left_out(plan, day)
    return desk_map.draw(_ground(ground), drawn, left_out, assets, dots=day is None)


def _route(one: RouteView, *, by_day: bool) -> desk_map.MapRoute:
    stops = tuple(_stop(one, stop) for stop in one.stops)
    homes = ngettext("%(num)d nhà", "%(num)d nhà", len(stops))
    team = _("Đội %(team)s: %(homes)s", team=one.route.team, homes=homes)
    layer = sentence_case(weekday(one.route.day)) if by_day else team
    return desk_map.MapRoute(one.route.team, layer, stops)


def _stop(one: RouteView, stop: StopView) -> desk_map.MapStop:
    home = stop.visit.household
    return desk_map.MapStop(
        at=_at(home),
        number=stop.number,
        lines=(
            f"{one.route.team}{stop.number} · {weekday(one.route.day)} {clock(stop.stop.start)}",
            home.head_name,
            f"{home.hamlet.name} · {word(VisitKind(stop.visit.kind))}",
        ),
    )


def _left_out(plan: PlanView, day: date | None) -> desk_map.LeftOut:
    """Homes left out belong to no day: the map of one day does not show them."""
    visits = [] if day else [visit for one in plan.left_out for visit in one.visits]
    homes = {visit.household_id: visit.household for visit in visits}
    places = tuple(
        desk_map.MapPlace(_at(home), f"{home.head_name}, {home.hamlet.name}")
        for home in homes.values()
    )
    return desk_map.LeftOut(_("Chưa xếp được (%(count)d)", count=len(places)), places)


def _ground(ground: GroundView) -> desk_map.Ground:
    commune = ground.commune
    base = f"{_('Trụ sở')} {commune.kind} {commune.name}"
    return desk_map.Ground(
        base=desk_map.MapPlace((commune.base_lat, commune.base_lon), base),
        outline=tuple((lat, lon) for lon, lat in commune.outline),
        hamlets=tuple(desk_map.MapPlace((h.lat, h.lon), h.name) for h in ground.hamlets),
        ferries=tuple(
            ((ferry.lat_from, ferry.lon_from), (ferry.lat_to, ferry.lon_to), ferry.name)
            for ferry in ground.ferries
        ),
    )


def _at(home: HouseholdRow) -> Coordinates:
    """The home's pin, else its hamlet's point."""
    if home.lat is None or home.lon is None:
        return (home.hamlet.lat, home.hamlet.lon)
    return (home.lat, home.lon)
