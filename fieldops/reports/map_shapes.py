"""
Pins, lines and names on a map as one GeoJSON layer: hundreds of elements of their own are slow.

Each is a feature that says in its properties how it looks; ``said`` and ``text`` are HTML.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

from branca.element import MacroElement
from jinja2 import Template

Coordinates = tuple[float, float]
"""Latitude, longitude in degrees."""

Shape = dict[str, Any]
"""A GeoJSON feature."""


class Shapes(MacroElement):
    """All shapes of a group, later ones above; a name is not clicked and takes no focus."""

    _template = Template("""{% macro script(this, kwargs) %}
L.geoJSON({{ this.features|tojson }}, {
  style: (feature) => feature.properties.look,
  pointToLayer: ({properties: it}, at) => L.marker(at, {
    icon: L.divIcon({
      className: "", iconSize: it.size, iconAnchor: it.anchor,
      html: `<div class="${it.kind}" style="${it.style}">${it.text}</div>`,
    }),
    title: it.title, alt: it.title, interactive: !!it.said, keyboard: !!it.said,
    zIndexOffset: it.above,
  }),
  onEachFeature: ({properties: it}, shape) => {
    if (it.said) shape.bindTooltip(it.said, {sticky: !!it.look});
  },
}).addTo({{ this._parent.get_name() }});
{% endmacro %}""")

    def __init__(self, shapes: Iterable[Shape]) -> None:
        super().__init__()
        self._name = "Shapes"
        self.features = {"type": "FeatureCollection", "features": list(shapes)}


def pin(at: Coordinates, text: str, said: Sequence[str], **look: object) -> Shape:
    """A marker with a text on it; what is said of it stands line by line."""
    properties = {
        "text": as_html(text),
        "said": "<br>".join(as_html(line) for line in said),
        "title": " · ".join(said),
        "size": [14 + 9 * len(text), 24],
        "kind": "pin",
        "style": "",
        "above": 0,
    }
    return _feature("Point", _xy(at), properties | look)


def name(at: Coordinates, text: str, above: int) -> Shape:
    """A name beside a dot on the ground, so far above pins (or below)."""
    look: dict[str, object] = {"anchor": (4, 9), "kind": "place", "style": "", "above": above}
    return _feature("Point", _xy(at), look | {"text": as_html(text)})


def line(way: Iterable[Coordinates], said: str, **look: object) -> Shape:
    """A line; its look in the names of Leaflet's paths (``color``, ``weight``, ``dashArray``)."""
    return _feature("LineString", [_xy(at) for at in way], {"said": as_html(said), "look": look})


def as_html(said: str) -> str:
    """Text as HTML that also stays text inside the template literals folium writes."""
    return html.escape(said).translate({ord(c): f"&#{ord(c)};" for c in "`$\\"})


def _xy(at: Coordinates) -> list[float]:
    """GeoJSON's order: longitude first."""
    return [at[1], at[0]]


def _feature(kind: str, coordinates: list[Any], properties: dict[str, object]) -> Shape:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
