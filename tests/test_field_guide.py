"""The volunteers' guide says what the phone says: its words and its pictures are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "field-guide.md").read_text()
FOLDER = ROOT / "docs" / "pictures" / "guide"
WALK = (ROOT / "tests" / "browser" / "field_walk.py").read_text()
CATALOGUE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
HEAVIEST = 1_500_000  # bytes of all pictures

WORDS_OF_THE_GUIDE = {"đậm"}
"""Bold, but no word of a screen: it says what bold means."""


HELP = (ROOT / "templates" / "field" / "help.html").read_text()


def catalogue(side="msgid"):
    """Every sentence people see: Vietnamese, or with ``msgstr`` English."""
    return re.findall(rf'^{side} "(.+)"$', CATALOGUE.read_text(), flags=re.MULTILINE)


def words_on_screens(sentences):
    """Sentences, and the parts of one around its facts."""
    parts = (re.split(r"%\(\w+\)s|\{\w+\}", sentence) for sentence in sentences)
    return {part.strip(" :.,") for split in parts for part in split}


def unknown(text):
    bold = set(re.findall(r"\*\*(.+?)\*\*", text)) - WORDS_OF_THE_GUIDE
    return sorted(bold - words_on_screens(catalogue()))


def pictures(text):
    return re.findall(r"!\[[^\]]+\]\(pictures/guide/([a-z-]+)\.png\)", text)


def test_every_word_in_bold_stands_on_a_screen():
    assert unknown(GUIDE) == []


def test_every_word_the_help_page_quotes_stands_on_a_screen():
    vietnamese, english = catalogue(), catalogue("msgstr")
    told = set(re.findall(r"“(.+?)”", HELP))
    assert len(told) > 8
    assert sorted(told - words_on_screens(vietnamese)) == []
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', CATALOGUE.read_text(), re.MULTILINE)
    quoted = [re.findall(r"“(.+?)”", there) for here, there in pairs if here in HELP]
    assert sorted({one for some in quoted for one in some} - words_on_screens(english)) == []


def test_a_button_that_does_not_exist_is_found():
    assert unknown("Bấm **Gửi ngay bây giờ** rồi **Tiếp tục**.") == ["Gửi ngay bây giờ"]


def test_every_picture_is_there_and_is_one_the_walk_takes():
    named = pictures(GUIDE)
    taken = re.findall(r'thumb\.(?:see|take)\("([a-z-]+)"\)', WALK)
    assert len(named) == GUIDE.count("![")
    assert set(named) == {path.stem for path in FOLDER.glob("*.png")}
    assert set(named) <= {*taken, "refused", "moved"}  # two are taken in one loop


def test_the_pictures_are_light_enough_for_a_thin_line():
    assert 0 < sum(path.stat().st_size for path in FOLDER.glob("*.png")) < HEAVIEST
