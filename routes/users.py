"""Logins: who may come in, as what; passwords shown once."""

from __future__ import annotations

import unicodedata

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_security import current_user, hash_password, login_user, verify_password
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from fieldops.domain.errors import Invalid
from fieldops.domain.people import Permission, Role
from fieldops.domain.sentences import Sentence
from fieldops.services import people, settings, staff
from fieldops.services.people import UserDraft
from routes.access import any_person, needs, with_one_time_password
from routes.context import now, person, session
from routes.forms import OnceForm, blame, finish, taken
from routes.people import actor
from routes.words import word

bp = Blueprint("users", __name__, url_prefix="/people/users")
NOBODY = "0"


class UserForm(OnceForm):
    """A login. The user name is given once, when it is made."""

    username = StringField(
        _("Tên đăng nhập"),
        [DataRequired(_("Nhập tên đăng nhập.")), Length(max=60)],
        description=_("Chữ thường không dấu, số, dấu chấm. Không đổi được về sau."),
    )
    full_name = StringField(_("Họ và tên"), [DataRequired(_("Nhập họ và tên.")), Length(max=120)])
    role = SelectField(_("Vai trò"), [InputRequired(_("Chọn vai trò."))])
    hamlet_id = SelectField(
        _("Ấp"), description=_("Chỉ cho trưởng ấp: họ chỉ thấy các hộ của ấp mình.")
    )
    staff_id = SelectField(
        _("Là cán bộ"),
        description=_("Cho người đi xuống ấp: tuyến của họ hiện trên điện thoại của họ."),
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        none = [(NOBODY, gettext("Không chọn"))]
        hamlets = settings.hamlets(session())
        members = staff.everyone(session())
        self.role.choices = [(role.value, word(role)) for role in Role]
        self.hamlet_id.choices = none + [(str(h.id), h.name) for h in hamlets]
        self.staff_id.choices = none + [
            (str(m.id), f"{m.full_name} – {word(m.role, 'Role')}") for m in members
        ]

    def draft(self) -> UserDraft:
        return UserDraft(
            username=self.username.data or "",
            full_name=self.full_name.data or "",
            role=Role(self.role.data),
            staff_id=int(self.staff_id.data) or None,
            hamlet_id=int(self.hamlet_id.data) or None,
        )


class PasswordForm(OnceForm):
    """Changing one's own password."""

    current = PasswordField(_("Mật khẩu đang dùng"), [DataRequired(_("Nhập mật khẩu đang dùng."))])
    password = PasswordField(
        _("Mật khẩu mới"),
        [DataRequired(_("Nhập mật khẩu mới.")), Length(max=200)],
        description=_("Ít nhất 14 ký tự. Một câu dài dễ nhớ là tốt nhất."),
    )
    again = PasswordField(_("Nhập lại mật khẩu mới"), [DataRequired(_("Nhập lại mật khẩu mới."))])


@bp.get("")
@needs(Permission.MANAGE_USERS)
def index() -> ResponseReturnValue:
    """Every login of the commune."""
    hamlets = {hamlet.id: hamlet.name for hamlet in settings.hamlets(session())}
    return render_template("people/users.html", users=people.users(session()), hamlets=hamlets)


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_USERS)
def new() -> ResponseReturnValue:
    """Add a login; its first password is shown on the answer, once."""
    form = UserForm()
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        password = people.new_password()
        try:
            hashed = hash_password(password)
            row = people.add_user(session(), actor(), form.draft(), hashed, now())
        except Invalid as error:
            blame(form, error)
        else:
            return _shown_once(form, row.id, password)
    return render_template("people/user.html", form=form, user=None), 422 if form.errors else 200


@bp.route("/<int:user_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_USERS)
def change(user_id: int) -> ResponseReturnValue:
    """Change a login's name, role, hamlet or staff member."""
    user = people.user(session(), user_id)
    form = UserForm(obj=user)
    if form.is_submitted():
        form.username.data = user.username
        if answer := taken(form):
            return answer
    if form.validate_on_submit():
        try:
            people.change_user(session(), actor(), user_id, form.draft(), now())
            flash(gettext("Đã lưu."), "done")
            return finish(form, url_for(".index"))
        except Invalid as error:
            blame(form, error)
    return render_template("people/user.html", form=form, user=user), 422 if form.errors else 200


@bp.post("/<int:user_id>/password")
@needs(Permission.MANAGE_USERS)
def reset_password(user_id: int) -> ResponseReturnValue:
    """Give a new password, shown on the answer, once; the old one and all sessions end."""
    password = people.new_password()
    people.reset_password(session(), actor(), user_id, hash_password(password), now())
    return _shown_once(OnceForm(), user_id, password)


@bp.post("/<int:user_id>/active")
@needs(Permission.MANAGE_USERS)
def switch(user_id: int) -> ResponseReturnValue:
    """Shut a login out, or let it in again."""
    user = people.user(session(), user_id)
    people.switch(session(), actor(), user_id, active=not user.active, at=now())
    session().commit()
    return redirect(url_for(".change", user_id=user_id))


@bp.route("/me/password", methods=["GET", "POST"])
@any_person
@with_one_time_password
def own_password() -> ResponseReturnValue:
    """Change one's own password; other devices are logged out."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            _judge(form)
            hashed = hash_password(_normal(form.password.data))
            user = people.change_own_password(session(), actor(), person().id, hashed, now())
            session().commit()
            login_user(user)
            flash(gettext("Đã đổi mật khẩu. Các máy khác phải đăng nhập lại."), "done")
            return redirect("/")
        except Invalid as error:
            blame(form, error)
    return render_template("people/password.html", form=form), 422 if form.errors else 200


def _judge(form: PasswordForm) -> None:
    if not verify_password(_normal(form.current.data), current_user.password):
        raise Invalid(Sentence("Mật khẩu đang dùng không đúng."), field="current")
    if form.password.data != form.again.data:
        raise Invalid(Sentence("Hai lần nhập mật khẩu mới khác nhau."), field="again")
    if form.password.data == form.current.data:
        raise Invalid(Sentence("Mật khẩu mới phải khác mật khẩu đang dùng."), field="password")
    people.judge_password(form.password.data or "")


def _normal(password: str | None) -> str:
    """As Flask-Security compares it at login: Vietnamese letters can be written in two ways."""
    form = current_app.config["SECURITY_PASSWORD_NORMALIZE_FORM"]
    return unicodedata.normalize(form, password or "")


def _shown_once(form: OnceForm, user_id: int, password: str) -> ResponseReturnValue:
    """
    Commit, and show the password in this very answer: it is kept nowhere else.

    Sent twice, the form gets the login's page, where a new password can be made.
    """
    answer = finish(form, url_for(".change", user_id=user_id))
    user = people.user(session(), user_id)
    if user.password and not verify_password(password, user.password):
        return answer
    return render_template("people/one_time_password.html", user=user, password=password)
