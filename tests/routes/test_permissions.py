"""Every route × role × other commune: nobody gets in but those the permission table names."""

import re

import pytest

from fieldops.domain.people import PERMISSIONS, Role
from routes import access
from tests.conftest import OTHER

MISSING = 999_999_999
SHUT = {"security.static", "security.verify"}  # Flask-Security's, unused: nobody may call them


def rules(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.endpoint in SHUT:
            continue
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule, method


def path_of(rule):
    """The rule with a record that does not exist in place of each variable."""
    path = re.sub(r"<int:[^>]+>", str(MISSING), rule.rule)
    path = re.sub(r"<date:[^>]+>", "2026-11-23", path)
    return re.sub(r"<[^>]+>", "khong-co", path)


def test_each_view_declares_who_may_call_it(app):
    silent = [
        rule.endpoint
        for rule, _ in rules(app)
        if access.permissions_of(app, rule.endpoint) == frozenset()
    ]
    assert silent == []


def test_nobody_gets_in_without_login(app, client):
    for rule, method in rules(app):
        if access.permissions_of(app, rule.endpoint) is None:
            continue
        answer = client.open(path_of(rule), method=method)
        if rule.rule.startswith("/api/"):
            assert answer.status_code == 401, rule
        else:
            assert (answer.status_code, answer.location.split("?")[0]) == (302, "/login"), rule


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_in_exactly_where_its_permissions_say(app, as_, role):
    client = as_(role)
    for rule, method in rules(app):
        asked = access.permissions_of(app, rule.endpoint)
        if asked is None:
            continue
        status = client.open(path_of(rule), method=method).status_code
        if asked & PERMISSIONS[role]:
            assert status not in (401, 403, 500), (method, rule.rule, status)
        else:
            assert status == 403, (method, rule.rule, status)


@pytest.mark.parametrize("role", list(Role))
def test_a_record_that_is_not_there_is_not_found(app, as_, role):
    """A record of another commune looks the same: ``test_scope`` shows it is never read."""
    client = as_(role, OTHER)
    for rule, method in rules(app):
        asked = access.permissions_of(app, rule.endpoint)
        if asked and asked & PERMISSIONS[role] and "<int:" in rule.rule:
            answer = client.open(path_of(rule), method=method)
            assert answer.status_code == 404, (method, rule.rule, answer.status_code)


def test_an_unmarked_view_is_shut_to_everybody(app, as_):
    app.add_url_rule("/quen-danh-dau", "forgotten", lambda: "open!")
    for role in Role:
        assert as_(role).get("/quen-danh-dau").status_code == 403
