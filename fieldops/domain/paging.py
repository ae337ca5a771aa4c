"""One page of a longer list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
SIZE = 50
"""Rows on one page."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """
    ``rows`` of page ``number`` (from 1) of ``pages``; ``total`` counts the whole list.

    ``first`` and ``last`` are row numbers from 1, both 0 when the list is empty.
    """

    rows: Sequence[T]
    number: int
    total: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0


def page_of(items: Sequence[T], number: int, size: int = SIZE) -> Page[T]:
    """That page of the list; before the first is the first, beyond the end is the last."""
    number = min(max(number, 1), max(1, -(-len(items) // size)))
    return Page(items[(number - 1) * size : number * size], number, len(items), size)
