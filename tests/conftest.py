"""Fixtures: a database of two communes, one login per role, and a clock that stands still."""

import shutil
from datetime import UTC, datetime

import pytest

from app import create_app
from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import UserRow
from tests import makers

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # Mon 23/11/2026, 12:00 in Cần Thơ
HOME, OTHER = "31633", "31615"


def config(path, **more):
    return {
        "TESTING": True,
        "DATABASE_URL": f"sqlite:///{path}/test.sqlite",
        "VAR": str(path),
        "SECRET_KEY": "a key for tests only",
        "SECURITY_PASSWORD_HASH": "plaintext",
        "SECURITY_PASSWORD_SCHEMES": ["plaintext"],
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
        "LOG_LEVEL": "ERROR",
        "NOW": lambda: NOON,
    } | more


@pytest.fixture(scope="session")
def template_database(tmp_path_factory):
    """The two communes and their logins, written once and copied for each test."""
    path = tmp_path_factory.mktemp("template")
    app = create_app(config(path))
    with app.app_context():
        db.create_all()
        makers.two_communes(db.session())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return path / "test.sqlite"


@pytest.fixture
def app(template_database, tmp_path):
    shutil.copy(template_database, tmp_path / "test.sqlite")
    app = create_app(config(tmp_path))
    yield app
    with app.app_context():
        db.engine.dispose()


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
