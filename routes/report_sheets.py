"""The tables of a report, once: the page and the workbook show the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from flask_babel import gettext as _

from fieldops.domain.case import CaseState
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import fold
from fieldops.reports import coverage, weeks
from fieldops.reports.figures import GROUPINGS, Grouping, Part, Tally, counted, percent
from fieldops.reports.indicators import INDICATOR, INDICATORS, SHARES, Indicator
from fieldops.reports.workbook import Column, Kind, Sheet, Value
from fieldops.services import survey
from fieldops.services.reports import Report
from routes.formats import fact, say
from routes.words import word

ONE_STOP = (
    ("received", 0),
    ("carried_over", 1),
    ("new", 1),
    ("resolved", 0),
    ("early", 1),
    ("on_time", 1),
    ("late", 1),
    ("stopped", 0),
    ("pending", 0),
    ("pending_in_time", 1),
    ("overdue", 1),
)
LATE = (
    ("late_now", 0),
    ("overdue", 1),
    ("event_late", 1),
    ("handover_overdue", 1),
    ("behind", 0),
    ("waiting_papers", 0),
    ("apologised", 0),
    ("no_apology", 0),
)
HANDED_OVER = (
    ("handed_over", 0),
    ("handed_over_in_time", 1),
    ("handed_over_late", 1),
    ("handed_over_digitised", 1),
    ("handed_over_on_paper_only", 1),
    ("waiting_handover", 0),
    ("waiting_visit", 0),
)
REGISTERED = (
    ("registered", 0),
    ("birth_registered", 1),
    ("death_registered", 1),
    ("registered_timely", 1),
    ("registered_late", 1),
    ("registered_open", 1),
    ("registered_entered", 0),
    ("registered_not_entered", 0),
)
TIMELY = (
    ("birth_registered", 0),
    ("birth_timely", 1),
    ("birth_late", 1),
    ("birth_open", 1),
    ("death_registered", 0),
    ("death_timely", 1),
    ("death_late", 1),
    ("death_open", 1),
)
NOT_ENTERED = (
    ("not_entered", 0),
    ("not_entered_2", 1),
    ("not_entered_7", 1),
    ("not_entered_30", 1),
    ("not_entered_more", 1),
)
"""Keys of indicators in the order they are read; 1 is a part of the 0 above it."""

ONE_STOP_COLUMNS = tuple(key for key, _depth in ONE_STOP)
REGISTER_COLUMNS = tuple(key for key, _depth in TIMELY)
RESULT_COLUMNS = (
    "not_entered",
    "handed_over",
    "handed_over_in_time",
    "handed_over_late",
    "handed_over_digitised",
    "handed_over_on_paper_only",
)
COLUMNS = (*ONE_STOP_COLUMNS, *REGISTER_COLUMNS, *RESULT_COLUMNS)
"""What each part of a grouping is shown by: what came in, what was registered, what was given."""

WEEKS_DRAWN = 12

OVERLAP = Sentence(
    "Một người có thể thuộc nhiều diện và được đếm ở từng diện, nên cộng các dòng có thể lớn hơn "
    "tổng; dòng tổng đếm mỗi hồ sơ một lần."
)


@dataclass(frozen=True, slots=True)
class ColumnSet:
    """One of the tables of a grouping: each narrow enough for a desk and for A4."""

    title: str
    indicators: Sequence[Indicator]


def column_sets() -> list[ColumnSet]:
    """What came in, what was registered and how timely, what was entered and given."""
    sets = (
        (_("Một cửa"), ONE_STOP_COLUMNS),
        (_("Sổ hộ tịch"), REGISTER_COLUMNS),
        (_("Nhập và trao"), RESULT_COLUMNS),
    )
    return [ColumnSet(str(title), [INDICATOR[key] for key in keys]) for title, keys in sets]


def indicator(key: str) -> Indicator:
    """One indicator by its key."""
    return INDICATOR[key]


def parts(report: Report, grouping: Grouping) -> list[tuple[str, Tally]]:
    """The parts that have anything to show, named and in order: hamlets by name."""
    found = report.figures.by[grouping.key]
    shown = {part: counts for part, counts in found.items() if any(counts[k] for k in COLUMNS)}
    return [(part_name(part), shown[part]) for part in sorted(shown, key=_order)]


def part_name(part: Part) -> str:
    """The words for one part of a grouping."""
    if part is None:
        return str(_("Chưa ghi"))
    return word(part) if isinstance(part, Enum) else str(part)


def _order(part: Part) -> tuple[int, int, str]:
    if part is None:
        return 2, 0, ""
    if isinstance(part, Enum):
        return 0, list(type(part)).index(part), ""
    return 1, 0, fold(str(part))


def states(report: Report) -> list[tuple[CaseState, int]]:
    """How many cases stood in each state at the end of the period."""
    return list(report.figures.states.items())


def shares(report: Report) -> list[tuple[str, str, float | None, int, int]]:
    """Each share: its name, its definition, per hundred, the count and what it is a share of."""
    total = report.figures.total
    return [
        (
            fact(share.name),
            say(share.definition),
            percent(share, total),
            *counted(share, total),
        )
        for share in SHARES
    ]


SATISFIED = Sentence(
    "Phiếu trả lời hài lòng hoặc rất hài lòng trên mọi phiếu của các tuần bắt đầu trong kỳ. "
    "Phải đạt {goal} %, đến năm 2030 đạt {later} %.",
    {"goal": survey.GOAL, "later": survey.GOAL_2030},
)


def satisfaction(report: Report) -> tuple[str, str, float | None, int, int]:
    """The satisfied, as a share like those of ``shares``; none of too few answers."""
    found = report.satisfaction.satisfied
    name = str(_("Người dân hài lòng"))
    return name, say(SATISFIED), found.percent, found.part, found.whole


def groupings() -> Sequence[Grouping]:
    """All groupings, in the order they are shown."""
    return GROUPINGS


def week_rows(report: Report) -> list[tuple[str, tuple[int, int, int]]]:
    """The bars of the last weeks, each named by its Monday; the workbook has every week."""
    shown = report.weeks[-WEEKS_DRAWN:]
    return [(f"{week.monday:%d/%m}", (week.planned, week.done, week.late)) for week in shown]


def has_visits(report: Report) -> bool:
    """Whether there is anything to draw."""
    return any(week.planned or week.done or week.late for week in report.weeks)


def week_series() -> list[str]:
    """The names of the bars of a week."""
    return [fact(name) for _key, name, _definition in weeks.SERIES]


def week_definitions() -> list[tuple[str, str]]:
    """What each bar of a week counts."""
    return [(fact(name), say(definition)) for _key, name, definition in weeks.SERIES]


def period_line(report: Report) -> str:
    """The period in words, and that it still runs where it does."""
    facts = {
        "start": report.period.start_on,
        "end": report.period.end_on,
        "seen": report.window.seen_on,
    }
    if report.window.seen_on < report.period.end_on:
        return say(Sentence("Từ {start} đến {end}; kỳ chưa hết, số liệu đến {seen}.", facts))
    return say(Sentence("Từ {start} đến {end}, tính cả hai ngày.", facts))


def sheets(report: Report, commune: str) -> list[Sheet]:
    """The whole report as sheets of a workbook; what does not add up stands before all figures."""
    notes = (commune, period_line(report))
    figures = _figures(report, notes)
    faults = _faults(report, notes)
    return [faults, *figures] if report.faults else [*figures, faults]


def _figures(report: Report, notes: Sequence[str]) -> list[Sheet]:
    return [
        _indicators(report, notes),
        *(
            _grouping(report, grouping, columns, notes)
            for grouping in GROUPINGS
            for columns in column_sets()
        ),
        _states(report, notes),
        _weeks(report, notes),
        _coverage(report, notes),
    ]


def _indicators(report: Report, notes: Sequence[str]) -> Sheet:
    total = report.figures.total
    counts: list[list[Value]] = [
        [fact(one.name), total[one.key], None, fact(one.unit), say(one.definition)]
        for one in INDICATORS
    ]
    rates: list[list[Value]] = [
        [name, part, rate, _("trên %(whole)s", whole=whole), definition]
        for name, definition, rate, part, whole in (*shares(report), satisfaction(report))
    ]
    heads = (
        Column(_("Chỉ tiêu"), width=34),
        Column(_("Số lượng"), Kind.COUNT, 12),
        Column(_("Tỷ lệ"), Kind.PERCENT, 10),
        Column(_("Đơn vị"), width=12),
        Column(_("Cách tính"), width=90),
    )
    return Sheet(_("Chỉ tiêu"), _("Báo cáo kết quả"), notes, heads, [*counts, *rates])


def _grouping(
    report: Report, grouping: Grouping, columns: ColumnSet, notes: Sequence[str]
) -> Sheet:
    """One table of a grouping; its sheet is named by both, within what Excel allows."""
    name, shown = fact(grouping.name), columns.indicators
    title = say(Sentence("Kết quả theo: {grouping}", {"grouping": grouping.name}))
    heads = [Column(name, width=34), *(Column(fact(one.name), Kind.COUNT, 14) for one in shown)]
    lines = [*parts(report, grouping), (_("Tổng"), report.figures.total)]
    body: list[list[Value]] = [
        [part, *(counts[one.key] for one in shown)] for part, counts in lines
    ]
    more = (say(OVERLAP),) if grouping.overlapping else ()
    return Sheet(
        f"{name} – {columns.title}", f"{title} – {columns.title}", (*notes, *more), heads, body
    )


def _states(report: Report, notes: Sequence[str]) -> Sheet:
    heads = (Column(_("Trạng thái"), width=34), Column(_("Hồ sơ"), Kind.COUNT))
    body: list[list[Value]] = [[word(state), number] for state, number in states(report)]
    return Sheet(_("Trạng thái"), _("Hồ sơ theo trạng thái cuối kỳ"), notes, heads, body)


def _weeks(report: Report, notes: Sequence[str]) -> Sheet:
    heads = [
        Column(_("Tuần từ thứ Hai"), Kind.DAY),
        *(Column(fact(name), Kind.COUNT) for _key, name, _definition in weeks.SERIES),
    ]
    body: list[list[Value]] = [
        [week.monday, week.planned, week.done, week.late] for week in report.weeks
    ]
    definitions = [f"{name}: {definition}" for name, definition in week_definitions()]
    return Sheet(_("Tuần"), say(report.weeks_finding), (*notes, *definitions), heads, body)


def _coverage(report: Report, notes: Sequence[str]) -> Sheet:
    heads = (
        Column(_("Ấp"), width=34),
        Column(_("Yêu cầu"), Kind.COUNT),
        Column(_("Đã có kết quả"), Kind.COUNT),
        Column(_("Còn chờ"), Kind.COUNT),
        Column(_("Tỷ lệ"), Kind.PERCENT),
    )
    body: list[list[Value]] = [
        [line.hamlet, line.asked, line.held, line.waiting, round(100 * line.share, 1)]
        for line in report.coverage
    ]
    more = (say(coverage.DEFINITION),)
    return Sheet(fact(coverage.NAME), say(report.coverage_finding), (*notes, *more), heads, body)


def _faults(report: Report, notes: Sequence[str]) -> Sheet:
    body: list[list[Value]] = [[say(fault)] for fault in report.faults]
    told = body or [[_("Mọi tổng đã được cộng lại từ các phần và đều khớp.")]]
    heads = (Column(_("Kết quả đối chiếu"), width=120),)
    return Sheet(_("Đối chiếu"), _("Đối chiếu các tổng"), notes, heads, told)
