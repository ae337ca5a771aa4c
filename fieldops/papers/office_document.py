"""
Administrative documents as DOCX, laid out for a leader to read, change and sign.

The one home of python-docx. Number and day are left to write: they are given when it is signed.
The layout (motto, office, number, place and day, kind and subject, recipients, signature) is that
of the decree on clerical work, Nghị định 30/2020/NĐ-CP, set down from memory: to be confirmed by
the office, and all of it can be changed in the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell as Cell
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph

from fieldops.papers.nouns import Office
from fieldops.papers.typesetting import plain

FONT = "Times New Roman"
MANY_COLUMNS, SIDEWAYS_COLUMNS = 6, 8
"""A table of more columns is written smaller, and of more still stands on a page turned round."""
UPRIGHT_ROOM, SIDEWAYS_ROOM = 160, 247
"""Millimetres between the margins of an A4 page, 30 to the left and 20 to the right."""
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
RIGHT, LEFT = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """``widths`` as shares of the page's room; columns of ``numbers`` stand to the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = frozenset()

    @property
    def sideways(self) -> bool:
        """Whether it needs the long side of the page."""
        return len(self.heads) > SIDEWAYS_COLUMNS

    @property
    def millimetres(self) -> tuple[int, ...]:
        """The width of each column on its page."""
        room = SIDEWAYS_ROOM if self.sideways else UPRIGHT_ROOM
        return tuple(room * one // sum(self.widths) for one in self.widths)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its paragraphs, and a table where there is one."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    """
    ``kind`` is "KẾ HOẠCH" or "BÁO CÁO", ``symbol`` what follows the number: "KH-UBND".

    ``year`` is printed beside the blank day. ``signer`` is the office of whoever signs.
    """

    office: Office
    kind: str
    symbol: str
    subject: str
    year: int
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    recipients: tuple[str, ...]
    signer: str = "CHỦ TỊCH"

    def docx(self) -> bytes:
        """The file; text is text there too, with composed accents and no control characters."""
        document = _blank(self)
        _head(document, self)
        _title(document, self)
        for paragraph in self.opening:
            _body(document, paragraph)
        for section in self.sections:
            _turn(document, sideways=section.table is not None and section.table.sideways)
            _section(document, section)
        _turn(document, sideways=False)
        _keep_with_signature(document)
        _foot(document, self)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def _blank(told: OfficeDocument) -> Docx:
    """A4 with the margins of the decree, one font, page numbers from the second page on."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(20)
    page.different_first_page_header_footer = True
    number = page.header.paragraphs[0]
    number.alignment = CENTER
    _field(number, "PAGE")
    about = document.core_properties
    about.author, about.title = plain(told.office.name), plain(f"{told.kind} {told.subject}")
    about.comments, about.last_modified_by = "", plain(told.office.name)
    about.created = about.modified = datetime(told.year, 1, 1, tzinfo=UTC)
    return document


def _head(document: Docx, told: OfficeDocument) -> None:
    left, right = _pair(document, 66, 94)
    _line(left, "ỦY BAN NHÂN DÂN", size=13, bold=True)
    _line(left, told.office.name.upper(), size=13, bold=True)
    _rule(left, 22)
    _line(left, f"Số: ......../{told.symbol}", size=13)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _rule(right, 20)
    place = f"{told.office.short}, ngày ...... tháng ...... năm {told.year}"
    _line(right, place, size=13, italic=True)


def _title(document: Docx, told: OfficeDocument) -> None:
    title = document.add_paragraph()
    title.paragraph_format.space_before = Pt(18)
    _write(title, told.kind, bold=True, align=CENTER)
    _write(document.add_paragraph(), told.subject, bold=True, align=CENTER)
    _bordered(document.add_paragraph(), 60)


def _turn(document: Docx, *, sideways: bool) -> None:
    """Goes on upright or sideways; where the page stands so already, nothing is broken."""
    page = document.sections[-1]
    if (page.orientation == WD_ORIENT.LANDSCAPE) == sideways:
        return
    turned = document.add_section(WD_SECTION.NEW_PAGE)
    turned.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    turned.page_width, turned.page_height = page.page_height, page.page_width
    turned.different_first_page_header_footer = False  # only the first page of all has no number


def _section(document: Docx, section: Section) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.space_before = Pt(6)
    _write(heading, section.title, bold=True)
    for paragraph in section.paragraphs:
        _body(document, paragraph)
    if section.table:
        _table(document, section.table)


def _body(document: Docx, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Mm(10)
    _write(paragraph, text, align=JUSTIFY, after=6)


def _table(document: Docx, told: Table) -> None:
    table = document.add_table(rows=1, cols=len(told.heads), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(table, told.millimetres)
    _tight(table)
    _row(table.rows[0].cells, told.heads, told, head=True)
    for row in told.rows:
        _row(table.add_row().cells, row, told)
    for one in table.rows:
        _mark(one, "w:cantSplit")
    _mark(table.rows[0], "w:tblHeader")  # the head stands again on each page
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _row(cells: Iterable[Cell], texts: tuple[str, ...], told: Table, *, head: bool = False) -> None:
    for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        cell.width = Mm(told.millimetres[at])
        align = CENTER if head else RIGHT if at in told.numbers else LEFT
        _write(cell.paragraphs[0], text, size=_size(told), bold=head, align=align)


def _size(told: Table) -> int:
    """Many columns are written smaller: a word is never broken in the middle."""
    return 12 if len(told.heads) <= MANY_COLUMNS else 10


def _keep_with_signature(document: Docx) -> None:
    """A signature never stands alone on a page: the last two paragraphs go with it."""
    for paragraph in document.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True


def _foot(document: Docx, told: OfficeDocument) -> None:
    """Recipients to the left; to the right who signs, with room for name and seal."""
    left, right = _pair(document, 80, 80)
    _line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=LEFT)
    for one in told.recipients:
        _line(left, f"- {one}", size=11, align=LEFT)
    _line(right, "TM. ỦY BAN NHÂN DÂN", size=14, bold=True)
    _line(right, told.signer, size=14, bold=True)
    for _ in range(4):
        _line(right, "", size=14)


def _pair(document: Docx, left: int, right: int) -> tuple[Cell, Cell]:
    """Two cells without lines, side by side, that no page break parts."""
    table = document.add_table(rows=1, cols=2)
    _widths(table, (left, right))
    cells = table.rows[0].cells
    for cell, width in zip(cells, (left, right), strict=True):
        cell.width = Mm(width)
    return cells[0], cells[1]


def _line(
    cell: Cell,
    text: str,
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = CENTER,
) -> None:
    first = cell.paragraphs[0]
    paragraph = cell.add_paragraph() if first.runs else first
    _write(paragraph, text, size=size, bold=bold, italic=italic, align=align)
    paragraph.paragraph_format.keep_with_next = True


def _write(
    paragraph: Paragraph,
    text: str,
    *,
    size: int = 14,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    after: int = 0,
) -> None:
    run = paragraph.add_run(plain(text))
    run.bold, run.italic = bold, italic
    run.font.size, run.font.name = Pt(size), FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)


def _rule(cell: Cell, indent: int) -> None:
    _bordered(cell.add_paragraph(), indent)


def _bordered(paragraph: Paragraph, indent: int) -> None:
    """A short line under what stands above: an empty paragraph with a border, drawn in."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent)
    form.space_after, form.line_spacing = Pt(6), Pt(3)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in {"val": "single", "sz": "6", "space": "1", "color": "000000"}.items():
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    after = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")  # the schema's order
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *after)


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _widths(table: DocxTable, widths: tuple[int, ...]) -> None:
    """Word and LibreOffice each look in a place of their own: the grid, and the cells."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _mark(row: Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _tight(table: DocxTable) -> None:
    """A millimetre between a line and the words beside it, where Word leaves two."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
