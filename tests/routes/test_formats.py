from datetime import UTC, date, datetime

import pytest

from fieldops.domain.facts import ClockTime, Duration
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
from routes import formats


@pytest.fixture(autouse=True)
def _in_a_request(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (lambda: formats.day(date(2026, 12, 7)), "07/12/2026"),
        (lambda: formats.day(PartialDate(1942)), "1942"),
        (lambda: formats.day(datetime(2026, 12, 6, 18, tzinfo=UTC)), "07/12/2026"),  # 01:00 local
        (lambda: formats.weekday(date(2026, 12, 3)), "thứ Năm 03/12"),
        (lambda: formats.clock(7 * 3600 + 30 * 60), "7:30"),
        (lambda: formats.duration(4800), "1 giờ 20 phút"),
        (lambda: formats.duration(3600), "1 giờ"),
        (lambda: formats.duration(20), "0 phút"),
        (lambda: formats.number(1234.5), "1.234,5"),
        (lambda: formats.km(12_340), "12,3 km"),
        (lambda: formats.km(640), "640 m"),
    ],
)
def test_writes_as_vietnamese_offices_do(written, text):
    assert written() == text


def test_a_sentence_writes_its_facts_for_people():
    sentence = Sentence(
        "{who}: {on}, {at}, {long}, {count}; 100% {days}",
        {
            "who": "bà Bảy",
            "on": date(2026, 12, 3),
            "at": ClockTime(27_000),
            "long": Duration(600),
            "count": 1234,
            "days": (date(2026, 12, 3), date(2026, 12, 4)),
        },
    )
    expected = "bà Bảy: 03/12/2026, 7:30, 10 phút, 1.234; 100% 03/12/2026, 04/12/2026"
    assert formats.say(sentence) == formats.say(sentence.to_json()) == expected


def test_what_a_person_typed_is_never_markup():
    assert formats.lines("<b>\n&") == "&lt;b&gt;<br>&amp;"
