import json
from datetime import date

import pytest

from fieldops.domain.facts import ClockTime, Duration, Label
from fieldops.domain.sentences import Sentence


def test_a_sentence_survives_json_with_the_kind_of_each_fact():
    facts = {
        "name": "bà Bảy",
        "count": 3,
        "on": date(2026, 12, 3),
        "at": ClockTime(27_000),
        "long": Duration(4_800),
        "kind": Label("Xe máy"),
        "days": (date(2026, 12, 3), date(2026, 12, 4)),
    }
    sentence = Sentence("{name} {count} {on} {at} {long} {kind} {days}", facts)
    assert Sentence.from_json(json.loads(json.dumps(sentence.to_json()))) == sentence


@pytest.mark.parametrize("forged", [{"unknown": 1}, None, {"date": 3}])
def test_a_fact_of_no_known_kind_is_refused(forged):
    with pytest.raises(ValueError, match="not a fact"):
        Sentence.from_json({"say": "{x}", "facts": {"x": forged}})
