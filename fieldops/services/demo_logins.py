"""Demo logins: one of each role in each commune, invented and marked so."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from fieldops.domain.people import FIELD_ROLES, Role
from fieldops.store import people, registry, scope
from fieldops.store.tables import UserRow

USERNAMES = {
    Role.LEADER: "lanhdao",
    Role.REGISTRAR: "hotich",
    Role.POLICE: "congan",
    Role.YOUTH: "thanhnien",
    Role.HAMLET_HEAD: "truongap",
    Role.INSPECTOR: "thanhtra",
    Role.ADMINISTRATOR: "quantri",
}
PLACES = {"31633": "culaodung", "31615": "anthanh"}


def load(session: Session, password_hash: str) -> None:
    """Add the logins of the commune the session is inside; those that exist stay as they are."""
    code = scope.current(session)
    for role, name in USERNAMES.items():
        username = f"{name}.{PLACES[code]}"
        if people.user_by_username(session, username) is None:
            session.add(_login(session, role, username, password_hash))
    session.flush()


def _login(session: Session, role: Role, username: str, password_hash: str) -> UserRow:
    staff = people.first_staff(session, role) if role in FIELD_ROLES else None
    hamlet = registry.hamlets(session)[0] if role is Role.HAMLET_HEAD else None
    return UserRow(
        commune_code=scope.current(session),
        username=username,
        full_name=staff.full_name if staff else NAMES[role],
        role=role,
        staff_id=staff.id if staff else None,
        hamlet_id=hamlet.id if hamlet else None,
        password=password_hash,
        fs_uniquifier=uuid.uuid4().hex,
        demo=True,
    )


NAMES = {
    Role.LEADER: "Lê Văn Mẫu",
    Role.HAMLET_HEAD: "Trần Văn Mẫu",
    Role.INSPECTOR: "Phan Thị Mẫu",
    Role.ADMINISTRATOR: "Võ Thị Mẫu",
    Role.REGISTRAR: "Nguyễn Thị Mẫu",
    Role.POLICE: "Huỳnh Văn Mẫu",
    Role.YOUTH: "Đỗ Thị Mẫu",
}
"""Invented; "Mẫu" means sample. Field roles take the name of the staff they stand for."""
