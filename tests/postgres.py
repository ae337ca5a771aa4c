"""
PostgreSQL databases for tests, on the server named by TEST_POSTGRES_URL, dropped when done.

A database that was told to ``remember`` is brought back by ``rewind``, which takes a fraction
of the time that making another one takes.
"""

import os
import uuid
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url

from fieldops.store.db import url_of


def _server():
    server = os.environ.get("TEST_POSTGRES_URL")
    if server:
        return server
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail("TEST_POSTGRES_URL is not set, and this run may skip nothing")
    return pytest.skip("TEST_POSTGRES_URL is not set")


def _run(statement, url=None):
    engine = create_engine(url_of(url or _server()), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@contextmanager
def database():
    """The URL of an empty database of its own."""
    name = f"fieldops_{uuid.uuid4().hex[:12]}"
    _run(f"CREATE DATABASE {name}")
    try:
        yield make_url(_server()).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(f"DROP DATABASE {name} WITH (FORCE)")


def remember(url):
    """Keep what stands in the database at ``url`` now for ``rewind``."""
    _run(REMEMBER, url)


def rewind(url):
    """Every row and number as remembered; whoever is still connected is sent away."""
    _run(REWIND, url)


REMEMBER = """
DO $$ DECLARE it record; BEGIN
  CREATE SCHEMA kept;
  FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', it.tablename);
  END LOOP;
  CREATE TABLE kept."the numbers" AS
    SELECT sequencename, coalesce(last_value, 1) AS number, last_value IS NOT NULL AS given
    FROM pg_sequences WHERE schemaname = 'public';
END $$
"""

# Emptied by TRUNCATE: rows of the next test lie in the order they come, as in a new database.
# As a replica, so that neither foreign keys nor triggers that forbid a change stand in the way.
REWIND = """
DO $$ DECLARE it record; BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  EXECUTE 'TRUNCATE ' || (SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0)
    || ' CASCADE';
  FOR it IN SELECT relname FROM pg_class
    WHERE relnamespace = 'kept'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
    AND relname <> 'the numbers' LOOP
    EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', it.relname);
  END LOOP;
  FOR it IN SELECT * FROM kept."the numbers" LOOP
    PERFORM setval(format('public.%I', it.sequencename), it.number, it.given);
  END LOOP;
END $$
"""
