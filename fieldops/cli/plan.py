"""``flask plan …``: makes and judges plans from problem files, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import AppGroup

from fieldops.domain.errors import FieldopsError
from fieldops.domain.facts import ClockTime, Duration, Fact, Label
from fieldops.domain.plan import Plan
from fieldops.domain.sentences import Sentence
from fieldops.planning import (
    Limit,
    Mode,
    Problem,
    Progress,
    check,
    plan_from_json,
    plan_to_json,
    problem_from_json,
    problem_to_json,
)
from fieldops.planning.documents import Json, plan_schema, problem_schema

plan_cli = AppGroup("plan", help="Make and judge plans.")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
_T = TypeVar("_T")


@plan_cli.command("solve", with_appcontext=False)
@click.argument("problem", type=_FILE)
@click.option("--seconds", type=float, default=None, help="Stop after so long (default: 20).")
@click.option("--steps", type=int, default=None, help="Stop after so many steps of the search.")
@click.option("--seed", default=1, show_default=True, help="Same seed and steps, same plan.")
@click.option("--out", type=_OUT, default=None, help="Where to write the plan.")
def solve_command(
    problem: Path, seconds: float | None, steps: int | None, seed: int, out: Path | None
) -> None:
    """Plan the problem file PROBLEM. Exit 1 if a rule is broken."""
    from fieldops.planning import solve  # noqa: PLC0415 - the solvers' libraries, only here

    given = _read(problem, problem_from_json)
    if seconds is None and steps is None:
        seconds = 20.0
    plan = solve(given, Limit(seconds, steps), seed=seed, report=_progress)
    _write(plan, out)
    _finish(given, plan)


@plan_cli.command("check", with_appcontext=False)
@click.argument("problem", type=_FILE)
@click.argument("plan", type=_FILE)
def check_command(problem: Path, plan: Path) -> None:
    """Check the plan file PLAN against PROBLEM. Exit 1 if a rule is broken."""
    _finish(_read(problem, problem_from_json), _read(plan, plan_from_json))


@plan_cli.command("explain", with_appcontext=False)
@click.argument("problem", type=_FILE)
@click.argument("plan", type=_FILE)
@click.option("--seconds", default=20.0, show_default=True, help="Stop after so long.")
@click.option("--out", type=_OUT, default=None, help="Where to write the plan with its reasons.")
def explain_command(problem: Path, plan: Path, seconds: float, out: Path | None) -> None:
    """Say why each visit of PROBLEM is left out of PLAN, and what would let it in."""
    from fieldops.planning import explain  # noqa: PLC0415 - the solvers' libraries, only here

    given, read = _read(problem, problem_from_json), _read(plan, plan_from_json)
    broken = check(given, read)
    if broken:
        _finish(given, read)
    explained = explain(given, read, Limit(seconds))
    for left in explained.unplanned:
        click.echo(f"{left.visit_id}  {left.rule}{'' if left.proved else ' (?)'}")
        click.echo(f"  {_text(left.reason)}")
        if left.remedy:
            click.echo(f"  → {_text(left.remedy)}")
    _write(explained, out)


@plan_cli.command("replan", with_appcontext=False)
@click.argument("problem", type=_FILE)
@click.argument("before", type=_FILE)
@click.option(
    "--mode",
    type=click.Choice(["move", "keep-days", "insert"]),
    default="move",
    show_default=True,
    help="What may change: what is not pinned; teams but not days; nothing that can stay.",
)
@click.option("--seconds", type=float, default=None, help="Stop after so long (default: 2).")
@click.option("--steps", type=int, default=None, help="Stop after so many steps of the search.")
@click.option("--seed", default=1, show_default=True, help="Same seed and steps, same plan.")
@click.option("--out", type=_OUT, default=None, help="Where to write the plan.")
@click.option(
    "--problem-out",
    type=_OUT,
    default=None,
    help="Where to write PROBLEM with what BEFORE published, to check the plan against.",
)
def replan_command(
    problem: Path,
    before: Path,
    mode: str,
    seconds: float | None,
    steps: int | None,
    seed: int,
    out: Path | None,
    problem_out: Path | None,
) -> None:
    """
    Plan PROBLEM again from BEFORE, the plan in force, and list what changes.

    Exit 1 if a rule is broken.
    """
    from fieldops.planning import replan  # noqa: PLC0415 - the solvers' libraries, only here

    given, published = _read(problem, problem_from_json), _read(before, plan_from_json)
    if seconds is None and steps is None:
        seconds = 2.0
    how = Mode(mode.replace("-", "_"))
    found = replan(given, published, how, Limit(seconds, steps), seed=seed, report=_progress)
    for change in found.changes:
        click.echo(_text(change.sentence))
    _write(found.plan, out)
    if problem_out is not None:
        document = problem_to_json(found.problem)
        problem_out.write_text(json.dumps(document, ensure_ascii=False) + "\n")
    _finish(found.problem, found.plan)


@plan_cli.command("places", with_appcontext=False)
@click.argument("problem", type=_FILE)
@click.argument("plan", type=_FILE)
@click.argument("visit")
@click.option("--most", default=5, show_default=True, help="How many places to offer.")
def places_command(problem: Path, plan: Path, visit: str, most: int) -> None:
    """List where VISIT, which PLAN leaves out, would go best, cheapest first. Exit 1 for none."""
    from fieldops.planning import best_places  # noqa: PLC0415 - the solvers' libraries, only here

    given, read = _read(problem, problem_from_json), _read(plan, plan_from_json)
    with _said():
        offers = best_places(given, read, visit, most)
    for offer in offers:
        click.echo(f"{_text(offer.sentence)}  cost {offer.cost}  {offer.metres / 1000:+.1f} km")
    raise SystemExit(0 if offers else 1)


@plan_cli.command("bound", with_appcontext=False)
@click.argument("problem", type=_FILE)
@click.argument("plan", type=_FILE)
@click.option("--seconds", default=10.0, show_default=True, help="Give up after so long.")
@click.option("--out", type=_OUT, default=None, help="Where to write the plan with its bound.")
def bound_command(problem: Path, plan: Path, seconds: float, out: Path | None) -> None:
    """Prove how much better than PLAN a plan for PROBLEM could be. Exit 1 if a rule is broken."""
    from fieldops.planning.bound import how_far, prove  # noqa: PLC0415 - the solvers' libraries

    given, read = _read(problem, problem_from_json), _read(plan, plan_from_json)
    bounded = prove(given, read, Limit(seconds))
    click.echo(_text(how_far(given, bounded)))
    _write(bounded, out)
    _finish(given, bounded)


@plan_cli.command("schema", with_appcontext=False)
@click.argument("document", type=click.Choice(["problem", "plan"]))
def schema_command(document: str) -> None:
    """Print the JSON Schema of a document."""
    schema = problem_schema() if document == "problem" else plan_schema()
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))


def _progress(progress: Progress) -> None:
    click.echo(
        f"{progress.done:4.0%}  value {progress.value}  planned {progress.planned}"
        f"  left out {progress.unplanned}",
        err=True,
    )


def _finish(problem: Problem, plan: Plan) -> None:
    broken = check(problem, plan)
    planned = sum(len(route.stops) for route in plan.routes)
    click.echo(f"visits {planned}/{len(problem.visits)}  routes {len(plan.routes)}")
    click.echo(f"value {plan.value}  travel {plan.travel} s  {plan.metres / 1000:.1f} km")
    for violation in broken:
        click.echo(f"{violation.rule}: {_text(violation.sentence)}", err=True)
    raise SystemExit(1 if broken else 0)


def _read(path: Path, reader: Callable[[Json], _T]) -> _T:
    with _said():
        return reader(path.read_bytes())


@contextmanager
def _said() -> Iterator[None]:
    """What is wrong with a file, as a sentence instead of a traceback."""
    try:
        yield
    except FieldopsError as error:
        raise click.ClickException(_text(error.sentence)) from None


def _write(plan: Plan, out: Path | None) -> None:
    if out is not None:
        out.write_text(json.dumps(plan_to_json(plan), ensure_ascii=False) + "\n")


def _text(sentence: Sentence) -> str:
    facts = {name: _fact(value) for name, value in sentence.facts.items()}
    return sentence.template.format(**facts)


def _fact(value: Fact) -> str:
    match value:
        case date():
            return f"{value:%d/%m/%Y}"
        case ClockTime(seconds):
            return f"{seconds // 3600}:{seconds // 60 % 60:02}"
        case Duration(seconds):
            return f"{seconds // 60} phút"
        case Label(text):
            return text
        case tuple():
            return ", ".join(map(_fact, value))
    return str(value)
