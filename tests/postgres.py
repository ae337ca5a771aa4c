"""PostgreSQL databases for tests, on the server named by TEST_POSTGRES_URL, dropped when done."""

import os
import uuid
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url, text

from fieldops.store.db import url_of


def _server():
    server = os.environ.get("TEST_POSTGRES_URL")
    if server:
        return server
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail("TEST_POSTGRES_URL is not set, and this run may skip nothing")
    return pytest.skip("TEST_POSTGRES_URL is not set")


def _run(statement):
    engine = create_engine(url_of(_server()), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def database(template=None):
    """The URL of a database of its own: empty, or a copy of the one at ``template``."""
    name = f"fieldops_{uuid.uuid4().hex[:12]}"
    like = f" TEMPLATE {make_url(template).database}" if template else ""
    _run(f"CREATE DATABASE {name}{like}")
    try:
        yield make_url(_server()).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(f"DROP DATABASE {name} WITH (FORCE)")
