"""The OpenAPI document is true: whatever is sent, the answer is one it names, and never a 5xx."""

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from routes.openapi import VERSION

ROOT = Path(__file__).parents[2]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = {"registrar": 40, "leader": 8, None: 8}


def document(client):
    return client.get("/api/v1/openapi.json").get_json()


def test_the_document_is_open_and_says_its_version(client):
    found = document(client)
    assert found["info"]["version"] == VERSION
    assert set(found["paths"]) == {
        "/api/v1/route-sheet",
        "/api/v1/outcomes",
        "/api/v1/opinions",
        "/api/v1/photos",
        "/api/v1/photos/{photo_id}",
    }


def test_the_contract_in_words_has_the_same_version(client):
    words = (ROOT / "docs" / "phone-contract.md").read_text()
    assert words.startswith(f"# The phone contract, version {VERSION}\n")


def test_every_answer_it_names_is_one_of_the_contract(client):
    paths = document(client)["paths"]
    told = {path: set(op["responses"]) for path, ops in paths.items() for op in ops.values()}
    assert told == {
        "/api/v1/route-sheet": {"200", "401", "403", "422"},
        "/api/v1/outcomes": {"200", "400", "401", "403", "409", "413"},
        "/api/v1/opinions": {"200", "400", "401", "403", "409", "413"},
        "/api/v1/photos": {"200", "400", "401", "403", "409"},
        "/api/v1/photos/{photo_id}": {"200", "401", "403", "404", "409", "413"},
    }


@pytest.mark.parametrize("who", ["registrar", "leader", None])
@pytest.mark.parametrize("modes", [[GenerationMode.POSITIVE], [GenerationMode.NEGATIVE]])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/route-sheet"),
        ("POST", "/api/v1/outcomes"),
        ("POST", "/api/v1/opinions"),
        ("POST", "/api/v1/photos"),
        ("PUT", "/api/v1/photos/{photo_id}"),
    ],
)
def test_no_answer_is_a_surprise(app, as_, client, who, modes, method, path):
    sender = as_(who) if who else client
    cookie = sender.get_cookie("session")
    cookies = {"session": cookie.value} if cookie else {}
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document(client))))
    schema.app = app
    seen = []

    @settings(
        max_examples=EXAMPLES[who],
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy(generation_mode=modes[0]))
    def run(case):
        answer = case.call(cookies=cookies, headers={"Accept-Encoding": "identity"})
        case.validate_response(answer, checks=CHECKS)
        seen.append(answer.status_code)

    run()
    if who == "registrar" and modes == [GenerationMode.POSITIVE] and method == "POST":
        assert 200 in seen
