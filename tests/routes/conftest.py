"""A login at a desk, for tests that look into the database between two requests."""

import pytest

from tests.conftest import HOME


@pytest.fixture
def desk(as_, session):
    """Like ``as_``; each request first ends what the test's own session began, and its lock."""

    def log_in(role, commune=HOME):
        session.rollback()
        client = as_(role, commune)
        opened = client.open

        def open_apart(*args, **kw):
            session.rollback()
            return opened(*args, **kw)

        client.open = open_apart
        return client

    return log_in
