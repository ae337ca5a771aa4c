"""Every setting of the server, in one table: its name in the environment, default and meaning."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldops.outcomes.envelope import new_key


def _flag(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``default`` is text, as the environment gives it; ``read`` makes the value."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any] = str


SETTINGS = (
    Setting("PORT", "8000", "Port of the web server.", int),
    Setting("HOST", "127.0.0.1", "Address the web server listens on."),
    Setting(
        "DATABASE_URL",
        "sqlite:///{var}/fieldops.sqlite",
        "SQLite file or PostgreSQL (postgresql://user:password@host/name). {var} is VAR.",
    ),
    Setting("VAR", "var", "Folder for what the server writes: database, secret key, caches."),
    Setting(
        "SECRET_KEY",
        "",
        "Signs sessions and forms. Empty: made once and kept in VAR/secret_key.",
    ),
    Setting(
        "SEAL_KEYS",
        "{var}/seal_keys.json",
        "File of the keys that seal what is stored; keep a copy of it apart. {var} is VAR.",
    ),
    Setting(
        "DEMO", "1", "Show the demo logins on the login page; never set it with real data.", _flag
    ),
    Setting("DEVELOPMENT", "0", "Show the gallery of page parts at /ui.", _flag),
    Setting(
        "SECURE_COOKIES", "0", "Send cookies over HTTPS only; set it wherever HTTPS is.", _flag
    ),
    Setting("SESSION_HOURS", "12", "A login ends after this many hours.", int),
    Setting(
        "PHONE_IDLE_MINUTES",
        "30",
        "A packed phone that nobody touches asks its PIN again after this many minutes.",
        int,
    ),
    Setting("MAX_UPLOAD_MB", "5", "Largest file that may be sent in, in MB.", int),
    Setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR. Logs carry no personal data."),
    Setting("TIMEZONE", "Asia/Ho_Chi_Minh", "Zone in which days begin and end."),
    Setting("WEB_WORKERS", "1", "Processes of the web server.", int),
    Setting("WEB_THREADS", "4", "Threads of each process of the web server.", int),
    Setting(
        "BACKUPS",
        "{var}/backups",
        "Folder of backups, best on another disk. {var} is VAR.",
    ),
    Setting(
        "TILES_URL",
        "",
        "Map tiles as https://…/{z}/{x}/{y}.png. Empty: maps ask nothing of any other site.",
    ),
)


def from_environment(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Each setting: the environment's value, else the default. ValueError names a bad one."""
    return {setting.name: _value(setting, environ) for setting in SETTINGS}


def _value(setting: Setting, environ: Mapping[str, str]) -> Any:
    text = environ.get(setting.name, setting.default)
    try:
        return setting.read(text)
    except ValueError as e:
        raise ValueError(f"{setting.name}={text!r} cannot be read: {setting.meaning}") from e


def secret_key(var: Path) -> str:
    """The key that signs sessions; without it everybody logs in again."""
    return _kept(var / "secret_key", lambda: secrets.token_urlsafe(48))


def office_key(var: Path) -> str:
    """The private key (PEM) that phones seal to; without it a file handed in cannot be opened."""
    return _kept(var / "office_key.pem", new_key)


def _kept(path: Path, make: Callable[[], str]) -> str:
    """
    What the file holds; made on first use, readable by its owner only.

    Written whole beside its place and then linked to it: of two processes that make one at the
    same time the first is kept, and nobody ever reads half of one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return path.read_text()
