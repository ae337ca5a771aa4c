"""Excel files: opened only when they are what they claim and unpack to a sane size."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence
from fieldops.registry.review_lists.headers import find_table
from fieldops.registry.review_lists.old_fonts import readable
from fieldops.registry.review_lists.sheets import MOST_COLUMNS, SheetRow, gather

MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500

_BROKEN = (
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
)
"""What openpyxl raises, by turns, for a damaged or hostile workbook."""


def read_workbook(data: bytes) -> tuple[SheetRow, ...]:
    """
    The rows of the visible sheet that holds the list, or of the first that holds anything;
    formulas are taken as the text they are.

    Raises BadFile before unpacking anything when the parts add up to more than MOST_UNPACKED.
    """
    _guard(data)
    try:
        return _rows(data)
    except _BROKEN as error:
        raise BadFile(_DAMAGED) from error


def _guard(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BadFile(_DAMAGED) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise BadFile(_NOT_EXCEL)
    if any(part.flag_bits & 0x1 for part in parts):
        raise BadFile(LOCKED)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadFile(_BOMB)


def _rows(data: bytes) -> tuple[SheetRow, ...]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        return gather(_cells(_the_list(book)))
    finally:
        book.close()


def _the_list(book: Any) -> Any:
    """The visible sheet with a list on it; raises BadFile where two have one, and none is lost."""
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in visible:
        sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
    heads = {sheet: [*sheet.iter_rows(max_row=50, values_only=True)] for sheet in visible}
    lists = [sheet for sheet in visible if _is_list(heads[sheet])]
    if len(lists) > 1:
        raise BadFile(_two_lists(lists))
    filled = (sheet for sheet in visible if any(map(any, heads[sheet])))
    return next(iter(lists), None) or next(filled, None) or (visible or book.worksheets)[0]


def _is_list(head: Sequence[Sequence[Any]]) -> bool:
    try:
        return bool(find_table(readable(gather(head))).rows)
    except BadFile:
        return False


def _cells(sheet: Any) -> Any:
    return sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)


_DAMAGED = Sentence("Không mở được tệp Excel này: tệp hỏng. Mở bằng Excel, lưu lại rồi tải lên.")
_NOT_EXCEL = Sentence(
    "Tệp có đuôi .xlsx nhưng không phải bảng tính Excel. Lưu danh sách thành .xlsx rồi tải lại."
)
LOCKED = Sentence("Tệp có mật khẩu. Bỏ mật khẩu, lưu lại rồi tải lên.")
_BOMB = Sentence("Tệp bung ra quá lớn nên không được mở. Chỉ giữ trang danh sách rồi tải lại.")


def _two_lists(sheets: Sequence[Any]) -> Sentence:
    return Sentence(
        "Tệp có danh sách ở nhiều trang: {sheets}. Chép vào một trang, hoặc lưu mỗi trang thành "
        "một tệp, rồi tải lại để không sót ai.",
        {"sheets": ", ".join(f"“{sheet.title}”" for sheet in sheets[:5])},
    )
