"""The demo as a folder, made once for all workers of a run; each site that is to live copies it."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
MONDAY = "2026-12-07T07:00:00+07:00"
APP = "tests.browser.shifted"


def environment(folder, database_url):
    """What every process of a site is told."""
    return os.environ | {
        "VAR": str(folder),
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a key for tests only",
        "LOG_LEVEL": "WARNING",
        "DEVELOPMENT": "1",
        "DEMO": "1",
        "SITE_CLOCK": MONDAY,
    }


def sqlite_of(folder):
    """The database of a site that lies in this folder."""
    return f"sqlite:///{folder}/site.sqlite"


def copy_to(folder, base, *, planned):
    """Fill ``folder`` with the demo; ``planned``: with its published plan of two weeks."""
    shutil.copytree(_kept(base, planned), folder, dirs_exist_ok=True)


def load(folder, database_url):
    """The demo, freshly loaded."""
    _run(folder, database_url, APP)


def _kept(base, planned):
    folder = base / ("demo-planned" if planned else "demo")
    with _alone(folder.with_suffix(".lock")):
        if not folder.exists():
            making = Path(tempfile.mkdtemp(dir=base))
            _fill(making, base, planned)
            making.rename(folder)
    return folder


def _fill(folder, base, planned):
    if not planned:
        load(folder, sqlite_of(folder))
        return
    copy_to(folder, base, planned=False)
    _run(folder, sqlite_of(folder), "flask", "--app", f"{APP}:site", "demo", "plan")


def _run(folder, database_url, *command):
    command, env = [sys.executable, "-m", *command], environment(folder, database_url)
    subprocess.run(command, cwd=ROOT, env=env, check=True)


@contextmanager
def _alone(path):
    """One worker makes it; the others wait for it."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def base_of(tmp_path_factory):
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
