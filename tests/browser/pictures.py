"""
Pictures of the real pages, for the README and for looking: ``make pictures``.

``python -m tests.browser.pictures`` writes those of the README and of the field guide into
docs/pictures; ``python -m tests.browser.pictures FOLDER`` writes every page of each role, at both
sizes and in both languages, into FOLDER; ``… FOLDER vi|en light|dark`` the screens of a day on
the phone.
"""

import io
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from fieldops.domain.people import Role
from fieldops.services.demo_logins import USERNAMES
from tests.browser.conftest import DESK, PHONE, ROOT, Visitor, fresh_site
from tests.browser.field_walk import plan_the_day, walk
from tests.browser.kept_demo import MONDAY
from tests.browser.test_pages import links, pattern

LEADER, REGISTRAR, YOUTH = "lanhdao.culaodung", "hotich.culaodung", "thanhnien.culaodung"
GUIDE = ROOT / "docs" / "pictures" / "guide"
COLOURS = 64
README = [
    ("today", LEADER, DESK, "/"),
    ("households", LEADER, DESK, "/households"),
    ("demand", LEADER, DESK, "/demand"),
    ("plan", LEADER, DESK, "/plans/1"),
    ("case", REGISTRAR, DESK, "/cases/1"),
    ("report", LEADER, DESK, "/reports"),
    ("field-today", REGISTRAR, PHONE, "/field"),
    ("field-map", REGISTRAR, PHONE, "/field/map"),
    ("field-record", REGISTRAR, PHONE, "first stop"),
]


def main():
    folder, *how = sys.argv[1:] or [None]
    if not how:
        with a_site() as (chromium, site):
            site.plan_demo()
            if folder:
                every_page(chromium, site, Path(folder))
            else:
                for_readme(chromium, site, ROOT / "docs" / "pictures")
    if how or not folder:
        with a_site() as (chromium, site):
            for_guide(chromium, site, Path(folder or GUIDE), *how)


@contextmanager
def a_site():
    """A browser and the demo, freshly loaded."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"],
            env=os.environ | {"TZ": "Asia/Ho_Chi_Minh"},
        )
        with fresh_site(Path(folder), f"sqlite:///{folder}/site.sqlite") as site:
            yield chromium, site


def for_guide(chromium, site, folder, language="vi", scheme="light"):
    """Every screen of a day on the phone, in few colours: a guide is read on a thin line."""
    visits = plan_the_day(site)
    folder.mkdir(exist_ok=True, parents=True)
    phone = Visitor(chromium, site, YOUTH, PHONE, language)

    def take(name):
        phone.page.emulate_media(color_scheme=scheme)
        picture = Image.open(io.BytesIO(phone.page.screenshot()))
        picture.convert("RGB").quantize(COLOURS).save(folder / f"{name}.png", optimize=True)

    walk(phone, take, visits)
    phone.context.close()


def for_readme(chromium, site, folder):
    folder.mkdir(exist_ok=True)
    for name, username, viewport, path in README:
        visitor = Visitor(chromium, site, username, viewport)
        visitor.context.clock.set_fixed_time(MONDAY)
        if path == "first stop":
            visitor.page.goto("/field")
            path = visitor.page.locator("a[href*='/field/stops/']").first.get_attribute("href")
            path = path.replace("?", "/record?") if "?" in path else f"{path}/record"
        take(visitor, path, folder / f"{name}.png", full=False)
        visitor.context.close()


def every_page(chromium, site, folder):
    folder.mkdir(exist_ok=True, parents=True)
    for role in Role:
        for size, viewport in (("desk", DESK), ("phone", PHONE)):
            for language in ("vi", "en"):
                visitor = Visitor(
                    chromium, site, f"{USERNAMES[role]}.culaodung", viewport, language
                )
                queue, seen = ["/"], set()
                while queue:
                    path = queue.pop(0)
                    if (kind := pattern(path)) in seen:
                        continue
                    seen.add(kind)
                    name = f"{role}-{size}-{language}{kind.replace('/', '_')}.png"
                    take(visitor, path, folder / name, full=True)
                    queue += links(visitor.page, site)
                visitor.context.close()


def take(visitor, path, file, *, full):
    visitor.page.goto(path, wait_until="networkidle")
    visitor.page.screenshot(path=file, full_page=full)


if __name__ == "__main__":
    main()
