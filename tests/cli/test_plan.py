import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldops.cli.plan import plan_cli
from fieldops.planning import problem_from_json, problem_to_json
from tests.planning.makers import YOUTH, problem, visit


@pytest.fixture
def files(tmp_path):
    given = problem((visit("v1"), visit("v2", roles=(YOUTH,))))
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_to_json(given)))
    return path, tmp_path / "plan.json"


def run(*arguments):
    return CliRunner().invoke(plan_cli, [str(each) for each in arguments])


def test_solve_writes_a_plan_that_check_and_explain_read(files):
    given, plan = files
    solved = run("solve", given, "--steps", 20, "--out", plan)
    assert (solved.exit_code, "visits 1/2" in solved.output) == (0, True)
    assert run("check", given, plan).exit_code == 0
    explained = run("explain", given, plan)
    assert explained.exit_code == 0
    assert "v2  roles" in explained.output
    assert "Không ngày nào có: Đoàn viên thanh niên." in explained.output


def test_check_names_what_is_broken_and_fails(files):
    given, plan = files
    run("solve", given, "--steps", 20, "--out", plan)
    document = json.loads(plan.read_text())
    document["routes"][0]["people"] = ["nobody"]
    plan.write_text(json.dumps(document))
    checked = run("check", given, plan)
    assert checked.exit_code == 1
    assert "people: " in checked.output
    assert run("explain", given, plan).exit_code == 1


@pytest.mark.parametrize("mode", ["move", "keep-days", "insert"])
def test_replan_lists_the_changes_and_writes_what_check_passes(files, tmp_path, mode):
    given, before = files
    run("solve", given, "--steps", 20, "--out", before)
    now, plan, solved = tmp_path / "now.json", tmp_path / "new.json", tmp_path / "solved.json"
    now.write_text(json.dumps(problem_to_json(problem((visit("v1"), visit("v3"))))))
    more = ("--mode", mode, "--steps", 20, "--out", plan, "--problem-out", solved)
    result = run("replan", now, before, *more)
    assert (result.exit_code, "visits 2/2" in result.output) == (0, True)
    assert "“v3”: thêm vào ngày 23/11/2026, đội A." in result.output
    assert "“v1”" not in result.output
    assert run("check", solved, plan).exit_code == 0


def test_places_lists_where_one_more_visit_would_go(files, tmp_path):
    given, plan = files
    run("solve", given, "--steps", 20, "--out", plan)
    now = tmp_path / "now.json"
    now.write_text(json.dumps(problem_to_json(problem((visit("v1"), visit("v2"), visit("v3"))))))
    result = run("places", now, plan, "v3")
    assert result.exit_code == 0
    # At the same place as v1: half an hour more, no way more, nobody more.
    assert "Ngày 23/11/2026: đội A đến lúc" in result.output.splitlines()[0]
    assert "cost 0  +0.0 km" in result.output.splitlines()[0]
    unknown = run("places", now, plan, "who")
    assert (unknown.exit_code, "Không có chuyến thăm “who”." in unknown.output) == (1, True)


def test_bound_says_how_far_and_writes_it(files, tmp_path):
    given, plan = files
    run("solve", given, "--steps", 20, "--out", plan)
    bounded = tmp_path / "bounded.json"
    result = run("bound", given, plan, "--out", bounded)
    assert result.exit_code == 0
    # v2 asks for a role nobody has: the plan of v1 alone is the best, and that is proved.
    assert "nhiều nhất 0.0 %" in result.output
    assert json.loads(bounded.read_text())["bound"] == json.loads(plan.read_text())["value"]


@pytest.mark.parametrize("text", ["", "{}", "[1, 2]", "not json", '{"days": 7}'])
def test_a_file_that_is_no_problem_is_said_in_a_sentence(tmp_path, text):
    path = tmp_path / "bad.json"
    path.write_text(text)
    for command in (
        ["solve", path],
        ["check", path, path],
        ["explain", path, path],
        ["replan", path, path],
    ):
        result = run(*command)
        assert result.exit_code == 1
        assert result.output.startswith("Error: ")


@pytest.mark.parametrize("document", ["problem", "plan"])
def test_the_schemas_in_docs_are_those_of_the_code(document):
    committed = Path(__file__).parents[2] / "docs" / f"{document}.schema.json"
    assert run("schema", document).output == committed.read_text()


def test_the_format_page_names_every_entry_and_its_example_is_a_problem():
    page = (Path(__file__).parents[2] / "docs" / "problem-format.md").read_text()
    schemas = [json.loads(run("schema", each).output) for each in ("problem", "plan")]
    entries = {name for schema in schemas for name in schema["properties"]}
    for definition in (one for schema in schemas for one in schema["$defs"].values()):
        entries |= set(definition.get("properties", {}))
    missing = {name for name in entries if f"`{name}`" not in page and f'"{name}"' not in page}
    assert missing - {"on", "start", "end", "id"} == set()
    example = page.split("```json")[1].split("```")[0]
    assert problem_from_json(example).people[0].id == "r1"
