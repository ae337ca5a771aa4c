"""CSV files: the encoding and the delimiter found, never guessed into garbled names."""

from __future__ import annotations

import codecs
import csv
from io import StringIO
from unicodedata import normalize

from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence
from fieldops.registry.review_lists.old_fonts import is_clean, is_readable, readable
from fieldops.registry.review_lists.sheets import MOST_COLUMNS, SheetRow, gather

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 40
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = frozenset(map(chr, range(32))) - set("\t\r\n\f\x1a")


def read_plain_table(data: bytes) -> tuple[SheetRow, ...]:
    """
    The rows of a delimited text file, in Unicode. Raises BadFile for bytes that are no readable
    text, or text of an old font that was not recognised.
    """
    if (text := _unicode(data)) is not None:
        return readable(_rows(text))
    rows = _rows_of_code_page(data)
    if rows and is_clean(rows):
        return rows
    old = _rows(data.decode("latin-1"))
    if rows and is_readable(rows) and not is_readable(old):
        return rows  # Vietnamese by the code page, but for a name from far
    mended = readable(old)
    return mended if rows is None or is_clean(mended) else rows


def _unicode(data: bytes) -> str | None:
    """The text of UTF-8 or marked UTF-16; None where the bytes are some code page's."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\x00" in data:
        raise BadFile(_NOT_TEXT)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadFile(_NOT_TEXT) from error


def _rows_of_code_page(data: bytes) -> tuple[SheetRow, ...] | None:
    """The rows by Windows' own Vietnamese code page, if every byte stands in it."""
    try:
        return _rows(data.decode("cp1258"))
    except UnicodeDecodeError:
        return None


def _rows(text: str) -> tuple[SheetRow, ...]:
    text = normalize("NFC", text)
    if any(c in _CONTROL for c in text):
        raise BadFile(_NOT_TEXT)
    csv.field_size_limit(100_000)
    try:
        return gather(
            row[:MOST_COLUMNS]
            for row in csv.reader(StringIO(text, newline=None), delimiter=_delimiter(text))
        )
    except csv.Error as error:
        raise BadFile(_NOT_TEXT) from error


def _delimiter(text: str) -> str:
    """The one that cuts most lines into the same number of columns, more than one."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    return max(_DELIMITERS, key=lambda mark: _evenness(sample, mark))


def _evenness(sample: str, mark: str) -> int:
    widths = [len(row) for row in csv.reader(StringIO(sample), delimiter=mark) if len(row) > 1]
    return max((widths.count(width) * width for width in set(widths)), default=0)


_NOT_TEXT = Sentence("Tệp .csv này không đọc được thành chữ. Lưu lại dạng “CSV UTF-8” rồi tải lên.")
