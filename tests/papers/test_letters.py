from datetime import date

import pytest

from fieldops.domain.household import Sex
from fieldops.domain.partial_date import PartialDate
from fieldops.papers import letters
from fieldops.papers.nouns import salutation
from tests.papers import makers


def test_places_are_filled_and_nothing_else():
    values = {"name": "Bảy {home}", "home": "ấp"}
    assert letters.fill("Bà {name}, {home}; {name.__class__} {", values) == (
        "Bà Bảy {home}, ấp; {name.__class__} {"
    )


def test_an_unknown_day_is_not_said():
    first = makers.condolence(on=None).facts()["paragraphs"][0]
    assert first.endswith("đã từ trần.")


def test_an_unknown_home_leaves_no_comma_behind():
    assert makers.condolence(home="").facts()["to"] == "Kính gửi: Gia quyến bà Nguyễn Thị Bảy"


@pytest.mark.parametrize(
    "wording", [letters.CONDOLENCE, letters.NEW_MEMBER, letters.WEDDING], ids=lambda w: w.title
)
def test_each_place_of_the_wordings_is_known(wording):
    letter = makers.condolence(wording=wording)
    told = letter.facts()
    assert "{" not in str([told["to"], told["paragraphs"], told["closing"]])


@pytest.mark.parametrize(
    ("sex", "year", "said"),
    [
        (Sex.FEMALE, 1976, "bà"),  # 50 this year
        (Sex.FEMALE, 1977, "chị"),
        (Sex.MALE, 1942, "ông"),
        (Sex.MALE, 2000, "anh"),
        (Sex.FEMALE, 2009, "cháu"),  # 17 this year
        (None, 2025, "cháu"),
    ],
)
def test_people_are_addressed_by_age(sex, year, said):
    assert salutation(sex, PartialDate(year), date(2026, 11, 23)) == said


def test_one_of_whom_little_is_known_is_addressed_safely():
    assert salutation(None, PartialDate(1942), date(2026, 11, 23)) == "ông/bà"
    assert salutation(Sex.MALE, None, date(2026, 11, 23)) == "ông/bà"
