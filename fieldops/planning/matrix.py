"""A square table of whole numbers, one row a place, as JSON and as an array."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

LARGEST = 10_000_000
"""No leg takes 115 days or goes 10,000 km; sums of legs stay far inside 32 bits times a day."""


class Square:
    """
    A read-only square matrix of whole numbers from -1 to ``LARGEST``; equal by content.

    ``cells`` are as narrow as their content allows: reckon with them in a wider type.
    """

    __slots__ = ("cells",)

    def __init__(self, rows: object) -> None:
        if isinstance(rows, list | tuple):
            _refuse_fractions(rows)
        cells = np.asarray(rows)
        if cells.size == 0:
            cells = np.zeros((0, 0), np.int16)
        if cells.ndim != 2 or cells.shape[0] != cells.shape[1]:
            raise ValueError("not square")
        if not np.issubdtype(cells.dtype, np.integer):
            raise ValueError("not whole numbers")
        if cells.size and (cells.min() < -1 or cells.max() > LARGEST):
            raise ValueError("out of range")
        self.cells: NDArray[Any] = np.ascontiguousarray(cells, _narrowest(cells))
        self.cells.flags.writeable = False

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, place: tuple[int, int]) -> int:
        return int(self.cells[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Square) and np.array_equal(self.cells, other.cells)

    def __hash__(self) -> int:
        return hash((len(self.cells), int(self.cells.sum(dtype=np.int64))))


def _narrowest(cells: NDArray[Any]) -> type[np.integer[Any]]:
    """Two bytes a cell where the ways are those of one commune."""
    low, high = (int(cells.min()), int(cells.max())) if cells.size else (0, 0)
    types: tuple[type[np.integer[Any]], ...] = (np.int16, np.uint16)
    fit = (t for t in types if np.iinfo(t).min <= low and high <= np.iinfo(t).max)
    return next(fit, np.int32)


def _refuse_fractions(rows: list[Any] | tuple[Any, ...]) -> None:
    """Rows of different lengths, texts, true and 1.5 are errors, not something to be cast."""
    for row in rows:
        if not isinstance(row, list | tuple) or any(type(cell) is not int for cell in row):
            raise ValueError("not whole numbers")
        if len(row) != len(rows):
            raise ValueError("not square")


def _read(value: object) -> Square:
    return value if isinstance(value, Square) else Square(value)


Matrix: TypeAlias = Annotated[
    Square,
    PlainValidator(_read),
    PlainSerializer(lambda square: square.cells.tolist(), return_type=list),
    WithJsonSchema(
        {
            "type": "array",
            "items": {
                "type": "array",
                "items": {"type": "integer", "minimum": -1, "maximum": LARGEST},
            },
        }
    ),
]
