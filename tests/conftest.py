"""Fixtures: a database of two communes, one login per role, and a clock that stands still."""

import os
import shutil
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from app import create_app
from fieldops.domain.people import Role
from fieldops.store import keyring, scope
from fieldops.store.db import db
from fieldops.store.tables import UserRow
from tests import makers, postgres

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # Mon 23/11/2026, 12:00 in Cần Thơ
HOME, OTHER = "31633", "31615"
KEYS = Path(tempfile.mkdtemp()) / "seal_keys.json"
keyring.make(KEYS)
keyring.use(KEYS)
ON_POSTGRES = os.environ.get("TEST_DATABASE") == "postgres"


def _compile_rules_once():
    """Nine tenths of making an app is compiling its URL rules, for each test the same ones."""
    compile_builder, known = Rule._compile_builder, {}

    def once(rule, append_unknown=True):
        key = (rule.rule, rule.subdomain, repr(rule.defaults), append_unknown)
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    Rule._compile_builder = once


_compile_rules_once()


def config(path, **more):
    return {
        "TESTING": True,
        "DATABASE_URL": f"sqlite:///{path}/test.sqlite",
        "VAR": str(path),
        "SECRET_KEY": "a key for tests only",
        "SEAL_KEYS": KEYS,
        "SECURITY_PASSWORD_HASH": "plaintext",
        "SECURITY_PASSWORD_SCHEMES": ["plaintext"],
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
        "LOG_LEVEL": "ERROR",
        "NOW": lambda: NOON,
    } | more


def fill(app):
    """The two communes and their logins."""
    with app.app_context():
        db.create_all()
        makers.two_communes(db.session())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """The URL of a filled database: a file to copy, or on PostgreSQL a database to rewind."""
    path = tmp_path_factory.mktemp("template")
    with ExitStack() as stack:
        url = config(path)["DATABASE_URL"]
        if ON_POSTGRES:
            url = stack.enter_context(postgres.database())
        fill(create_app(config(path, DATABASE_URL=url)))
        if ON_POSTGRES:
            postgres.remember(url)
        yield url


@pytest.fixture
def database_url(template, tmp_path):
    """The URL of a database as fresh as the template."""
    if ON_POSTGRES:
        postgres.rewind(template)
        return template
    shutil.copy(template.removeprefix("sqlite:///"), tmp_path / "test.sqlite")
    return config(tmp_path)["DATABASE_URL"]


@pytest.fixture
def make_app(database_url, tmp_path):
    """``make_app(RATELIMIT_ENABLED=True)``: the app on this test's database, set up otherwise."""
    made = []

    def make(**more):
        made.append(create_app(config(tmp_path, **{"DATABASE_URL": database_url} | more)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(make_app):
    return make_app()


@pytest.fixture
def session(app):
    """A session inside the home commune, apart from those of requests."""
    with app.app_context():
        engine = db.engine
    with db.Session(engine) as session, scope.inside(session, HOME):
        yield session


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def as_(app):
    """``as_("leader")``: a client logged in as the one of that role; ``as_("leader", OTHER)``."""

    def log_in(role, commune=HOME):
        client = app.test_client()
        with app.app_context():
            query = db.select(UserRow).filter_by(role=Role(role), commune_code=commune)
            user = db.session.scalars(query).one()
            with client.session_transaction() as cookie:
                cookie["_user_id"] = user.fs_uniquifier
                cookie["_fresh"] = True
            db.session.remove()
        return client

    return log_in
