"""The composition root: the only module that knows every floor."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_security import Security, SQLAlchemyUserDatastore
from flask_wtf import CSRFProtect

from fieldops import config as settings
from fieldops import logs
from fieldops.cli import COMMANDS
from fieldops.domain.people import Permission
from fieldops.store import keyring
from fieldops.store.db import db, engine_options, url_of
from fieldops.store.tables import UserRow
from routes import (
    BLUEPRINTS,
    access,
    assets,
    context,
    errors,
    formats,
    forms,
    headers,
    login,
    navigation,
    request_log,
)

ROOT = Path(__file__).parent


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the app: defaults, then the environment (``fieldops.config``), then ``config``."""
    sys.setswitchinterval(0.001)  # who holds the write lock waits less for the other threads
    app = Flask(__name__)
    app.config.from_mapping(settings.from_environment())
    app.config.from_mapping(config or {})
    _settle(app)
    logs.configure(app.config["LOG_LEVEL"])
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    Babel(app, locale_selector=login.language, default_locale="vi")
    CSRFProtect(app)
    Compress(app)
    request_log.install(app)
    app.before_request(context.begin)  # before Flask-Security reads the login
    Security(app, _logins(), login_form=login.UsernameLoginForm)
    app.before_request(access.guard)
    for part in (assets, errors, formats, forms, headers, navigation):
        part.install(app)
    app.context_processor(_words_of_templates)
    for bp in BLUEPRINTS:
        app.register_blueprint(bp)
    _limit_tries(app)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app


def serve() -> Flask:
    """
    The app of a web server's process.

    What it is made of stays for good: the collector need not look at its 200,000 objects again
    and again, which stops every request of the process for a tenth of a second.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    return app


def _settle(app: Flask) -> None:
    """What follows from the settings: paths, keys, and the options of the extensions."""
    c = app.config
    var = Path(c["VAR"])
    c["VAR"] = (var if var.is_absolute() else ROOT / var).resolve()
    c["VAR"].mkdir(parents=True, exist_ok=True)
    c["BACKUPS"] = Path(c["BACKUPS"].format(var=c["VAR"]))
    c["SEAL_KEYS"] = Path(str(c["SEAL_KEYS"]).format(var=c["VAR"]))
    keyring.use(c["SEAL_KEYS"])
    url = url_of(c["DATABASE_URL"].format(var=c["VAR"]))
    key = c["SECRET_KEY"] or settings.secret_key(c["VAR"])
    c.from_mapping(
        SECRET_KEY=key,
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(url),
        MAX_CONTENT_LENGTH=(c["MAX_UPLOAD_MB"] + 1) * 1024 * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=c["SESSION_HOURS"]),
        SESSION_COOKIE_SECURE=c["SECURE_COOKIES"],
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=c["SESSION_HOURS"] * 3600,
        BABEL_DEFAULT_TIMEZONE=c["TIMEZONE"],
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/javascript",
            "application/json",
            "application/geo+json",
            "image/svg+xml",
        ],
        RATELIMIT_STORAGE_URI="memory://",
        SECURITY_PASSWORD_SALT=key,
        SECURITY_PASSWORD_HASH=c.get("SECURITY_PASSWORD_HASH", "argon2"),
        SECURITY_PASSWORD_LENGTH_MIN=14,
        SECURITY_TRACKABLE=True,
        SECURITY_DATETIME_FACTORY=context.now,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_LOGIN_URL="/login",
        SECURITY_LOGOUT_URL="/logout",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/login",
        SECURITY_RETURN_GENERIC_RESPONSES=False,  # the form says it, in the reader's language
        SECURITY_FLASH_MESSAGES=False,
    )


def _logins() -> SQLAlchemyUserDatastore:
    """Logins without a table of roles: a login has one role, and keeps it itself."""
    return SQLAlchemyUserDatastore(db, UserRow, None)  # type: ignore[arg-type]


def _limit_tries(app: Flask) -> None:
    """Tries a minute from one address, on the pages that strangers can send."""
    limiter = Limiter(get_remote_address, app=app)
    app.extensions["fieldops.limiter"] = limiter  # its views hold it by a weak reference only
    for endpoint, most in (("security.login", "10/minute"), ("survey.answer", "20/minute")):
        view: Any = app.view_functions[endpoint]
        app.view_functions[endpoint] = limiter.limit(most, methods=["POST"])(view)


def _words_of_templates() -> dict[str, Any]:
    """What every template may use beside the filters."""
    return {
        "allowed": access.allowed,
        "P": Permission,
        "commune": context.commune(),
        "person": context.person,
        "language": login.language,
        "demo_logins": login.demo_logins,
        "today": context.today(),
        "behind": context.behind(),
    }
