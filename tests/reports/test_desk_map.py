import json
import re

import pytest

from fieldops.reports.desk_map import (
    Assets,
    Ground,
    LeftOut,
    MapPlace,
    MapRoute,
    MapStop,
    draw,
    team_colour,
    team_dashes,
)

GROUND = Ground(
    base=MapPlace((9.60, 106.21), "Ủy ban xã"),
    outline=((9.7, 106.1), (9.7, 106.3), (9.5, 106.3)),
    hamlets=(MapPlace((9.61, 106.20), "Bình Du B"),),
    ferries=(((9.61, 106.18), (9.61, 106.19), "Phà thử"),),
)
ASSETS = Assets("/static/build/leaflet-1.js", "/static/build/leaflet-2.css", "n0nce")
NOBODY = LeftOut("Chưa xếp được")


def route(said="Bà Bảy", team="A"):
    stops = (MapStop((9.62, 106.22), 1, (f"{team}1", said)),)
    return MapRoute(team, f"Đội {team}", stops)


def shapes(page, kind):
    """All shapes of a kind that the page draws."""
    layers = re.findall(r"L.geoJSON\((.*), \{$", page, re.MULTILINE)
    every = [one for layer in layers for one in json.loads(layer)["features"]]
    return [one for one in every if one["geometry"]["type"] == kind]


def test_nothing_is_loaded_but_our_own_leaflet():
    page = draw(GROUND, [route()], NOBODY, ASSETS)
    loaded = re.findall(r'<script src="([^"]+)"|<link[^>]+href="([^"]+)"', page)
    assert [js or css for js, css in loaded] == [ASSETS.leaflet_js, ASSETS.leaflet_css]
    assert "http" not in page.replace("http-equiv", "")


def test_every_inline_script_carries_the_nonce():
    page = draw(GROUND, [route()], NOBODY, ASSETS)
    scripts = re.findall(r"<script[^>]*>", page)
    assert len(scripts) >= 2
    assert all("nonce=" in tag or "src=" in tag for tag in scripts)


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "</script><b>"])
def test_a_name_is_only_ever_text(evil):
    ground = Ground(MapPlace((9.6, 106.2), evil), hamlets=(MapPlace((9.6, 106.2), evil),))
    left = LeftOut(evil, (MapPlace((9.6, 106.2), evil),))
    page = draw(ground, [MapRoute("A", evil, route(evil).stops)], left, ASSETS)
    assert "<script>" not in page
    assert page.count("</script>") == page.count("<script")
    assert "<b>" not in page


def test_a_layer_cannot_break_out_of_a_template_literal():
    page = draw(GROUND, [MapRoute("A", "`${alert(1)}`", route().stops)], NOBODY, ASSETS)
    (listed,) = re.findall(r'^ +(".+") : feature_group', page, re.MULTILINE)
    *_, way = (one["properties"]["said"] for one in shapes(page, "LineString"))
    assert json.loads(listed).endswith("</span> &#96;&#36;{alert(1)}&#96;")
    assert way == "&#96;&#36;{alert(1)}&#96;"


def test_a_ferry_is_a_line_with_its_name_and_a_route_one_in_its_teams_colour():
    page = draw(GROUND, [route(team="B")], NOBODY, ASSETS)
    lines = {one["properties"]["said"]: one for one in shapes(page, "LineString")}
    assert lines["Phà thử"]["geometry"]["coordinates"] == [[106.18, 9.61], [106.19, 9.61]]
    assert lines["Đội B"]["properties"]["look"]["color"] == team_colour("B")


def test_pins_carry_the_letter_and_the_number():
    page = draw(GROUND, [route(team="B")], NOBODY, ASSETS)
    assert '"B1"' in page
    assert team_colour("B") in page


def test_homes_left_out_have_a_layer_only_when_there_are_any():
    left = LeftOut("Left out", (MapPlace((9.6, 106.2), "Ut"),))
    assert "Left out" in draw(GROUND, [], left, ASSETS)
    assert "Left out" not in draw(GROUND, [route()], LeftOut("Left out"), ASSETS)


def test_a_plan_without_stops_still_draws_the_commune():
    assert json.dumps("Bình Du B").strip('"') in draw(GROUND, [], NOBODY, ASSETS)


def test_the_first_seven_teams_differ_in_colour_or_dash():
    looks = {(team_colour(team), team_dashes(team)) for team in "ABCDEFG"}
    assert len(looks) == 7


def test_many_days_are_drawn_as_dots_without_numbers():
    page = draw(GROUND, [route(team="B")], NOBODY, ASSETS, dots=True)
    kinds = {one["properties"]["kind"] for one in shapes(page, "Point")}
    texts = {one["properties"]["text"] for one in shapes(page, "Point")}
    assert "pin dot" in kinds
    assert "B1" not in texts
