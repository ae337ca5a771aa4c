"""A real site for a browser: its own database, web server and worker, ended by their ids."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from fieldops.cli.demo import PASSWORD
from tests import postgres
from tests.browser import kept_demo
from tests.browser.kept_demo import MONDAY, ROOT

_CUT_OFF = r"net::ERR_(CONNECTION_|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 800}


@dataclass
class Site:
    url: str
    env: dict[str, str]
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    app: str = "tests.browser.shifted:site"

    def start(self, name, *command):
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=self.env, start_new_session=True
        )

    def kill(self, name):
        """End a process and its children the hard way, as a power cut would."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def run(self, *command):
        """One ``flask`` command on the site's database, at the site's time."""
        flask = [sys.executable, "-m", "flask", "--app", self.app]
        subprocess.run([*flask, *command], cwd=ROOT, env=self.env, check=True)

    def start_planner(self):
        self.start("planner", "flask", "--app", self.app, "plan", "work")

    def plan_demo(self):
        """Publish the demo's plan; the planner rests meanwhile, for each process has its clock."""
        self.kill("planner")
        self.run("demo", "plan")
        self.start_planner()

    def restart_web(self, clock):
        """Stop serving, and serve again as if it were ``clock``; a login outlives it."""
        self.kill("web")
        self.start_web(clock)

    def start_web(self, clock=MONDAY):
        """Serve, as if it were ``clock`` now."""
        self.env["SITE_CLOCK"] = clock
        self.env["PYTHONUNBUFFERED"] = "1"
        address = self.url.removeprefix("http://")
        self.start(
            "web", "gunicorn", "--bind", address, "--threads", "4", "--log-level", "warning",
            f"{self.app}()",
        )  # fmt: skip
        _wait_until_up(f"{self.url}/healthz")


def _wait_until_up(url):
    for _ in range(150):
        with suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(url):
            return
        time.sleep(0.1)
    pytest.fail(f"{url} did not come up")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def fresh_site(folder, database_url, app=Site.app):
    """A site with the demo, freshly loaded."""
    kept_demo.load(folder, database_url)
    with running_site(folder, database_url, app) as site:
        yield site


@contextmanager
def running_site(folder, database_url, app=Site.app):
    """A site of what lies in the folder and the database."""
    env = kept_demo.environment(folder, database_url)
    site = Site(f"http://127.0.0.1:{_free_port()}", env, app=app)
    try:
        site.start_web()
        site.start_planner()
        yield site
    finally:
        for name in list(site.processes):
            site.kill(name)


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("chromium is missing, and this run may skip nothing")
        pytest.skip("chromium is missing")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def pytest_generate_tests(metafunc):
    """Each test of a module runs on the databases it names, on both where it names none."""
    if "site" in metafunc.fixturenames:
        named = getattr(metafunc.module, "DATABASES", ("sqlite", "postgres"))
        kinds = [pytest.param(kind, marks=_MARKS[kind]) for kind in named]
        metafunc.parametrize("site", kinds, indirect=True, scope="module")


_MARKS = {"sqlite": (), "postgres": (pytest.mark.postgres,)}


@pytest.fixture(scope="module")
def site(request, tmp_path_factory):
    """
    The demo on each database, served by the module's ``APP`` if it has one.

    As it is loaded, or, in a module that says ``PLANNED = True``, with its plan published.
    """
    folder = tmp_path_factory.mktemp("site")
    app = getattr(request.module, "APP", Site.app)
    if request.param == "postgres":
        with postgres.database() as url, fresh_site(folder, url, app) as site:
            yield site
        return
    planned = getattr(request.module, "PLANNED", False)
    kept_demo.copy_to(folder, kept_demo.base_of(tmp_path_factory), planned=planned)
    with running_site(folder, kept_demo.sqlite_of(folder), app) as site:
        yield site


class Visitor:
    """One person at one device: a page that tells of every request that leaves the site."""

    def __init__(self, browser, site, username, viewport, language="vi"):
        self.site = site
        self.context = browser.new_context(viewport=viewport, base_url=site.url, locale="vi-VN")
        self.page = self.context.new_page()
        self.strangers, self.errors = [], []
        self.page.on("request", self._note_stranger)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note_console)
        self._log_in(username)
        if language == "en":
            self.page.get_by_role("button", name="English").click()

    def _note_stranger(self, request):
        if not request.url.startswith((self.site.url, "data:", "blob:", "about:")):
            self.strangers.append(request.url)

    def _note_console(self, message):
        """A server that the test itself restarts is no fault of a page that asks it meanwhile."""
        if message.type == "error" and not re.search(_CUT_OFF, message.text):
            self.errors.append(message.text)

    def _log_in(self, username):
        self.page.goto("/login")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.wait_for_url(lambda url: "/login" not in url)


@pytest.fixture
def visit(chromium, site):
    """``visit("lanhdao.culaodung")``: that person, logged in, at a desk; ``viewport=PHONE``…"""
    visitors = []

    def come(username, viewport=DESK, language="vi"):
        visitors.append(Visitor(chromium, site, username, viewport, language))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.context.close()
        assert visitor.strangers == [], "a request left for another site"
        assert visitor.errors == [], "the page had errors of its own"
