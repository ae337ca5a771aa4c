import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.registry.phones import Phone, local_number, read_phone


@pytest.mark.parametrize(
    ("written", "number", "owner"),
    [
        ("0912.345.678", "0912345678", ""),
        ("+84 912 345 678", "0912345678", ""),
        ("84912345678", "0912345678", ""),
        ("912345678", "0912345678", ""),  # a spreadsheet dropped the first 0
        ("0912 345 678 (con gái)", "0912345678", "con gái"),
        ("ông Ba: 0912345678", "0912345678", "ông Ba"),
        ("0912345678 / 0987654321", "0912345678", ""),  # the first of two
    ],
)
def test_reads_a_number_and_whose_it_is(written, number, owner):
    assert read_phone(written) == Phone(number, owner)


@pytest.mark.parametrize(
    "written", ["", "12345", "0912 345 67", "09123456789", "không có", "0000000000"]
)
def test_what_is_no_number_is_none(written):
    assert read_phone(written) is None


@given(st.integers(100_000_000, 999_999_999), st.sampled_from(["0{}", "+84{}", "84{}", "{}"]))
def test_every_way_of_writing_is_one_number(nine, way):
    assert local_number(way.format(nine)) == f"0{nine}"
