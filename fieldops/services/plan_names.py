"""Names of visits in a problem: the id of its row; the second team's half of it bears a mark."""

from __future__ import annotations

SECOND = "+"


def name_of(visit_id: int, *, helps: bool = False) -> str:
    """The visit's name in a problem; ``helps``: of what the second team does there."""
    return f"{visit_id}{SECOND if helps else ''}"


def id_of(name: str) -> int:
    """The id of the row that is meant, by either half."""
    return int(name.removesuffix(SECOND))


def helps(name: str) -> bool:
    """Whether it is the second team's half."""
    return name.endswith(SECOND)
