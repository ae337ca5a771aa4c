"""Reading what phones send: whatever comes is either a report or kept as it came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.outcomes.reading import Unreadable, read
from fieldops.outcomes.report import Report
from tests.outcomes.reports import sent

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_a_report_is_read():
    assert isinstance(read(sent()), Report)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 99},
        {"result": "burned"},
        {"visit_id": "twelve"},
        {"recorded_at": "2026-11-23T11:30:00"},  # no offset: nobody knows when
        {"id": "not-an-id"},
        {"seq": 0},
        {"surprise": 1},
        {"point": {"lat": 91, "lon": 0, "accuracy_m": 5}},
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(change):
    kept = read(sent() | change)
    assert isinstance(kept, Unreadable)
    assert kept.content == sent() | change
    assert kept.reason.template


def test_the_same_nonsense_has_the_same_key_and_other_nonsense_another():
    assert read({"a": 1, "b": 2}).key == read({"b": 2, "a": 1}).key
    assert read({"a": 1}).key != read({"a": 2}).key


@given(JSON)
def test_nothing_makes_it_fail(item):
    assert isinstance(read(item), Unreadable)


@given(st.sampled_from(sorted(sent())), JSON)
def test_no_field_with_anything_in_it_makes_it_fail(name, value):
    assert isinstance(read(sent() | {name: value}), Report | Unreadable)
