from enum import Enum

import pytest

from fieldops.domain import case, household, outcome, people, visit
from routes.words import KINDS, WORDS, word

SHOWN = [
    kind
    for module in (case, household, outcome, people, visit)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Enum) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", [k for k in SHOWN if k is not people.Permission])
def test_each_value_of_the_domain_has_a_word(kind):
    assert set(WORDS[kind]) == set(kind)


def test_one_text_has_the_word_of_its_kind(app):
    with app.test_request_context():
        assert word("done", "VisitState") == "Đã làm xong"
        assert word("done", "Result") == "Xong"


def test_a_text_without_its_kind_is_refused():
    with pytest.raises(TypeError):
        word("done")


def test_kinds_are_named_once():
    assert len(KINDS) == len(WORDS)
