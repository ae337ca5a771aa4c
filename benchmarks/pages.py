"""
Server time of every page on the demo data, per role: ``python -m benchmarks.pages``.

Loads the demo into a database of its own, asks each page that can be reached by links (one per
pattern) ten times in one process, and prints the median of each and of all.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app import create_app
from fieldops.cli.demo import load_demo
from fieldops.domain.people import Role
from fieldops.services.demo_logins import USERNAMES
from fieldops.store import people
from fieldops.store.db import db

TIMES = 10
LINK = re.compile(r'href="(/[^"#?]*)')


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as var:
        app = create_app({"VAR": var, "LOG_LEVEL": "ERROR", "RATELIMIT_ENABLED": False})
        with app.app_context():
            upgrade()
            load_demo()
        medians = [
            (statistics.median(times), role, path)
            for role in Role
            for path, times in pages(app, role)
        ]
    for median, role, path in sorted(medians, reverse=True):
        print(f"{median:7.1f} ms  {role:<14} {path}")
    middle = statistics.median(median for median, _, _ in medians)
    print(f"{middle:7.1f} ms  median of {len(medians)} pages")


def pages(app: Flask, role: Role) -> Iterator[tuple[str, list[float]]]:
    """Each page the role can reach, and its server times in milliseconds."""
    client, queue, seen = _client(app, role), ["/"], set()
    while queue:
        path = queue.pop(0)
        pattern = re.sub(r"\d+", "0", path)
        if pattern in seen or path.startswith("/static"):
            continue
        seen.add(pattern)
        answer = client.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        queue += LINK.findall(answer.get_data(as_text=True))
        yield path, [_timed(client, path) for _ in range(TIMES)]


def _client(app: Flask, role: Role) -> FlaskClient:
    client = app.test_client()
    with app.app_context(), client.session_transaction() as cookie:
        user = people.user_by_username(db.session(), f"{USERNAMES[role]}.culaodung")
        assert user is not None, "the demo has a login of each role"
        cookie["_user_id"], cookie["_fresh"] = user.fs_uniquifier, True
    return client


def _timed(client: FlaskClient, path: str) -> float:
    started = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
