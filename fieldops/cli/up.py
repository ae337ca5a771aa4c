"""``flask up``: all of one machine, in the foreground: database, web server, planner."""

from __future__ import annotations

import shlex
import socket
import sys
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from honcho.manager import Manager

from fieldops.cli.demo import load_demo, tell_logins
from fieldops.cli.keys import in_words
from fieldops.services import keys
from fieldops.store.db import db

BACKUP = "while sleep 3600; do {} -m flask --app app backup weekly; done"
"""Looks once an hour, makes one a week; the first hour belongs to whoever just started."""


@click.command("up")
@with_appcontext
def up() -> None:
    """Bring the tables up to date, load the demo where DEMO is set, serve until stopped."""
    _refuse_a_taken_port()
    with in_words():
        upgrade()
        keys.settle(db.session(), datetime.now(UTC))
        db.session.commit()
    if current_app.config["DEMO"]:
        load_demo()
        tell_logins()
    _let_go_of_the_database()
    click.echo(f"fieldops is at http://{current_app.config['HOST']}:{current_app.config['PORT']}")
    _serve()


def _let_go_of_the_database() -> None:
    """Leave no transaction open: it would live as long as the server, and stop all writing."""
    db.session.remove()
    db.engine.dispose()


def _refuse_a_taken_port() -> None:
    address = (current_app.config["HOST"], current_app.config["PORT"])
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            raise click.ClickException(
                f"Port {address[1]} is taken. Stop what runs there, or set PORT to another number."
            ) from None


def _serve() -> None:
    """
    Both processes, their lines together; the planner is started again when it ends.

    The demo's first plan is made in the planner's process, so that the pages are up meanwhile. Each
    web worker listens by itself: where they share one socket, a single one takes most of the phones
    that come at once, and the others are idle.
    """
    c = current_app.config
    python = shlex.quote(sys.executable)
    web = (
        f"{python} -m gunicorn --bind {c['HOST']}:{c['PORT']} --workers {c['WEB_WORKERS']} "
        f"--threads {c['WEB_THREADS']} --worker-tmp-dir {shlex.quote(str(c['VAR']))} "
        "--reuse-port --no-control-socket 'app:serve()'"
    )
    demo_plan = f"{python} -m flask --app app demo plan; " if c["DEMO"] else ""
    planner = f"{demo_plan}until {python} -m flask --app app plan work; do sleep 1; done"
    manager = Manager()
    manager.add_process("web", f"exec {web}", cwd=current_app.root_path)
    manager.add_process("planner", planner, cwd=current_app.root_path)
    if c["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        manager.add_process("backup", BACKUP.format(python), cwd=current_app.root_path)
    manager.loop()
    sys.exit(manager.returncode)
