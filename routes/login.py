"""Logging in by username, and the language of the pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_security import LoginForm, current_user
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired

from fieldops.services import people
from routes.access import open_to_all
from routes.context import session as db_session

bp = Blueprint("login", __name__)

LANGUAGES = ("vi", "en")


class UsernameLoginForm(LoginForm):
    """Flask-Security's login, by username: few officers have an address of their own."""

    email = None  # type: ignore[assignment]  # takes the field away
    username = StringField(
        _("Tên đăng nhập"), [DataRequired(_("Nhập tên đăng nhập."))], description=""
    )
    password = PasswordField(_("Mật khẩu"), [DataRequired(_("Nhập mật khẩu."))])
    remember = None  # type: ignore[assignment]  # phones and desks are shared

    def validate(self, **kwargs: Any) -> bool:
        self.ifield = self.username
        name = str(self.username.data or "").strip().lower()
        self.user = people.by_username(db_session(), name)
        if super().validate(**kwargs):
            return True
        if self.username.data and self.password.data:
            self._say_only_that_it_failed()
        return False

    def _say_only_that_it_failed(self) -> None:
        """Which of the two was wrong is nobody's business but the owner's."""
        self.username.errors, self.password.errors = [], []
        self.form_errors = [
            gettext("Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đã ngừng dùng.")
            + " "
            + gettext("Kiểm tra lại; nếu quên mật khẩu, nhờ quản trị của xã đặt lại.")
        ]


def language() -> str:
    """The language of this answer: what the reader chose, else what their login says."""
    chosen = session.get("language")
    if chosen is None and current_user and current_user.is_authenticated:
        chosen = current_user.language
    return chosen if chosen in LANGUAGES else "vi"


@bp.post("/language")
@open_to_all("the login page has a language switch too")
def switch_language() -> ResponseReturnValue:
    """Read on in another language, on the page one came from."""
    if (wanted := request.form.get("language")) in LANGUAGES:
        session["language"] = wanted
    return redirect(_own_page(request.form.get("next", "/")))


def _own_page(path: str) -> str:
    """A path of this site; anything else becomes the front page."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if inside else "/"


def demo_logins() -> list[Any]:
    """The demo logins to show on the login page; none unless the server runs as a demo."""
    return people.demo_logins(db_session()) if current_app.config["DEMO"] else []
