"""Takes an uploaded file for what it is, not for what its name says."""

from __future__ import annotations

from pathlib import PurePath

from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence
from fieldops.registry.review_lists.old_fonts import readable
from fieldops.registry.review_lists.plain_tables import read_plain_table
from fieldops.registry.review_lists.sheets import MOST_BYTES, SheetRow
from fieldops.registry.review_lists.workbooks import LOCKED, read_workbook

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"<!DOC",
    b"<html",
)


def read_file(name: str, data: bytes) -> tuple[SheetRow, ...]:
    """
    The filled rows of an .xlsx or .csv file.

    Raises BadFile, saying what to do, for any other kind, whatever its name; for one over
    MOST_BYTES, MOST_ROWS or MOST_UNPACKED; and for text of before Unicode that stays unreadable.
    """
    kind = PurePath(name).suffix.lower()
    if kind not in {".xlsx", ".csv"}:
        raise BadFile(_WRONG_KIND)
    if len(data) > MOST_BYTES:
        raise BadFile(_TOO_LARGE)
    _refuse_others(data)
    if kind == ".csv":
        if data.startswith(_ZIP):
            raise BadFile(_NOT_CSV)
        return read_plain_table(data)
    if not data.startswith(_ZIP):
        raise BadFile(_NOT_XLSX)
    return readable(read_workbook(data))


def _refuse_others(data: bytes) -> None:
    if not data.strip():
        raise BadFile(Sentence("Tệp rỗng. Kiểm tra lại tệp rồi tải lên."))
    if data.startswith(_OLE):
        raise BadFile(LOCKED if _ENCRYPTED in data else _OLD_EXCEL)
    if data.lstrip()[:5].startswith(_OTHERS):
        raise BadFile(_WRONG_KIND)


_WRONG_KIND = Sentence("Chỉ nhận danh sách dạng Excel (.xlsx) hoặc .csv.")
_TOO_LARGE = Sentence(
    "Tệp lớn hơn {limit} MB. Xoá ảnh trong tệp hoặc chia theo ấp rồi tải từng tệp.",
    {"limit": MOST_BYTES // 1024 // 1024},
)
_OLD_EXCEL = Sentence("Đây là tệp Excel đời cũ (.xls). Mở bằng Excel, lưu thành .xlsx rồi tải lại.")
_NOT_XLSX = Sentence(
    "Tệp có đuôi .xlsx nhưng không phải bảng tính Excel. Lưu danh sách thành .xlsx rồi tải lại."
)
_NOT_CSV = Sentence("Tệp có đuôi .csv nhưng bên trong là tệp nén hoặc Excel. Tải tệp .xlsx lên.")
