from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fieldops.demand.urgency import need, priority
from fieldops.domain.household import Category
from tests.demand.makers import FRI, MON, TUE, VIETNAM, birth

ALL = frozenset(Category)


def test_who_is_alone_old_and_disabled_comes_before_who_is_not():
    # 20 + 10 + 20 = 50
    some = frozenset({Category.ALONE, Category.ELDERLY, Category.DISABLED})
    assert need(birth(categories=some), MON) == 50
    assert need(birth(), MON) == 0


def test_waiting_counts_a_point_every_third_day_and_at_most_28():
    # 10 days / 3 -> 3 points
    assert need(birth(requested_on=MON - timedelta(10)), MON) == 3
    assert need(birth(requested_on=date(2025, 1, 1)), MON) == 28


def test_the_order_is_late_then_near_then_dated_then_undated():
    order = [priority(due, 0, TUE, VIETNAM) for due in (MON, TUE, FRI + timedelta(7), None)]
    assert order == [300, 200, 100, 0]


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.frozensets(st.sampled_from(Category)),
    st.sampled_from(
        [(None, MON + timedelta(30)), (MON + timedelta(30), TUE), (TUE, date(2026, 12, 6))]
    ),
)
def test_no_need_outweighs_a_date_of_the_law(since, categories, dues):
    most = need(birth(requested_on=date(2020, 1, 1), categories=ALL), MON)
    least = need(birth(requested_on=since, categories=categories), MON)
    later, sooner = dues
    assert priority(sooner, least, MON, VIETNAM) > priority(later, most, MON, VIETNAM)
