"""The office on its special days: how a request came in, who is on duty, what is done at once."""

from __future__ import annotations

from enum import StrEnum


class Via(StrEnum):
    """By which way of the commune's own a request came in, beside the official channel."""

    HOTLINE = "hotline"
    WALK_IN = "walk_in"


class Post(StrEnum):
    """What a person on duty does that day. Whoever has a post stays at the office."""

    LEAD = "lead"  # answers for the lane; a leader
    DESK = "desk"  # receives
    WRITE = "write"  # writes declarations for those who come on a day without writing


class Matter(StrEnum):
    """What the same-day lane takes: done at once, without an appointment."""

    BIRTH = "birth"
    DEATH = "death"
    COPY = "copy"
    CERTIFY = "certify"
    OTHER = "other"
