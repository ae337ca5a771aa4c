"""The shell shows each role its own ways through the product, and only those that exist."""

import pytest
from flask import url_for
from flask_security import login_user

from fieldops.domain.people import Role
from fieldops.store.db import db
from fieldops.store.tables import UserRow
from routes import navigation
from tests.conftest import HOME

EVERYWHERE = {place.href for place in navigation.SIDE}


@pytest.fixture
def entries_for(app, monkeypatch):
    """The hrefs a role sees, were every page built."""
    monkeypatch.setattr(navigation, "_is_built", lambda href: True)

    def entries(role):
        with app.test_request_context("/"):
            query = db.select(UserRow).filter_by(role=role, commune_code=HOME)
            login_user(db.session.scalars(query).one())
            found = {place.href for place in navigation.navigation()}
            db.session.remove()
            return found

    return entries


def test_a_volunteer_sees_only_the_day_and_the_route(entries_for):
    assert entries_for(Role.YOUTH) == {"/", "/field"}


def test_a_leader_goes_everywhere_but_into_the_field(entries_for):
    assert entries_for(Role.LEADER) == EVERYWHERE - {"/field"}


def test_an_administrator_sees_no_household(entries_for):
    assert "/households" not in entries_for(Role.ADMINISTRATOR)


def test_a_page_that_is_not_built_is_not_offered(app):
    with app.test_request_context("/"):
        assert not navigation._is_built("/no-such-page")
        assert navigation._is_built(url_for("system.healthz"))


def test_here_changes_one_value_and_keeps_the_others(app):
    with app.test_request_context("/households?hamlet=2&hamlet=3&page=4"):
        assert navigation.here(page=5) == "/households?hamlet=2&hamlet=3&page=5"
        assert navigation.here(page=None, q="bảy") == (
            "/households?hamlet=2&hamlet=3&q=b%E1%BA%A3y"
        )


def test_the_current_place_is_the_one_above_the_page(app):
    with app.test_request_context("/households/12/edit"):
        current = [place.href for place in navigation.SIDE if place.is_current]
    assert current == ["/households"]
