from datetime import date

import pytest

from fieldops.demand.reasons import countdown, why
from fieldops.demand.steps import steps
from fieldops.domain.facts import Label
from fieldops.domain.outcome import Result
from fieldops.domain.visit import VisitKind
from tests.demand.makers import (
    FRI,
    MON,
    TUE,
    VIETNAM,
    WED,
    birth,
    id_card,
    processed,
    received,
    tried,
)


def first(*facts, at=0):
    group = [list(steps(one, VIETNAM))[at] for one in facts]
    due = min((step.due_on for step in group if step.due_on), default=None)
    return why(group, due)


def test_an_intake_without_a_date_says_since_when():
    said = first(birth())
    assert said.template == "Nhận hồ sơ tại nhà: {papers}; yêu cầu từ ngày {since}"
    assert said.facts == {"papers": (Label("giấy khai sinh"),), "since": MON}


def test_each_paper_is_named_once():
    said = first(birth(1), birth(2), id_card(3))
    assert said.facts["papers"] == (Label("giấy khai sinh"), Label("thẻ căn cước"))


def test_an_intake_with_a_date_says_the_date():
    assert first(birth(register_by=FRI)).facts["due"] == FRI


def test_a_second_try_says_what_was_found():
    said = first(birth(tries=(tried(TUE, Result.NOT_HOME),)))
    assert said.template == "Đến lại lần {attempt} để nhận hồ sơ {papers}: {on} {found}"
    assert (said.facts["attempt"], said.facts["on"]) == (2, TUE)
    assert said.facts["found"] == Label("không gặp ai ở nhà")


def test_a_return_says_what_it_waits_for_then_its_date():
    assert first(birth(), at=1).facts["within"] == 5
    assert first(received()).template == "Trao {papers} sau khi xử lý xong: hạn {due}"
    assert first(processed()).template == "Trao {papers}: hạn {due}"
    again = first(processed(tries=(tried(FRI, kind=VisitKind.DELIVERY),)))
    assert again.template == "Trao {papers} lần {attempt}: {on} {found}; hạn {due}"


@pytest.mark.parametrize("result", Result)
def test_every_result_can_be_said(result):
    assert first(birth(tries=(tried(TUE, result),))).facts["found"]


@pytest.mark.parametrize(
    ("due", "template", "facts"),
    [
        (None, "không có hạn luật định", {}),
        (TUE, "hạn hôm nay", {}),
        # Tue to Fri: Wed, Thu, Fri
        (FRI, "còn {left} ngày làm việc", {"left": 3}),
        # Thu 3 to Tue 8: Fri 4, Mon 7, Tue 8
        (date(2026, 12, 3), "quá hạn {late} ngày làm việc", {"late": 3}),
    ],
)
def test_the_countdown(due, template, facts):
    said = countdown(due, TUE, VIETNAM)
    assert (said.template, said.facts) == (template, facts)


def test_late_over_a_weekend_is_late_all_the_same():
    assert countdown(FRI, date(2026, 12, 12), VIETNAM).template == "đã quá hạn"


def test_a_date_on_a_day_not_yet_come_counts_from_today():
    assert countdown(WED, TUE, VIETNAM).facts == {"left": 1}
