"""Outcomes: what a team found at the door, and what became of the report of it."""

from __future__ import annotations

from enum import StrEnum


class Result(StrEnum):
    """What the team found."""

    DONE = "done"
    NOT_HOME = "not_home"
    REFUSED = "refused"
    PAPERS_MISSING = "papers_missing"
    MOVED = "moved"
    OTHER = "other"


class Fate(StrEnum):
    """What the server did with a report. None is ever thrown away."""

    STORED = "stored"
    ALREADY = "already"  # the same report came before
    NEEDS_REVIEW = "needs_review"  # stored, but the visit had moved on: a supervisor decides
    QUARANTINED = "quarantined"  # kept as sent, could not be read
