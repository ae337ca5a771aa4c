"""
The rules of a plan: one file, one rule, said twice.

``post`` asks it of the routes, ``form`` of the making of teams; ``violations`` checks it in a plan
and knows no solver.
"""

from fieldops.domain.facts import Label
from fieldops.planning.rules import (
    books,
    capacity,
    crew,
    days,
    hours,
    links,
    lunch,
    once,
    people,
    pins,
    reach,
    roles,
    skills,
    teams,
    times,
    together,
    totals,
    vehicles,
    windows,
)

ALL = (
    once,
    teams,
    people,
    crew,
    vehicles,
    hours,
    roles,
    skills,
    reach,
    days,
    windows,
    times,
    lunch,
    capacity,
    links,
    books,
    together,
    pins,
    totals,
)

POSTED = (hours, roles, skills, reach, days, windows, lunch, capacity, links, books, pins, together)
"""Rules asked of the routes, the last knowing what the others leave."""

FORMING = (people, crew, vehicles, hours, roles, skills, reach, books)
"""Rules asked of the making of teams."""

TITLES = {rule.NAME: rule.TITLE for rule in ALL} | {
    "value": Label("Không đáng công đi"),
    "search": Label("Chưa kịp tìm"),
    "unknown": Label("Nhiều nguyên nhân"),
    "kept": Label("Giữ ngày đã hẹn"),
    "ferries": Label("Phà không chạy"),
}
"""What each rule, and each reason that is no rule, is called on a page."""
