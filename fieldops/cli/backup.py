"""``flask backup``: make, verify, restore; weekly for a timer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from fieldops.domain.errors import FieldopsError
from fieldops.services import backups
from fieldops.store import keyring
from fieldops.store.backup_files import database_file

backup_cli = AppGroup("backup", help="Backups with a verified restore.")


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_KEYS = click.option("--keys", type=_FILE, help="The key file kept apart; else SEAL_KEYS.")


def folder() -> Path:
    """Where backups are kept."""
    kept: Path = current_app.config["BACKUPS"]
    return kept


def _now() -> datetime:
    clock = current_app.config.get("NOW")
    return clock() if clock else datetime.now(UTC)


@backup_cli.command("make")
def make() -> None:
    """Back up database and files, put the copy back in a scratch place, compare."""
    _make()


def _make() -> None:
    database = database_file(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if database is None:
        raise click.ClickException("This backs up SQLite. For PostgreSQL use pg_dump and its own.")
    path = backups.make(database, current_app.config["VAR"], folder(), _now())
    _verify(path)
    for old in backups.forget_old(backups.known(folder(), UTC)):
        click.echo(f"deleted {old.path.name}")


@backup_cli.command("verify")
@click.argument("file", type=_FILE)
@_KEYS
def verify(file: Path, keys: Path | None) -> None:
    """Put a backup back in a scratch place and compare it with what it should hold."""
    keyring.use(keys or current_app.config["SEAL_KEYS"])
    _verify(file)


def _verify(path: Path) -> None:
    try:
        rows = backups.verify(path)
    except FieldopsError as error:
        raise click.ClickException(_said(error)) from error
    click.echo(f"{path}: put back and compared, {len(rows)} tables, {sum(rows.values())} rows")


@backup_cli.command("restore")
@click.argument("file", type=_FILE)
@click.option("--into", "target", required=True, type=click.Path(file_okay=False, path_type=Path))
@_KEYS
def restore(file: Path, target: Path, keys: Path | None) -> None:
    """Put a backup into a folder that has no database; start the server with VAR there."""
    keyring.use(keys or current_app.config["SEAL_KEYS"])
    try:
        database = backups.restore(file, target, _now())
    except FieldopsError as error:
        raise click.ClickException(_said(error)) from error
    click.echo(f"restored to {database}; start with VAR={target}")


@backup_cli.command("weekly")
def weekly() -> None:
    """Make one if the last verified backup is a week old; for a timer, as often as one likes."""
    if backups.is_due(backups.known(folder(), UTC), _now()):
        _make()
    else:
        click.echo("the last verified backup is less than a week old")


def _said(error: FieldopsError) -> str:
    return error.sentence.template.format(**error.sentence.facts)
