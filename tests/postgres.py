"""A fresh PostgreSQL database for one test, on the server named by TEST_POSTGRES_URL."""

import os
import uuid
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url, text

from fieldops.store.db import url_of


@contextmanager
def database():
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("TEST_POSTGRES_URL is not set, and this run may skip nothing")
        pytest.skip("TEST_POSTGRES_URL is not set")
    name = f"fieldops_{uuid.uuid4().hex[:12]}"
    admin = create_engine(url_of(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
