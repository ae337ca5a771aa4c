from datetime import date

from fieldops.domain.case import CaseState
from fieldops.reports.coverage import Coverage, coverage, coverage_finding
from fieldops.reports.period import Window
from tests.reports.case_facts import case

NOVEMBER = Window(date(2026, 11, 1), date(2026, 11, 30))
HELD = case(
    received_on=date(2026, 9, 2),
    processed_on=date(2026, 9, 3),
    handed_over_on=date(2026, 9, 7),
    state=CaseState.HANDED_OVER,
)


def test_those_who_hold_their_paper_over_those_who_asked():
    waiting = case(received_on=date(2026, 11, 3))
    assert coverage([HELD, waiting], ["Sơn Ton", "Vàm Hồ"], NOVEMBER) == [
        Coverage("Sơn Ton", asked=2, held=1),
        Coverage("Vàm Hồ", asked=0, held=0),
    ]


def test_who_withdrew_or_asks_only_later_did_not_ask():
    withdrew = case(stopped_on=date(2026, 11, 3), state=CaseState.WITHDRAWN)
    later = case(requested_on=date(2026, 12, 1))
    assert coverage([withdrew, later], ["Sơn Ton"], NOVEMBER) == [Coverage("Sơn Ton", 0, 0)]


def test_the_title_names_the_hamlet_most_behind():
    lines = [Coverage("Sơn Ton", 9, 8), Coverage("Vàm Hồ", 4, 1)]
    assert coverage_finding(lines).facts == {"hamlet": "Vàm Hồ", "waiting": 3, "asked": 4}


def test_the_title_when_nobody_waits_and_when_nobody_asked():
    assert "trong tay" in coverage_finding([Coverage("Sơn Ton", 2, 2)]).template
    assert "Chưa ấp nào" in coverage_finding([Coverage("Sơn Ton", 0, 0)]).template
