"""The desk map: a plan's routes over the commune, as one page that loads nothing from outside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import folium
from branca.element import MacroElement
from jinja2 import Template

from fieldops.reports.map_shapes import Coordinates, Shape, Shapes, as_html, line, name, pin

TEAM_COLOURS = (
    ("#0072B2", "#FFFFFF"),
    ("#D55E00", "#FFFFFF"),
    ("#009E73", "#FFFFFF"),
    ("#CC79A7", "#1A1C1E"),
    ("#E69F00", "#1A1C1E"),
    ("#56B4E9", "#1A1C1E"),
    ("#F0E442", "#1A1C1E"),
    ("#1A1C1E", "#FFFFFF"),
)
"""Okabe and Ito's colours, each with the ink that is read on it; the letter says it without."""

_DOT = (12, 12)
_CROSSING: dict[str, object] = {"color": "#44505c", "weight": 3, "dashArray": "1 7"}
_DASHES = ("", "10 6", "2 7", "14 5 2 5", "5 5", "18 8", "1 5", "12 4")
"""A line pattern per team as well, for black-and-white print."""


@dataclass(frozen=True, slots=True)
class MapStop:
    """One door: where, its number on the route, and what is said about it, line by line."""

    at: Coordinates
    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapRoute:
    """One team's day. Routes of one ``layer`` are shown and hidden together."""

    team: str
    layer: str
    stops: tuple[MapStop, ...]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A named point: the base, a hamlet, a home left out."""

    at: Coordinates
    name: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under the routes. ``ferries`` are the two ends and the name of each crossing."""

    base: MapPlace
    outline: tuple[Coordinates, ...] = ()
    hamlets: tuple[MapPlace, ...] = ()
    ferries: tuple[tuple[Coordinates, Coordinates, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Homes with no place in the plan, and the name of their layer."""

    layer: str
    homes: tuple[MapPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of Leaflet on our own server, and the nonce our policy asks of inline scripts."""

    leaflet_js: str
    leaflet_css: str
    nonce: str


def team_colour(team: str) -> str:
    """The colour of a team letter, the same on every page; letters past H go round again."""
    return TEAM_COLOURS[_index(team)][0]


def team_ink(team: str) -> str:
    """The colour of a letter that stands on the team's colour."""
    return TEAM_COLOURS[_index(team)][1]


def team_dashes(team: str) -> str:
    """The SVG dash pattern that goes with the team's colour."""
    return _DASHES[_index(team)]


def _style(team: str) -> str:
    return f"background:{team_colour(team)};color:{team_ink(team)}"


def _index(team: str) -> int:
    return (ord(team[:1].upper() or "A") - ord("A")) % len(TEAM_COLOURS)


def draw(
    ground: Ground,
    routes: Sequence[MapRoute],
    left_out: LeftOut,
    assets: Assets,
    *,
    dots: bool = False,
) -> str:
    """
    The whole HTML page of the map. Every text is escaped: names come from people.

    ``dots``: doors as small dots without a number, for many days on one map.
    """
    page = _page(ground.base.at, assets)
    _ground(ground, names=500 if dots else -1000).add_to(page)
    layers = list(_layers(ground.base.at, routes, left_out, dots=dots))
    for layer in layers:
        layer.add_to(page)
    folium.LayerControl(collapsed=len(layers) > 6).add_to(page)
    page.fit_bounds(_bounds(ground, routes), padding=(24, 24))
    text: str = page.get_root().render()
    return text.replace("<script>", f'<script nonce="{as_html(assets.nonce)}">')


def _page(centre: Coordinates, assets: Assets) -> folium.Map:
    page = folium.Map(location=centre, tiles=None, zoom_start=12, attributionControl=False)
    page.default_js = [("leaflet", assets.leaflet_js)]
    page.default_css = [("leaflet_css", assets.leaflet_css)]
    _Style().add_to(page)
    return page


class _Style(MacroElement):
    """The look of pins and of the ground without tiles; a scale in metres."""

    _template = Template("""{% macro header(this, kwargs) %}<style>
.leaflet-container { background: #dbe9f4; font: 14px/1.4 "Be Vietnam Pro", system-ui, sans-serif; }
.pin { display: flex; align-items: center; justify-content: center; height: 24px;
  border-radius: 14px; border: 2px solid #fff; font-weight: 700; font-size: 12px;
  box-shadow: 0 1px 3px rgb(0 0 0 / 45%); white-space: nowrap; }
.pin.dot { width: 12px; height: 12px; border-width: 1px; }
.pin.out.dot { width: 9px; height: 9px; border: 1.5px solid #5a636c; box-shadow: none; }
.pin.base { background: #1a1c1e; color: #fff; border-radius: 4px; }
.pin.out { background: #fff; color: #1a1c1e; border: 2px dashed #1a1c1e; }
.swatch { display: inline-block; min-width: 18px; border-radius: 9px;
  font-weight: 700; font-size: 12px; text-align: center; }
.place { width: max-content; padding: 0 6px 0 3px; border-radius: 9px;
  background: rgb(255 255 255 / 80%); color: #333d47; font-size: 12px; font-weight: 600;
  line-height: 18px; white-space: nowrap; }
.place::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 4px;
  border-radius: 50%; border: 2px solid; background: #fff; box-sizing: border-box; }
@media print { .leaflet-control-zoom, .leaflet-control-layers { display: none; } }
</style>{% endmacro %}
{% macro script(this, kwargs) %}
L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});
{% endmacro %}""")


def _ground(ground: Ground, names: int) -> folium.FeatureGroup:
    """``names``: how far hamlets' names are above pins: above dots, below numbers."""
    group = folium.FeatureGroup(name="", control=False)
    if ground.outline:
        folium.Polygon(
            ground.outline, color="#7a8794", weight=1.5, fill_color="#f7f5ec", fill_opacity=1
        ).add_to(group)
    ferries = [line(ends, said, **_CROSSING) for *ends, said in ground.ferries]
    hamlets = [name(hamlet.at, hamlet.name, names) for hamlet in ground.hamlets]
    base = pin(ground.base.at, "UB", (ground.base.name,), kind="pin base", above=1000)
    Shapes([*ferries, *hamlets, base]).add_to(group)
    return group


def _layers(
    base: Coordinates, routes: Sequence[MapRoute], left_out: LeftOut, *, dots: bool
) -> Iterator[folium.FeatureGroup]:
    """The routes layer by layer, then the homes left out, if there are any."""
    for layer in dict.fromkeys(route.layer for route in routes):
        some = [route for route in routes if route.layer == layer]
        shapes = [shape for route in some for shape in _route(base, route, dots=dots)]
        yield _layer(layer, shapes, {route.team for route in some})
    if left_out.homes:
        yield _layer(left_out.layer, _left_out(left_out.homes, dots=dots))


def _layer(title: str, shapes: Iterable[Shape], teams: Collection[str] = ()) -> folium.FeatureGroup:
    """A layer of one team alone shows its colour and letter in the list of layers."""
    swatches = [
        f'<span class="swatch" style="{_style(team)}">{as_html(team)}</span> '
        for team in (teams if len(teams) == 1 else ())
    ]
    layer = folium.FeatureGroup(name="".join(swatches) + as_html(title))
    Shapes(shapes).add_to(layer)
    return layer


def _route(base: Coordinates, route: MapRoute, *, dots: bool) -> Iterator[Shape]:
    """The team's way, its doors, and its letter on the way; many days have ways and dots only."""
    way = [base, *(stop.at for stop in route.stops), base]
    style, colour, dashes = _style(route.team), team_colour(route.team), team_dashes(route.team)
    if dots:
        yield line(way, route.layer, color=colour, dashArray=dashes, weight=2, opacity=0.5)
        for stop in route.stops:
            yield pin(stop.at, "", stop.lines, style=style, kind="pin dot", size=_DOT)
    else:
        yield line(way, route.layer, color=colour, dashArray=dashes, weight=4, opacity=0.85)
        for stop in route.stops:
            yield pin(stop.at, f"{route.team}{stop.number}", stop.lines, style=style)
        yield pin(_halfway(way), route.team, (route.layer,), style=style, above=-500)


def _halfway(way: Sequence[Coordinates]) -> Coordinates:
    """Halfway along the longest leg, where a letter is least in the way."""
    legs = pairwise(way)
    a, b = max(legs, key=lambda leg: abs(leg[0][0] - leg[1][0]) + abs(leg[0][1] - leg[1][1]))
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def _left_out(homes: Iterable[MapPlace], *, dots: bool) -> Iterator[Shape]:
    for home in homes:
        if dots:
            yield pin(home.at, "", (home.name,), kind="pin out dot", size=_DOT, above=-900)
        else:
            yield pin(home.at, "–", (home.name,), kind="pin out")


def _bounds(ground: Ground, routes: Sequence[MapRoute]) -> list[Coordinates]:
    seen = [stop.at for route in routes for stop in route.stops]
    points = [ground.base.at, *(seen or ground.outline or [h.at for h in ground.hamlets])]
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    return [(min(lats), min(lons)), (max(lats), max(lons))]
