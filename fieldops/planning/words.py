"""The words for roles, skills, vehicles and registers, as sentences of the planner carry them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from fieldops.domain.case import Register
from fieldops.domain.facts import Fact, Label
from fieldops.domain.people import Role, Skill
from fieldops.domain.vehicle import VehicleKind

_WORDS: dict[Enum, Label] = {
    Role.LEADER: Label("Lãnh đạo xã"),
    Role.REGISTRAR: Label("Công chức tư pháp – hộ tịch"),
    Role.POLICE: Label("Công an xã"),
    Role.YOUTH: Label("Đoàn viên thanh niên"),
    Role.HAMLET_HEAD: Label("Trưởng ấp"),
    Role.INSPECTOR: Label("Thanh tra"),
    Role.ADMINISTRATOR: Label("Quản trị hệ thống"),
    Skill.KHMER: Label("Nói tiếng Khmer"),
    Skill.HOA: Label("Nói tiếng Hoa"),
    Skill.BOAT: Label("Lái vỏ lãi"),
    VehicleKind.MOTORBIKE: Label("Xe máy"),
    VehicleKind.CAR: Label("Ô tô"),
    VehicleKind.BOAT: Label("Vỏ lãi"),
    Register.BIRTH: Label("Sổ đăng ký khai sinh"),
    Register.DEATH: Label("Sổ đăng ký khai tử"),
}


def words(kinds: Iterable[Enum]) -> Fact:
    """The words of the kinds, in one stable order."""
    return tuple(_WORDS[kind] for kind in sorted(kinds, key=lambda kind: str(kind.value)))


def word(kind: Enum) -> Label:
    """The word of one kind."""
    return _WORDS[kind]
