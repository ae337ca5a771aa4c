from datetime import date

import pytest

from fieldops.domain.partial_date import PartialDate


@pytest.mark.parametrize(
    ("known", "earliest", "latest", "text"),
    [
        (PartialDate(1942), date(1942, 1, 1), date(1942, 12, 31), "1942"),
        (PartialDate(1942, 2), date(1942, 2, 1), date(1942, 2, 28), "02/1942"),
        (PartialDate(1944, 2), date(1944, 2, 1), date(1944, 2, 29), "02/1944"),
        (PartialDate(1942, 3, 7), date(1942, 3, 7), date(1942, 3, 7), "07/03/1942"),
    ],
)
def test_knows_the_days_it_can_have_been(known, earliest, latest, text):
    assert (known.earliest, known.latest, str(known)) == (earliest, latest, text)


@pytest.mark.parametrize("parts", [(1950, 2, 31), (1950, 13, None), (1950, None, 4)])
def test_refuses_a_day_that_never_was(parts):
    with pytest.raises(ValueError, match=r"day|month"):
        PartialDate(*parts)
