"""``flask demo load``: the two invented communes, their people, households, cases and logins."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import AppGroup
from flask_security.utils import hash_password

from fieldops.services import demo, people
from fieldops.store.db import db

demo_cli = AppGroup("demo", help="The invented demo data.")

PASSWORD = "thu-nghiem-2026"  # noqa: S105 - printed on purpose: the demo holds nobody's data


@demo_cli.command("load")
def load() -> None:
    """Load what is missing of the demo; what is there stays as it is."""
    load_demo()
    tell_logins()


def load_demo() -> None:
    """Bring the demo data in, once."""
    data = Path(current_app.root_path) / "data"
    now = current_app.config.get("NOW", lambda: datetime.now(UTC))()
    today = now.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()
    var = Path(current_app.config["VAR"])
    demo.load(db.session(), data, var, hash_password(PASSWORD), now, today)
    db.session.commit()


def tell_logins() -> None:
    """Print the logins, so that whoever started the demo can come in."""
    click.echo(f"Demo logins (password {PASSWORD}):")
    for user in people.demo_logins(db.session()):
        click.echo(f"  {user.username:<24} {user.role}")
