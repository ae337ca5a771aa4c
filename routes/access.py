"""Default deny: a view says which permission it needs, or why none; else nobody may call it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from fieldops.domain.errors import Forbidden
from fieldops.domain.people import Permission, Role, may
from fieldops.domain.sentences import Sentence

View = TypeVar("View", bound=Callable[..., Any])

_OPEN = frozenset({"static", "security.login", "security.logout"})
"""Endpoints of Flask and Flask-Security that carry no mark of ours and need none."""


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Mark a view: a logged-in person with any one of the permissions may call it."""

    def mark(view: View) -> View:
        view.permissions = frozenset(permissions)  # type: ignore[attr-defined]
        return view

    return mark


def open_to_all(reason: str) -> Callable[[View], View]:
    """Mark a view that needs no login, and say why."""

    def mark(view: View) -> View:
        view.open_because = reason  # type: ignore[attr-defined]
        return view

    return mark


def any_person(view: View) -> View:
    """Mark a view that every logged-in person may call."""
    return needs(*Permission)(view)


def with_one_time_password(view: View) -> View:
    """Mark a view for those, too, whose password somebody else gave them."""
    view.one_time_too = True  # type: ignore[attr-defined]
    return view


def permissions_of(app: Flask, endpoint: str) -> frozenset[Permission] | None:
    """The permissions of an endpoint, or None where it is open to all."""
    view = app.view_functions[endpoint]
    if endpoint in _OPEN or hasattr(view, "open_because"):
        return None
    return getattr(view, "permissions", frozenset())


def allowed(permission: Permission | str) -> bool:
    """Whether the current person has the permission; False for nobody."""
    return current_user.is_authenticated and may(Role(current_user.role), Permission(permission))


def guard() -> ResponseReturnValue | None:
    """Run before each request: turn away whoever may not call the view."""
    if request.endpoint is None or request.endpoint not in current_app.view_functions:
        return None
    asked = permissions_of(current_app, request.endpoint)
    if asked is None:
        return None
    if not current_user.is_authenticated:
        return _to_login()
    if current_user.password_is_one_time and not _one_time_too(request.endpoint):
        return _to_own_password()
    if not any(allowed(permission) for permission in asked):
        raise Forbidden(Sentence("Vai trò của bạn không được làm việc này."))
    return None


def _one_time_too(endpoint: str) -> bool:
    return hasattr(current_app.view_functions[endpoint], "one_time_too")


def _to_own_password() -> ResponseReturnValue:
    """For a phone this is no login yet: it keeps what it has, and asks its person to log in."""
    if request.path.startswith("/api/"):
        return _to_login()
    return redirect(url_for("users.own_password"))


def _to_login() -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return {"code": "fieldops.login", "message": "login required"}, 401
    back = request.full_path if request.method == "GET" and request.args else request.path
    return redirect(url_for("security.login", next=back if request.method == "GET" else None))
