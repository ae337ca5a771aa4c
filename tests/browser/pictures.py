"""
Pictures of the real pages, for the README and for looking: ``make pictures``.

``python -m tests.browser.pictures`` writes those of the README into docs/pictures;
``python -m tests.browser.pictures FOLDER`` writes every page of each role, at both sizes and in
both languages, into FOLDER.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from fieldops.domain.people import Role
from fieldops.services.demo_logins import USERNAMES
from tests.browser.conftest import DESK, PHONE, ROOT, Visitor, running_site
from tests.browser.test_pages import links, pattern

LEADER, REGISTRAR = "lanhdao.culaodung", "hotich.culaodung"
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
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with running_site(Path(folder), f"sqlite:///{folder}/site.sqlite") as site:
            site.plan_demo()
            if sys.argv[1:]:
                every_page(chromium, site, Path(sys.argv[1]))
            else:
                for_readme(chromium, site, ROOT / "docs" / "pictures")


def for_readme(chromium, site, folder):
    folder.mkdir(exist_ok=True)
    for name, username, viewport, path in README:
        visitor = Visitor(chromium, site, username, viewport)
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
