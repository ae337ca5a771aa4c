from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fieldops.domain.facts import Label
from fieldops.domain.sentences import Sentence
from fieldops.reports.figures import count
from fieldops.reports.period import Window
from fieldops.reports.reconcile import SUMS, check_sum, reconcile
from tests.reports.case_facts import case, lives

NOVEMBER = Window(date(2026, 11, 1), date(2026, 11, 30))
RECEIVED = case(received_on=date(2026, 11, 2))


def test_a_published_sum_that_nobody_checked_is_found_out():
    # One of the source articles: 134 online and 436 direct make 570, not the 596 it printed.
    fault = check_sum(596, (134, 436), Label("Tiếp nhận theo kênh"))
    assert fault == Sentence(
        "{name}: các phần cộng lại được {sum}, tổng ghi {total}, lệch {gap}. "
        "Rà lại trước khi ký báo cáo.",
        {"name": Label("Tiếp nhận theo kênh"), "sum": 570, "total": 596, "gap": 26},
    )


def test_a_sum_that_holds_says_nothing():
    assert check_sum(570, (134, 436), Label("Tiếp nhận theo kênh")) is None


@given(
    st.lists(lives(), max_size=8),
    st.sampled_from(sorted({key for rule in SUMS for key in (rule.whole, *rule.parts)})),
    st.integers(1, 50),
)
def test_no_forged_total_slips_through(cases, key, extra):
    true = count(cases, NOVEMBER)
    forged = replace(true, total={**true.total, key: true.total[key] + extra})
    assert reconcile(forged) != []


def test_a_forged_part_of_a_grouping_is_named():
    true = count([RECEIVED], NOVEMBER)
    channels = {part: {**tally, "new": 7} for part, tally in true.by["channel"].items()}
    faults = reconcile(replace(true, by={**true.by, "channel": channels}))
    assert [(f.facts["name"], f.facts["sum"], f.facts["total"]) for f in faults] == [
        (Label("Mới tiếp nhận"), 7, 1)
    ]


def test_categories_may_overlap_but_none_may_exceed_the_total():
    true = count([RECEIVED], NOVEMBER)
    swollen = {None: {**true.by["category"][None], "new": 2}}
    # 2 in one category of 1 in all cannot be; the same 2 spread over two categories can.
    assert len(reconcile(replace(true, by={**true.by, "category": {**swollen}}))) == 1


def test_a_state_counted_twice_is_found():
    true = count([RECEIVED], NOVEMBER)
    states = {state: number * 2 for state, number in true.states.items()}
    assert len(reconcile(replace(true, states=states))) == 1


def test_a_case_finished_before_it_was_received_is_told():
    backwards = case(received_on=date(2026, 11, 9), processed_on=date(2026, 11, 2))
    faults = reconcile(count([backwards], NOVEMBER))
    assert any(fault.facts.get("count") == 1 for fault in faults)


def test_an_official_entry_without_a_registration_is_told():
    odd = case(received_on=date(2026, 11, 9), entered_on=date(2026, 11, 10))
    assert [fault.facts for fault in reconcile(count([odd], NOVEMBER))] == [{"count": 1}]
