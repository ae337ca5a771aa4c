"""``flask keys``: make, check, rotate, reseal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from fieldops.domain.errors import FieldopsError
from fieldops.services import backups, keys
from fieldops.store import seal_keys
from fieldops.store.db import db

keys_cli = AppGroup("keys", help="Keys that seal what is stored.")


@keys_cli.command("make")
def make() -> None:
    """Make the keys of a new server; keys that are there stay."""
    with in_words():
        keys.make(db.session(), file(), datetime.now(UTC))
    db.session.commit()
    click.echo(f"keys are in {file()}; keep a copy of it apart from every backup")


@keys_cli.command("check")
def check() -> None:
    """Say whether the keys open what the database holds."""
    with in_words():
        count = keys.check(db.session())
    click.echo(f"{file()} opens what the database holds ({count} keys in use)")


@keys_cli.command("rotate")
def rotate() -> None:
    """Add a key, which seals from now on. Restart the server, then run reseal."""
    with in_words():
        ring = keys.rotate(db.session(), file(), datetime.now(UTC))
    db.session.commit()
    click.echo(f"key {ring.current} seals from now on; copy {file()} apart, restart, then reseal")


@keys_cli.command("reseal")
def reseal() -> None:
    """Seal everything under the current key; stopped half-way, it goes on next time."""
    with in_words():
        keys.settle(db.session(), datetime.now(UTC))
        rows = seal_keys.reseal(db.session())
        files = keys.reseal_files(current_app.config["VAR"])
        archives = backups.seal_old(current_app.config["BACKUPS"])
    db.session.remove()
    seal_keys.scrub(db.engine)
    click.echo(f"sealed anew: {rows} rows, {files} photos and results, {archives} backups")


def file() -> Path:
    """The key file of this server."""
    path: Path = current_app.config["SEAL_KEYS"]
    return path


@contextmanager
def in_words() -> Iterator[None]:
    """What people must be told ends the command with its sentence."""
    try:
        yield
    except FieldopsError as error:
        said = error.sentence
        raise click.ClickException(said.template.format(**said.facts)) from error
