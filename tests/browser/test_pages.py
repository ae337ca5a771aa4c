"""Every page each role can reach by links: accessible, light, and asking nothing of other sites."""

import re
from pathlib import Path

import pytest

from fieldops.domain.people import Role
from fieldops.services.demo_logins import USERNAMES
from tests.browser.conftest import DESK, PHONE

DATABASES = ("sqlite",)
"""What these show does not depend on the database; the journey runs on both."""
PLANNED = True  # so that plan pages and phones have something to show

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HEAVIEST = 300_000  # bytes on the wire at a first visit
MOST_PAGES = 120


def pattern(path):
    """Pages that differ by a number alone are one page: /cases/12 and /cases/13."""
    return re.sub(r"\d+", "0", path.split("?")[0].split("#")[0])


def links(page, site):
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    paths = [href.removeprefix(site.url) for href in hrefs if href.startswith(site.url + "/")]
    return [path for path in paths if not page_is_file(path)]


def page_is_file(path):
    return bool(re.search(r"(export|workbook|refused|\.xlsx|\.csv|\.json|\.docx|\.pdf)", path))


def weight_meter(visitor):
    """Counts the bytes each page takes when nothing is in the browser's cache yet."""
    wire = visitor.context.new_cdp_session(visitor.page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    total = {"bytes": 0}
    wire.on(
        "Network.loadingFinished",
        lambda e: total.update(bytes=total["bytes"] + e["encodedDataLength"]),
    )
    return total


def serious(page):
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        (rule["id"], [node["html"][:120] for node in rule["nodes"][:3]])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]


def walk(visitor):
    """Visit one page of each pattern; yields path, status and a count of its bytes."""
    meter, page = weight_meter(visitor), visitor.page
    queue, seen = ["/"], set()
    while queue:
        path = queue.pop(0)
        if pattern(path) in seen:
            continue
        seen.add(pattern(path))
        assert len(seen) <= MOST_PAGES, "more patterns of pages than a walk takes"
        page.set_viewport_size(DESK)
        meter["bytes"] = 0
        answer = page.goto(path)
        queue += links(page, visitor.site)
        yield path, answer.status, meter


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role(visit, role):
    visitor = visit(f"{USERNAMES[role]}.culaodung")
    faults, pages = [], 0
    for path, status, meter in walk(visitor):
        pages += 1
        if status != 200:
            faults.append((path, status))
        for viewport in (DESK, PHONE):
            visitor.page.set_viewport_size(viewport)
            faults += [(path, viewport["width"], fault) for fault in serious(visitor.page)]
            width = visitor.page.evaluate("document.documentElement.scrollWidth")
            if width > viewport["width"]:
                faults.append((path, f"{width} px wide"))
        if meter["bytes"] > HEAVIEST:
            faults.append((path, f"{meter['bytes']} bytes"))
    assert pages >= 2
    assert faults == []
