"""
Convoys: those who wait to write at the same moment go in one transaction, with one fsync.

Of the threads of a process that come together the first one leads: when its turn comes it takes
along all who wait by then. Nobody waits for more to come, so that one alone goes at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Load = TypeVar("Load")
Answer = TypeVar("Answer")


@dataclass(eq=False, slots=True)
class _Seat(Generic[Load, Answer]):
    load: Load
    answer: list[Answer] = field(default_factory=list)
    error: BaseException | None = None

    @property
    def is_over(self) -> bool:
        return bool(self.answer) or self.error is not None


class Convoy(Generic[Load, Answer]):
    """
    One road of a process; whoever comes while a convoy is under way goes with the next.

    ``turn`` holds the right to write for a while, and leaves nothing half-written behind.
    ``write`` takes any number of loads to the end of one commit and answers each, in order.
    """

    def __init__(
        self,
        turn: Callable[[], AbstractContextManager[None]],
        write: Callable[[Sequence[Load]], Sequence[Answer]],
    ) -> None:
        self._turn, self._write = turn, write
        self._lead = Lock()
        self._waiting: deque[_Seat[Load, Answer]] = deque()

    def ride(self, load: Load) -> Answer:
        """The answer to this load, once it is committed; raises what ``write`` raised for it."""
        seat: _Seat[Load, Answer] = _Seat(load)
        self._waiting.append(seat)
        with self._lead:
            if not seat.is_over:
                self._go()
        if seat.error is not None:
            raise seat.error
        return seat.answer[0]

    def _go(self) -> None:
        """Take along all who wait; where that fails, each by itself: none fails another."""
        seats = self._drive(self._boarded)
        if len(seats) > 1 and isinstance(seats[0].error, Exception):
            for seat in seats:
                seat.error = None
                self._drive(lambda alone=seat: [alone])  # type: ignore[misc]

    def _drive(self, board: Callable[[], list[_Seat[Load, Answer]]]) -> list[_Seat[Load, Answer]]:
        """Who gets on once it is our turn; each has an answer, or an error, then."""
        seats: list[_Seat[Load, Answer]] = []
        try:
            with self._turn():
                seats = board()
                answers = self._write([seat.load for seat in seats])
            if len(answers) != len(seats):
                raise ValueError("one answer for each load")
            for seat, answer in zip(seats, answers, strict=True):
                seat.answer.append(answer)
        except BaseException as error:
            seats = seats or board()
            for seat in seats:
                seat.error = error
        return seats

    def _boarded(self) -> list[_Seat[Load, Answer]]:
        """All who wait by now; only the leader calls them on board."""
        return [self._waiting.popleft() for _ in range(len(self._waiting))]
