"""Coverage: of those who asked in each hamlet, how many hold their paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldops.domain.case import CaseState
from fieldops.domain.facts import Label
from fieldops.domain.sentences import Sentence
from fieldops.reports.case_fact import CaseFact
from fieldops.reports.figures import state_on
from fieldops.reports.period import Window

DEFINITION = Sentence(
    "Mẫu số: mọi yêu cầu của ấp ghi nhận đến ngày cuối kỳ, trừ hồ sơ rút hoặc bị từ chối. "
    "Tử số: những yêu cầu mà người dân đã cầm kết quả. Không chỉ tính riêng trong kỳ."
)
NAME = Label("Độ phủ theo ấp")


@dataclass(frozen=True, slots=True)
class Coverage:
    """One hamlet: ``held`` of ``asked`` requests ended with the paper in hand."""

    hamlet: str
    asked: int
    held: int

    @property
    def waiting(self) -> int:
        """Requests of people who still have no paper."""
        return self.asked - self.held

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nobody asked."""
        return self.held / self.asked if self.asked else 0.0


def coverage(cases: Sequence[CaseFact], hamlets: Sequence[str], window: Window) -> list[Coverage]:
    """One line for each hamlet, also for those where nobody asked, in the order given."""
    states: Mapping[str, list[CaseState | None]] = {hamlet: [] for hamlet in hamlets}
    for case in cases:
        if case.hamlet in states:
            states[case.hamlet].append(state_on(case, window))
    gone = {None, CaseState.WITHDRAWN, CaseState.REFUSED}
    return [
        Coverage(
            hamlet,
            asked=sum(state not in gone for state in found),
            held=sum(state == CaseState.HANDED_OVER for state in found),
        )
        for hamlet, found in states.items()
    ]


def coverage_finding(lines: Sequence[Coverage]) -> Sentence:
    """What the picture says, for its title."""
    asked = sum(line.asked for line in lines)
    if not asked:
        return Sentence("Chưa ấp nào có yêu cầu")
    behind = max(lines, key=lambda line: line.waiting)
    if not behind.waiting:
        return Sentence("Mọi yêu cầu của các ấp đã có kết quả trong tay")
    return Sentence(
        "{hamlet} còn nhiều việc chờ nhất: {waiting} trên {asked} yêu cầu",
        {"hamlet": behind.hamlet, "waiting": behind.waiting, "asked": behind.asked},
    )
