"""Every sentence people may see stands in the English catalogue too, with the same named places."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "Sentence": (1,),
    "Label": (1,),
}
PLACE = re.compile(r"\{[^}]*\}|%\(\w+\)\w")


def extracted():
    with (ROOT / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    for name, line, message, _, _ in extract_from_dir(ROOT, methods, options, KEYWORDS):
        yield f"{name}:{line}", message[0] if isinstance(message, tuple) else message


@pytest.fixture(scope="module")
def english():
    with (ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {m.id[0] if m.pluralizable else m.id: m for m in catalogue if m.id}


def test_every_sentence_has_its_english(english):
    missing = {
        text: place
        for place, text in extracted()
        if text not in english or not english[text].string or english[text].fuzzy
    }
    assert missing == {}


def test_no_translation_outlives_its_sentence(english):
    assert set(english) - {text for _, text in extracted()} == set()


def test_each_translation_names_the_same_facts(english):
    def strings(message):
        return message.string if isinstance(message.string, tuple) else (message.string,)

    wrong = [
        source
        for source, message in english.items()
        for text in strings(message)
        if set(PLACE.findall(source)) != set(PLACE.findall(text))
    ]
    assert wrong == []
