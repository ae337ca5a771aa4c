"""Upgrading an empty database gives exactly the tables of the models."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from app import create_app
from fieldops.store.base import Base
from fieldops.store.db import db
from tests import postgres
from tests.conftest import config


def differences(app):
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            found = compare_metadata(context, Base.metadata)
        db.session.remove()
        downgrade(revision="base")
        upgrade()  # there and back again
        db.session.remove()
        db.engine.dispose()
    return found


def test_upgrading_from_empty_equals_the_models_on_sqlite(tmp_path):
    assert differences(create_app(config(tmp_path))) == []


@pytest.mark.postgres
def test_upgrading_from_empty_equals_the_models_on_postgresql(tmp_path):
    with postgres.database() as url:
        assert differences(create_app(config(tmp_path, DATABASE_URL=url))) == []
