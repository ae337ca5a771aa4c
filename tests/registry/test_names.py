import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.registry.names import fold, given_name, sort_key, spell, tidy

SYLLABLES = [
    "Nguyễn",
    "Trần",
    "Thị",
    "Văn",
    "Bảy",
    "Bẩy",
    "Bày",
    "Ánh",
    "Ân",
    "An",
    "Đào",
    "Dũng",
    "Đỗ",
    "Ơn",
    "Ổn",
    "Út",
    "Ứng",
    "Thuỵ",
    "Yến",
    "Ẩn",
]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("a", "b"),
    [("Thuỵ", "Thụy"), ("Đại Ân 1", "dai an 1"), ("Lê-Văn  Ổn", "le van on"), ("ĐƯỢC", "duoc")],
)
def test_what_people_type_finds_what_is_written(a, b):
    assert fold(a) == fold(b)


@given(NAMES)
def test_decomposed_accents_fold_and_sort_like_composed_ones(name):
    decomposed = unicodedata.normalize("NFD", name)
    assert fold(decomposed) == fold(name)
    assert sort_key(decomposed) == sort_key(name)
    assert tidy(decomposed) == name


@given(st.text())
def test_folding_twice_changes_nothing_and_leaves_plain_letters(text):
    once = fold(text)
    assert fold(once) == once
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@given(st.text())
def test_a_sort_key_is_digits_whatever_it_is_given(text):
    assert set(sort_key(text)) <= set("0123456789")


@given(NAMES, NAMES)
def test_the_given_name_decides_before_the_family_name(a, b):
    if sort_key(given_name(a)) != sort_key(given_name(b)):
        expected = sort_key(given_name(a)) < sort_key(given_name(b))
        assert (sort_key(a) < sort_key(b)) == expected


def test_vietnamese_order():
    # Letters first (a < ă < â, d < đ, o < ô < ơ), then tones: level, huyền, hỏi, ngã, sắc, nặng.
    names = [
        "Trần An",
        "Lê Văn Ánh",
        "Lê Ân",
        "Đỗ Ba",
        "Lê Bà",
        "Đỗ Bả",
        "Đỗ Bã",
        "Đỗ Bá",
        "Đỗ Bạ",
        "Lê Dũng",
        "Phạm Đào",
        "Lê On",
        "Lê Ôn",
        "Lê Ơn",
        "Lê Út",
        "Nguyễn Thị Út",
        "Lê Ứng",
    ]
    shuffled = sorted(names, key=len)
    assert sorted(shuffled, key=sort_key) == names


def test_spelling_keeps_diacritics_but_not_where_the_tone_stands():
    assert spell("Thuỵ") == spell("THỤY") != spell("Thuy")
    assert spell("Hoà") == spell("hòa") == spell("ho\u0300a") != spell("Hoa")
    assert " bay\u0309 " in spell("Nguyễn Thị Bảy")
