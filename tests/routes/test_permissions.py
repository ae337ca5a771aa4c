"""Every route × role × other commune: nobody gets in but those the permission table names."""

import re

import pytest

from fieldops.domain.people import PERMISSIONS, Role
from fieldops.store import scope
from fieldops.store.db import db
from routes import access
from tests import records
from tests.conftest import OTHER

MISSING = 999_999_999
NAMES = {
    "household_id",
    "citizen_id",
    "case_id",
    "visit_id",
    "staff_id",
    "vehicle_id",
    "user_id",
    "job_id",
    "absence_id",
    "import_id",
    "plan_id",
    "registration_id",
    "outcome_id",
    "photo_id",
    "answer_id",
    "round_id",
    "hamlet_id",
    "lane_id",
    "twin_id",
    "twin_home_id",
    "twin_case_id",
    "merge_id",
    "hole_id",
    "version_id",
    "phone_id",
    "official_id",
    "shortcoming_id",
    "file_id",
}
SHUT = {"security.static", "security.verify"}  # Flask-Security's, unused: nobody may call them


def rules(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.endpoint in SHUT:
            continue
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule, method


def path_of(rule):
    """The rule with a record that does not exist in place of each variable."""
    return path_of_text(rule.rule)


def path_of_text(path):
    path = re.sub(r"<int:[^>]+>", str(MISSING), path)
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


def pattern_of(path):
    return re.sub(r"\d+", "0", path)


def addresses(app, role, ids):
    """Each rule and method the role may call, with the ids of these records in place."""
    for rule, method in rules(app):
        asked = access.permissions_of(app, rule.endpoint)
        if asked and asked & PERMISSIONS[role] and rule.arguments & ids.keys():
            path = rule.rule
            for name, value in ids.items():
                path = re.sub(rf"<(int:)?{name}>", str(value), path)
            yield method, path_of_text(path)


@pytest.mark.parametrize("role", list(Role))
def test_a_record_that_is_not_there_is_not_found(app, as_, role):
    client = as_(role)
    missing = dict.fromkeys(NAMES, MISSING) | {"outcome_id": "khong-co", "photo_id": "khong-co"}
    for method, path in addresses(app, role, missing):
        assert client.open(path, method=method).status_code == 404, (method, path)


@pytest.mark.parametrize("role", list(Role))
def test_a_record_of_another_commune_is_not_found(app, as_, session, role):
    with db.Session(session.bind) as other, scope.inside(other, OTHER):
        theirs = records.one_of_each(other)
        other.commit()
    client = as_(role)
    for method, path in addresses(app, role, theirs):
        assert client.open(path, method=method).status_code == 404, (method, path)


def test_the_records_of_that_test_are_there_for_their_own_commune(app, as_, session):
    """Else the test above would pass whatever the app did."""
    ids = records.one_of_each(session)
    session.commit()
    found = set()
    for role in Role:
        client = as_(role)
        for method, path in addresses(app, role, ids):
            if method == "GET" and client.get(path).status_code == 200:
                found.add(pattern_of(path))
    assert len(found) >= 8, found


def test_every_name_in_an_address_has_its_record(app):
    named = {name for rule, _ in rules(app) for name in rule.arguments if name.endswith("_id")}
    assert named <= NAMES


def test_an_unmarked_view_is_shut_to_everybody(app, as_):
    app.add_url_rule("/quen-danh-dau", "forgotten", lambda: "open!")
    for role in Role:
        assert as_(role).get("/quen-danh-dau").status_code == 403
