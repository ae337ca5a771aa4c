"""Plans as the office handles them: asked for, made, published, replaced."""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    """
    A request for a plan: QUEUED until a worker takes it, RUNNING under the worker's lease.

    PROVING: its plan is stored and may be used, while the worker proves how much better one could
    be. DONE made a plan; FAILED and CANCELLED made none. These three are final.
    """

    QUEUED = "queued"
    RUNNING = "running"
    PROVING = "proving"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({JobState.QUEUED, JobState.RUNNING})
"""No plan yet: until then nobody may ask for another."""


class Cancel(StrEnum):
    """What a person who cancels wants of the best plan found so far."""

    NO = ""
    KEEP = "keep"
    DROP = "drop"


class PlanState(StrEnum):
    """
    DRAFT is seen by the desk alone; teams follow the PUBLISHED one until another replaces it.

    A draft nobody wants is DISCARDED, a published plan taken back WITHDRAWN.
    """

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
