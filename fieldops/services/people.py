"""People: who may log in, as what, and with which password."""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.people import FIELD_ROLES, Role
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import tidy
from fieldops.services import audit, staff
from fieldops.services.audit import Actor
from fieldops.store import communes, people, scope
from fieldops.store.tables import UserRow

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
SHORTEST_PASSWORD = 14  # the habit of security level 3 where there is no second factor (DOMAIN §5)
EASILY_READ = "abcdefghjkmnpqrstuvwxyz23456789"
"""What cannot be mistaken when read aloud or copied by hand: no l, i, o, 0, 1."""


@dataclass(frozen=True, slots=True)
class UserDraft:
    """A login as typed; judged by ``add_user`` and ``change_user``."""

    username: str
    full_name: str
    role: Role
    staff_id: int | None = None
    hamlet_id: int | None = None


def by_username(session: Session, username: str) -> UserRow | None:
    """The login of that name (lower case), of whichever commune."""
    return people.user_by_username(session, username)


def demo_logins(session: Session) -> list[UserRow]:
    """The invented logins of the demo, by commune and name."""
    return people.demo_users(session)


def users(session: Session) -> list[UserRow]:
    """Every login of the commune."""
    return people.users(session)


def user(session: Session, user_id: int) -> UserRow:
    """One login of the commune; NotFound for any other."""
    row = people.user(session, user_id)
    if row is None:
        raise NotFound(Sentence("Không có tài khoản này. Quay lại danh sách tài khoản."))
    return row


def new_password() -> str:
    """Four groups of four easily read characters, 79 bits: to be shown once and changed."""
    groups = ("".join(secrets.choice(EASILY_READ) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def add_user(
    session: Session, actor: Actor, draft: UserDraft, password_hash: str, at: datetime
) -> UserRow:
    """Add a login with a one-time password; Invalid names the field that is wrong."""
    username = draft.username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise Invalid(
            Sentence("Tên đăng nhập từ 3 ký tự: chữ thường không dấu, số, dấu chấm hoặc gạch."),
            field="username",
        )
    if by_username(session, username):
        raise Invalid(
            Sentence("Tên đăng nhập này đã có người dùng. Chọn tên khác."), field="username"
        )
    _judge(session, draft, None)
    row = UserRow(
        commune_code=scope.current(session),
        username=username,
        full_name=tidy(draft.full_name),
        role=draft.role,
        staff_id=draft.staff_id if draft.role in FIELD_ROLES else None,
        hamlet_id=draft.hamlet_id if draft.role == Role.HAMLET_HEAD else None,
        password=password_hash,
        password_is_one_time=True,
        fs_uniquifier=uuid.uuid4().hex,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "user.added", ("user", row.id), at, role=draft.role)
    return row


def change_user(
    session: Session, actor: Actor, user_id: int, draft: UserDraft, at: datetime
) -> UserRow:
    """Change a login's name, role, hamlet and staff member; its user name stays."""
    row = user(session, user_id)
    _judge(session, draft, row)
    if row.role == Role.ADMINISTRATOR and draft.role != Role.ADMINISTRATOR:
        _keep_an_administrator(session, row)
    row.full_name, row.role = tidy(draft.full_name), draft.role
    row.staff_id = draft.staff_id if draft.role in FIELD_ROLES else None
    row.hamlet_id = draft.hamlet_id if draft.role == Role.HAMLET_HEAD else None
    session.flush()
    audit.record(session, actor, "user.changed", ("user", row.id), at, role=row.role)
    return row


def switch(session: Session, actor: Actor, user_id: int, *, active: bool, at: datetime) -> UserRow:
    """Let a login in, or shut it out at once; the last administrator cannot be shut out."""
    row = user(session, user_id)
    if row.active == active:
        return row
    if not active and row.role == Role.ADMINISTRATOR:
        _keep_an_administrator(session, row)
    row.active = active
    _end_sessions(row)
    session.flush()
    action = "user.enabled" if active else "user.disabled"
    audit.record(session, actor, action, ("user", row.id), at)
    return row


def reset_password(
    session: Session, actor: Actor, user_id: int, password_hash: str, at: datetime
) -> UserRow:
    """Give a login a new one-time password; wherever it is logged in, it is logged out."""
    row = user(session, user_id)
    row.password, row.password_is_one_time = password_hash, True
    _end_sessions(row)
    session.flush()
    audit.record(session, actor, "user.password_reset", ("user", row.id), at)
    return row


def change_own_password(
    session: Session, actor: Actor, user_id: int, password_hash: str, at: datetime
) -> UserRow:
    """Change one's own password; every other device is logged out."""
    row = user(session, user_id)
    row.password, row.password_is_one_time = password_hash, False
    _end_sessions(row)
    session.flush()
    audit.record(session, actor, "user.password_changed", ("user", row.id), at)
    return row


def judge_password(password: str) -> None:
    """Invalid for a password that is too short; a long sentence is easier to keep than a code."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            Sentence(
                "Mật khẩu phải có ít nhất {least} ký tự. Một câu dài dễ nhớ là tốt nhất.",
                {"least": SHORTEST_PASSWORD},
            ),
            field="password",
        )


def _judge(session: Session, draft: UserDraft, row: UserRow | None) -> None:
    if not tidy(draft.full_name):
        raise Invalid(Sentence("Nhập họ và tên."), field="full_name")
    if draft.role == Role.HAMLET_HEAD:
        _judge_hamlet(session, draft.hamlet_id)
    if draft.role in FIELD_ROLES and draft.staff_id is not None:
        _judge_staff(session, draft, row)


def _judge_hamlet(session: Session, hamlet_id: int | None) -> None:
    if hamlet_id not in {hamlet.id for hamlet in communes.hamlets(session)}:
        raise Invalid(Sentence("Chọn ấp mà trưởng ấp phụ trách."), field="hamlet_id")


def _judge_staff(session: Session, draft: UserDraft, row: UserRow | None) -> None:
    assert draft.staff_id is not None  # noqa: S101 - the caller looked
    member = staff.one(session, draft.staff_id)
    if member.role != draft.role:
        raise Invalid(
            Sentence("Cán bộ được chọn có vai trò khác với tài khoản. Chọn lại."), field="staff_id"
        )
    holder = people.user_of_staff(session, draft.staff_id)
    if holder is not None and (row is None or holder.id != row.id):
        raise Invalid(
            Sentence("Cán bộ này đã có tài khoản {username}.", {"username": holder.username}),
            field="staff_id",
        )


def _keep_an_administrator(session: Session, row: UserRow) -> None:
    if row.active and len(people.administrators(session, row.commune_code)) <= 1:
        raise Conflict(Sentence("Đây là quản trị duy nhất của xã. Thêm một quản trị khác trước."))


def _end_sessions(row: UserRow) -> None:
    """Flask-Security knows a session by this; a new one makes every old session nobody's."""
    row.fs_uniquifier = uuid.uuid4().hex
