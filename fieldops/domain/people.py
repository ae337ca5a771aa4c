"""Who uses the product, and what each may do; who goes into the field."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is in the commune. One login has one role."""

    LEADER = "leader"
    REGISTRAR = "registrar"
    POLICE = "police"
    YOUTH = "youth"
    HAMLET_HEAD = "hamlet_head"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


FIELD_ROLES = frozenset({Role.REGISTRAR, Role.POLICE, Role.YOUTH})
"""Roles that go out with a team."""


class Skill(StrEnum):
    """What a person or a team can do beyond their role."""

    KHMER = "khmer"
    HOA = "hoa"
    BOAT = "boat"


class Permission(StrEnum):
    """One thing a person may do; routes ask for permissions, never for roles."""

    READ_HOUSEHOLDS = "households.read"
    WRITE_HOUSEHOLDS = "households.write"
    IMPORT_HOUSEHOLDS = "households.import"
    MERGE_HOUSEHOLDS = "households.merge"
    READ_SENSITIVE = "sensitive.read"
    READ_CASES = "cases.read"
    WRITE_CASES = "cases.write"
    READ_DEMAND = "demand.read"
    READ_PLANS = "plans.read"
    MAKE_PLANS = "plans.make"
    PUBLISH_PLANS = "plans.publish"
    GO_OUT = "field.go"
    REVIEW_OUTCOMES = "outcomes.review"
    READ_REGISTRATIONS = "registrations.read"
    REGISTER = "registrations.write"
    READ_REPORTS = "reports.read"
    MEND = "shortcomings.mend"
    READ_AUDIT = "audit.read"
    MANAGE_STAFF = "staff.manage"
    MANAGE_USERS = "users.manage"
    MANAGE_PHONES = "phones.manage"
    MANAGE_SETTINGS = "settings.manage"


_P = Permission
_DESK_READ = frozenset(
    {
        _P.READ_HOUSEHOLDS,
        _P.READ_CASES,
        _P.READ_DEMAND,
        _P.READ_PLANS,
        _P.READ_REGISTRATIONS,
        _P.READ_REPORTS,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.LEADER: _DESK_READ
    | {
        _P.WRITE_HOUSEHOLDS,
        _P.IMPORT_HOUSEHOLDS,
        _P.MERGE_HOUSEHOLDS,
        _P.READ_SENSITIVE,
        _P.WRITE_CASES,
        _P.MAKE_PLANS,
        _P.PUBLISH_PLANS,
        _P.REVIEW_OUTCOMES,
        _P.MEND,
        _P.MANAGE_STAFF,
        _P.MANAGE_PHONES,
        _P.MANAGE_SETTINGS,
        _P.READ_AUDIT,
    },
    Role.REGISTRAR: _DESK_READ
    | {
        _P.WRITE_HOUSEHOLDS,
        _P.IMPORT_HOUSEHOLDS,
        _P.MERGE_HOUSEHOLDS,
        _P.READ_SENSITIVE,
        _P.WRITE_CASES,
        _P.MAKE_PLANS,
        _P.GO_OUT,
        _P.REVIEW_OUTCOMES,
        _P.MEND,
        _P.REGISTER,
    },
    Role.POLICE: frozenset(
        {
            _P.READ_HOUSEHOLDS,
            _P.READ_SENSITIVE,
            _P.READ_CASES,
            _P.READ_DEMAND,
            _P.READ_PLANS,
            _P.GO_OUT,
            _P.MEND,
        }
    ),
    Role.YOUTH: frozenset({_P.GO_OUT}),
    Role.HAMLET_HEAD: frozenset({_P.READ_HOUSEHOLDS, _P.WRITE_HOUSEHOLDS}),
    Role.INSPECTOR: _DESK_READ | {_P.READ_SENSITIVE, _P.READ_AUDIT},
    Role.ADMINISTRATOR: frozenset(
        {
            _P.MANAGE_STAFF,
            _P.MANAGE_USERS,
            _P.MANAGE_PHONES,
            _P.MANAGE_SETTINGS,
            _P.READ_AUDIT,
        }
    ),
}
"""A hamlet head sees and writes only their own hamlet's households; services hold that line."""


def may(role: Role, permission: Permission) -> bool:
    """Whether the role carries the permission."""
    return permission in PERMISSIONS[role]
