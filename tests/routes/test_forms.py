from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict

from routes.forms import ClockField, DayField, OnceForm, messages


class DayForm(OnceForm):
    on = DayField("Ngày")


def form(app, typed):
    with app.test_request_context("/", method="POST"):
        filled = DayForm(MultiDict({"on": typed}))
        filled.validate()
        return filled.on.data, messages(filled.on.errors), filled.on()


@pytest.mark.parametrize(
    "typed", ["07/12/2026", "7/12/2026", " 7-12-2026", "7.12.2026", "07122026", "2026-12-07"]
)
def test_a_day_is_read_in_every_habit(app, typed):
    day, errors, _ = form(app, typed)
    assert (day, errors) == (date(2026, 12, 7), [])


@pytest.mark.parametrize("typed", ["31/02/2026", "12/07", "mai"])
def test_a_day_that_cannot_be_is_said_and_kept_as_typed(app, typed):
    day, errors, box = form(app, typed)
    assert day is None
    assert errors == ["Ngày này không có thật. Viết ngày/tháng/năm, ví dụ 07/12/2026."]
    assert typed in box


def test_errors_of_nested_fields_come_out_flat():
    assert messages({"a": ["một"], "b": [{"c": ["hai", "ba"]}]}) == ["một", "hai", "ba"]


class ClockForm(OnceForm):
    at = ClockField("Giờ")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7:30", time(7, 30)),
        ("07h30", time(7, 30)),
        ("7H", time(7)),
        ("16g05", time(16, 5)),
        ("7:30 AM", None),
        ("25:00", None),
    ],
)
def test_a_time_is_read_by_twenty_four_hours(app, typed, read):
    with app.test_request_context("/", method="POST"):
        filled = ClockForm(MultiDict({"at": typed}))
        filled.validate()
        assert filled.at.data == read
        assert bool(filled.at.errors) == (read is None)
