"""The desk map: a plan's routes over the commune, as one page that loads nothing from outside."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import folium
from branca.element import MacroElement
from jinja2 import Template

Coordinates = tuple[float, float]
"""Latitude, longitude in degrees."""

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


def _text(said: str) -> str:
    """Text as HTML that also stays text inside the template literals folium writes."""
    return html.escape(said).translate({ord(c): f"&#{ord(c)};" for c in "`$\\"})


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
    _ground(ground).add_to(page)
    layers = {name: _layer(name, teams) for name, teams in _teams_of(routes).items()}
    for route in routes:
        _route(ground.base.at, route, layers[route.layer], dots=dots)
    if left_out.homes:
        layers[left_out.layer] = _left_out(left_out, dots=dots)
    for layer in layers.values():
        layer.add_to(page)
    folium.LayerControl(collapsed=len(layers) > 6).add_to(page)
    page.fit_bounds(_bounds(ground, routes), padding=(24, 24))
    text: str = page.get_root().render()
    return text.replace("<script>", f'<script nonce="{_text(assets.nonce)}">')


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
.place { color: #44505c; font-size: 12px; font-weight: 600; text-shadow: 0 0 3px #fff, 0 0 3px #fff;
  white-space: nowrap; }
@media print { .leaflet-control-zoom, .leaflet-control-layers { display: none; } }
</style>{% endmacro %}
{% macro script(this, kwargs) %}
L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});
{% endmacro %}""")


class _Pins(MacroElement):
    """One GeoJSON layer for all pins of a group: hundreds of markers of their own are slow."""

    _template = Template("""{% macro script(this, kwargs) %}
L.geoJSON({{ this.features|tojson }}, {
  pointToLayer: (feature, at) => L.marker(at, {
    icon: L.divIcon({
      className: "", iconSize: feature.properties.size,
      html: `<div class="pin ${feature.properties.kind}"
        style="${feature.properties.style}">${feature.properties.text}</div>`,
    }),
    title: feature.properties.title, alt: feature.properties.title,
    zIndexOffset: feature.properties.above,
  }).bindTooltip(feature.properties.said),
}).addTo({{ this._parent.get_name() }});
{% endmacro %}""")

    def __init__(self, pins: Iterable[dict[str, object]]) -> None:
        super().__init__()
        self._name = "Pins"
        self.features = {"type": "FeatureCollection", "features": list(pins)}


def _pin(at: Coordinates, text: str, said: Sequence[str], **look: object) -> dict[str, object]:
    properties = {
        "text": _text(text),
        "said": "<br>".join(_text(line) for line in said),
        "title": " · ".join(said),
        "size": [14 + 9 * len(text), 24],
        "kind": "",
        "style": "",
        "above": 0,
    }
    geometry = {"type": "Point", "coordinates": [at[1], at[0]]}
    return {"type": "Feature", "geometry": geometry, "properties": properties | look}


def _ground(ground: Ground) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name="", control=False)
    if ground.outline:
        folium.Polygon(
            ground.outline, color="#7a8794", weight=1.5, fill_color="#f7f5ec", fill_opacity=1
        ).add_to(group)
    for start, end, name in ground.ferries:
        folium.PolyLine(
            [start, end], color="#44505c", weight=3, dash_array="1 7", tooltip=_text(name)
        ).add_to(group)
    for hamlet in ground.hamlets:
        folium.CircleMarker(hamlet.at, radius=3, color="#44505c", fill=True).add_to(group)
        folium.Marker(hamlet.at, icon=_label(hamlet.name)).add_to(group)
    base = _pin(ground.base.at, "UB", (ground.base.name,), kind="base", above=1000)
    _Pins([base]).add_to(group)
    return group


def _label(name: str) -> folium.DivIcon:
    return folium.DivIcon(
        html=f'<span class="place">{_text(name)}</span>', icon_anchor=(-8, 8), class_name="place"
    )


def _teams_of(routes: Sequence[MapRoute]) -> dict[str, set[str]]:
    teams: dict[str, set[str]] = {}
    for route in routes:
        teams.setdefault(route.layer, set()).add(route.team)
    return teams


def _layer(name: str, teams: Collection[str] = ()) -> folium.FeatureGroup:
    """A layer of one team alone shows its colour and letter in the list of layers."""
    swatches = [
        f'<span class="swatch" style="{_style(team)}">{_text(team)}</span> '
        for team in (teams if len(teams) == 1 else ())
    ]
    return folium.FeatureGroup(name="".join(swatches) + _text(name))


def _route(base: Coordinates, route: MapRoute, layer: folium.FeatureGroup, *, dots: bool) -> None:
    style = _style(route.team)
    way = [base, *(stop.at for stop in route.stops), base]
    folium.PolyLine(
        way,
        color=team_colour(route.team),
        weight=2 if dots else 4,
        opacity=0.5 if dots else 0.85,
        dash_array=team_dashes(route.team) or None,
        tooltip=_text(route.layer),
    ).add_to(layer)
    _Pins([_door(route, stop, style, dots=dots) for stop in route.stops]).add_to(layer)
    if not dots:
        _Pins(_letters(way, route, style)).add_to(layer)


def _door(route: MapRoute, stop: MapStop, style: str, *, dots: bool) -> dict[str, object]:
    if dots:
        return _pin(stop.at, "", stop.lines, style=style, kind="dot", size=_DOT)
    return _pin(stop.at, f"{route.team}{stop.number}", stop.lines, style=style)


def _letters(way: list[Coordinates], route: MapRoute, style: str) -> Iterable[dict[str, object]]:
    """The team's letter halfway along the longest leg, where it is least in the way."""
    legs = list(pairwise(way))
    a, b = max(legs, key=lambda leg: abs(leg[0][0] - leg[1][0]) + abs(leg[0][1] - leg[1][1]))
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    yield _pin(middle, route.team, (route.layer,), style=style, above=-500)


def _left_out(left_out: LeftOut, *, dots: bool) -> folium.FeatureGroup:
    layer = _layer(left_out.layer)
    look: dict[str, object] = (
        {"kind": "out dot", "size": _DOT, "above": -900} if dots else {"kind": "out"}
    )
    text = "" if dots else "–"
    _Pins([_pin(home.at, text, (home.name,), **look) for home in left_out.homes]).add_to(layer)
    return layer


def _bounds(ground: Ground, routes: Sequence[MapRoute]) -> list[Coordinates]:
    seen = [stop.at for route in routes for stop in route.stops]
    points = [ground.base.at, *(seen or ground.outline or [h.at for h in ground.hamlets])]
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    return [(min(lats), min(lons)), (max(lats), max(lons))]
