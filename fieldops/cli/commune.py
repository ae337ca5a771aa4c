"""``flask commune``: found a commune of this server, list them, let an administrator in again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_security.utils import hash_password

from fieldops.domain.errors import FieldopsError
from fieldops.domain.people import Role
from fieldops.registry.geography import CommunePlace, read_geography
from fieldops.services import founding, people
from fieldops.services.people import UserDraft
from fieldops.store.db import db

commune_cli = AppGroup("commune", help="The communes of this server.")


@commune_cli.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", required=True, help="The commune's code in the national list.")
@click.option("--administrator", required=True, help="Full name of its first administrator.")
@click.option("--username", required=True, help="What the administrator logs in with.")
def add(file: Path, code: str, administrator: str, username: str) -> None:
    """
    Found a commune from a GeoJSON FILE: its outline, its hamlets, its first administrator.

    The administrator's password is shown once and lets in to set another.
    """
    place, password = _place(file, code), people.new_password()
    draft = UserDraft(username, administrator, Role.ADMINISTRATOR)
    try:
        founding.found(db.session(), place, draft, hash_password(password), _now())
    except FieldopsError as error:
        raise click.ClickException(_said(error)) from error
    db.session.commit()
    click.echo(f"{place.name} ({code}): {len(place.hamlets)} hamlets")
    _tell(username, password)


@commune_cli.command("list")
def communes() -> None:
    """Every commune of this server, with its administrators."""
    for commune, administrators in founding.founded(db.session()):
        names = ", ".join(one.username for one in administrators)
        click.echo(f"{commune.code}  {commune.kind} {commune.name}: {names}")


@commune_cli.command("password")
@click.argument("username")
def password(username: str) -> None:
    """A new one-time password for an administrator who has lost theirs; others ask theirs."""
    fresh = people.new_password()
    try:
        founding.let_in_again(db.session(), username, hash_password(fresh), _now())
    except FieldopsError as error:
        raise click.ClickException(_said(error)) from error
    db.session.commit()
    _tell(username, fresh)


def _place(file: Path, code: str) -> CommunePlace:
    try:
        places = {place.code: place for place in read_geography(file)}
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file.name} is not GeoJSON: {error}") from error
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise click.ClickException(
            f"{file.name} lacks {error}. data/hamlets.geojson shows what is needed."
        ) from error
    if code not in places:
        raise click.ClickException(
            f"{file.name} has no commune {code}. It has: {', '.join(places)}"
        )
    return places[code]


def _now() -> datetime:
    clock = current_app.config.get("NOW")
    return clock() if clock else datetime.now(UTC)


def _said(error: FieldopsError) -> str:
    return error.sentence.template.format(**error.sentence.facts)


def _tell(username: str, password: str) -> None:
    click.echo(f"login {username}, one-time password {password}")
