"""CSV files: the encoding and the delimiter found, never guessed into garbled names."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable
from io import StringIO
from unicodedata import normalize

from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence
from fieldops.registry.review_lists.sheets import MOST_COLUMNS, SheetRow, gather

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 40
_WORD_ENDS = re.compile(r"[\s,;|]+")
_CONTROL = frozenset(map(chr, range(32))) - set("\t\r\n\f\x1a")

_VIETNAMESE = frozenset(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwzáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
_TCVN3_MARKS = frozenset("¨®¬­µ¸¶·¹»¾¼½Æ¿§¡£¢")
"""Signs that old fonts and misread files show inside words, and Vietnamese never does."""

_VNI_PAIR = re.compile("[ae][à-ý]")
"""The VNI font writes ễ as eã; in Vietnamese no accented letter follows a plain a or e."""


def read_plain_table(data: bytes) -> tuple[SheetRow, ...]:
    """The rows of a delimited text file. Raises BadFile for bytes that are no readable text."""
    text = normalize("NFC", _decode(data))
    if any(c in _CONTROL for c in text):
        raise BadFile(_NOT_TEXT)
    refuse_old_fonts(text.splitlines()[:500])
    csv.field_size_limit(100_000)
    try:
        return gather(
            row[:MOST_COLUMNS] for row in csv.reader(StringIO(text), delimiter=_delimiter(text))
        )
    except csv.Error as error:
        raise BadFile(_NOT_TEXT) from error


def refuse_old_fonts(texts: Iterable[str]) -> None:
    """Raises BadFile for text typed in the TCVN3 or VNI fonts, or read in a wrong encoding."""
    strange = sum(_is_strange(word) for text in texts for word in _WORD_ENDS.split(text))
    if strange >= 3:
        raise BadFile(_OLD_FONT)


def _is_strange(word: str) -> bool:
    letters = [c for c in word.lower() if c.isalpha()]
    if _VNI_PAIR.search(word.lower()):
        return True
    if not any("a" <= c <= "z" for c in letters):
        return False
    return any(c not in _VIETNAMESE for c in letters) or any(c in _TCVN3_MARKS for c in word)


def _decode(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\x00" in data:
        raise BadFile(_NOT_TEXT)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "cp1258")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadFile(_NOT_TEXT) from error


def _delimiter(text: str) -> str:
    """The one that cuts most lines into the same number of columns, more than one."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    return max(_DELIMITERS, key=lambda mark: _evenness(sample, mark))


def _evenness(sample: str, mark: str) -> int:
    widths = [len(row) for row in csv.reader(StringIO(sample), delimiter=mark) if len(row) > 1]
    return max((widths.count(width) * width for width in set(widths)), default=0)


_NOT_TEXT = Sentence("Tệp .csv này không đọc được thành chữ. Lưu lại dạng “CSV UTF-8” rồi tải lên.")
_OLD_FONT = Sentence(
    "Chữ trong tệp gõ bằng phông cũ (TCVN3, VNI) hoặc sai bảng mã. Chuyển sang Unicode rồi tải lại."
)
