"""Who goes out in the demo, by which vehicles and over which water: all of it invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.commune import CommuneSettings, Ferry
from fieldops.domain.people import Role, Skill
from fieldops.domain.units import HOUR, MINUTE, Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.services import staff
from fieldops.services.audit import SYSTEM
from fieldops.services.staff import StaffDraft, VehicleDraft
from fieldops.store import planning, scope
from fieldops.store.tables import CommuneRow

_R, _P, _Y = Role.REGISTRAR, Role.POLICE, Role.YOUTH
_KHMER, _BOAT = Skill.KHMER, Skill.BOAT

PEOPLE: dict[str, tuple[tuple[str, Role, tuple[Skill, ...]], ...]] = {
    "31633": (
        ("Nguyễn Thị Thu Hà", _R, ()),
        ("Trần Minh Quân", _R, (_BOAT,)),
        ("Lê Văn Dũng", _P, ()),
        ("Thạch Sa Rươl", _P, (_KHMER,)),
        ("Phạm Quốc Bảo", _P, (_BOAT,)),
        ("Võ Thành Nhân", _P, ()),
        ("Huỳnh Văn Lợi", _P, ()),
        ("Đặng Thị Mỹ Linh", _Y, ()),
        ("Sơn Thị Sa Rây", _Y, (_KHMER,)),
        ("Bùi Anh Khoa", _Y, (_BOAT,)),
        ("Lý Thị Ngọc Mai", _Y, (Skill.HOA,)),
        ("Trương Hoàng Phúc", _Y, ()),
        ("Ngô Thị Cẩm Tiên", _Y, ()),
        ("Đỗ Nhật Huy", _Y, ()),
        ("Mai Thị Kim Ngân", _Y, ()),
    ),
    "31615": (
        ("Phan Thị Bích Vân", _R, ()),
        ("Lâm Chí Thiện", _R, (_KHMER,)),
        ("Trần Hữu Tài", _P, (_BOAT,)),
        ("Kim Sô Phia", _P, (_KHMER,)),
        ("Nguyễn Văn Tâm", _P, ()),
        ("Hồ Thị Yến Nhi", _Y, ()),
        ("Lê Gia Hân", _Y, (_BOAT,)),
        ("Danh Thị Sà Ven", _Y, (_KHMER,)),
        ("Cao Minh Trí", _Y, ()),
    ),
}
"""Commune → (name, role, skills). "60…" numbers, which no network uses, stand for phones."""

VEHICLES: dict[str, tuple[tuple[str, VehicleKind, int], ...]] = {
    "31633": (
        ("Xe máy 1 và 2", VehicleKind.MOTORBIKE, 4),
        ("Xe máy 3 và 4", VehicleKind.MOTORBIKE, 4),
        ("Xe máy 5 và 6", VehicleKind.MOTORBIKE, 4),
        ("Vỏ lãi công an xã", VehicleKind.BOAT, 5),
        ("Ô tô ủy ban", VehicleKind.CAR, 7),
    ),
    "31615": (
        ("Xe máy 1 và 2", VehicleKind.MOTORBIKE, 4),
        ("Xe máy 3 và 4", VehicleKind.MOTORBIKE, 4),
        ("Vỏ lãi xã An Thạnh", VehicleKind.BOAT, 5),
    ),
}
"""Commune → (name, kind, seats). A team of four rides two motorbikes."""


def _every(minutes: int) -> tuple[Seconds, ...]:
    """Departures from 5:00 to 19:00."""
    return tuple(range(5 * HOUR, 19 * HOUR + 1, minutes * MINUTE))


FERRIES = {
    "31633": Ferry(
        name="Phà Văn Tố – Bình Du (giờ chạy do bản dùng thử đặt ra)",
        lat_from=9.617,
        lon_from=106.182,
        lat_to=9.613,
        lon_to=106.189,
        crossing=8 * MINUTE,
        from_islet="Đại Ân",
        departures=_every(20),
        boards=(VehicleKind.MOTORBIKE.value,),
        demo=True,
    ),
    "31615": Ferry(
        name="Phà An Lạc – Chợ (giờ chạy do bản dùng thử đặt ra)",
        lat_from=9.690,
        lon_from=106.128,
        lat_to=9.684,
        lon_to=106.137,
        crossing=10 * MINUTE,
        from_islet="An Lạc",
        departures=_every(30),
        boards=(VehicleKind.MOTORBIKE.value,),
        demo=True,
    ),
}
ISLETS = {"31633": {"Văn Tố B": "Đại Ân"}, "31615": {"An Lạc": "An Lạc"}}
"""Commune → hamlet → the islet it stands on in the demo; all others are on the main one."""


def load(session: Session, now: datetime, today: date) -> None:
    """
    Staff, vehicles, a ferry and an absence for the commune the session is inside.

    A commune that has any staff, vehicle or ferry keeps what it has, so it may run at every start.
    """
    code = scope.current(session)
    if code not in PEOPLE:
        return
    if not planning.staff(session):
        _add_people(session, code, now, today)
    if not planning.vehicles(session):
        for name, kind, seats in VEHICLES[code]:
            staff.add_vehicle(session, SYSTEM, VehicleDraft(name, kind, seats), now)
    _lay_ferry(session, code)


def _add_people(session: Session, code: str, now: datetime, today: date) -> None:
    rows = [
        staff.add(session, SYSTEM, StaffDraft(name, role, skills, f"060{code}{at:02}"), now)
        for at, (name, role, skills) in enumerate(PEOPLE[code], start=1)
    ]
    away = today + timedelta(days=5)
    days = (away, away + timedelta(days=1))
    staff.add_absence(session, SYSTEM, rows[2].id, days, "Tập huấn", now)


def _lay_ferry(session: Session, code: str) -> None:
    commune = session.get_one(CommuneRow, code)
    settings = CommuneSettings.from_json(commune.settings)
    if settings.ferries:
        return
    ferry = FERRIES[code]
    commune.settings = {**commune.settings, "ferries": [_document(ferry)]}
    for hamlet in planning.hamlets(session):
        hamlet.islet = ISLETS[code].get(hamlet.name, hamlet.islet)
    session.flush()


def _document(ferry: Ferry) -> dict[str, object]:
    ferries = CommuneSettings(ferries=(ferry,)).to_json()["ferries"]
    document: dict[str, object] = ferries[0]
    return document
