"""Totals that must add up, and the sentence for each that does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldops.domain.facts import Label
from fieldops.domain.sentences import Sentence
from fieldops.reports.figures import GROUPINGS, Figures, Grouping, Tally
from fieldops.reports.indicators import INDICATOR


@dataclass(frozen=True, slots=True)
class Sum:
    """The whole is the sum of its parts, each counted on its own."""

    whole: str
    parts: tuple[str, ...]


SUMS: tuple[Sum, ...] = (
    Sum("received", ("carried_over", "new")),
    Sum("received", ("resolved", "stopped", "pending")),
    Sum("resolved", ("early", "on_time", "late")),
    Sum("pending", ("pending_in_time", "overdue")),
    Sum("late_now", ("overdue", "event_late", "handover_overdue")),
    Sum("handed_over", ("handed_over_in_time", "handed_over_late")),
    Sum("handed_over", ("handed_over_digitised", "handed_over_on_paper_only")),
    Sum("registered", ("birth_registered", "death_registered")),
    Sum("registered", ("registered_timely", "registered_late", "registered_open")),
    Sum("birth_registered", ("birth_timely", "birth_late", "birth_open")),
    Sum("death_registered", ("death_timely", "death_late", "death_open")),
    Sum("registered_timely", ("birth_timely", "death_timely")),
    Sum("registered_late", ("birth_late", "death_late")),
    Sum("registered_open", ("birth_open", "death_open")),
    Sum("registered", ("registered_entered", "registered_not_entered")),
    Sum(
        "not_entered",
        ("not_entered_2", "not_entered_7", "not_entered_30", "not_entered_more"),
    ),
)


def reconcile(figures: Figures) -> list[Sentence]:
    """What does not add up, one sentence each; empty when all of it does."""
    return [
        *_sums(figures.total),
        *(fault for grouping in GROUPINGS for fault in _grouping(figures, grouping)),
        *_states(figures),
        *_out_of_order(figures),
    ]


def check_sum(whole: int, parts: tuple[int, ...], name: Label) -> Sentence | None:
    """The sentence when the parts do not make the whole, however the numbers were come by."""
    if sum(parts) == whole:
        return None
    return Sentence(
        "{name}: các phần cộng lại được {sum}, tổng ghi {total}, lệch {gap}. "
        "Rà lại trước khi ký báo cáo.",
        {"name": name, "sum": sum(parts), "total": whole, "gap": abs(whole - sum(parts))},
    )


def _sums(total: Tally) -> Iterator[Sentence]:
    for rule in SUMS:
        parts = tuple(total[key] for key in rule.parts)
        fault = check_sum(total[rule.whole], parts, INDICATOR[rule.whole].name)
        if fault:
            yield fault


def _grouping(figures: Figures, grouping: Grouping) -> Iterator[Sentence]:
    parts = figures.by[grouping.key]
    for key, whole in figures.total.items():
        counts = [tally[key] for tally in parts.values()]
        if grouping.overlapping:
            fits = max(counts, default=0) <= whole <= sum(counts)
        else:
            fits = sum(counts) == whole
        if not fits:
            yield Sentence(
                "{name} theo {grouping}: các phần cộng lại được {sum}, tổng ghi {total}. "
                "Rà lại trước khi ký báo cáo.",
                {
                    "name": INDICATOR[key].name,
                    "grouping": grouping.name,
                    "sum": sum(counts),
                    "total": whole,
                },
            )


def _states(figures: Figures) -> Iterator[Sentence]:
    whole = figures.total["received"] + figures.total["waiting_visit"]
    fault = check_sum(whole, tuple(figures.states.values()), Label("Hồ sơ theo trạng thái"))
    if fault:
        yield fault


def _out_of_order(figures: Figures) -> Iterator[Sentence]:
    if figures.out_of_order:
        yield Sentence(
            "{count} hồ sơ có ngày không theo thứ tự (tiếp nhận, xử lý xong, trao, nhập hệ thống). "
            "Mở hồ sơ và sửa ngày.",
            {"count": len(figures.out_of_order)},
        )
