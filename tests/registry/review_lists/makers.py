"""Lists and files, with only what a test is about spelled out."""

from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from fieldops.registry.geography import read_geography
from fieldops.registry.review_lists import Ground, find_table, judge, read_file

TODAY = date(2026, 11, 21)
COMMUNES = {c.code: c for c in read_geography(Path("data/hamlets.geojson"))}
GROUND = Ground(COMMUNES["31633"], (COMMUNES["31615"],))
HEADS = ("Ấp", "Họ và tên chủ hộ", "Năm sinh")


def workbook(*rows, before=()):
    """An .xlsx as bytes; text cells stay text, even those that begin with =."""
    book = Workbook()
    for row in (*before, *rows):
        book.active.append(list(row))
        for cell in book.active[book.active.max_row]:
            if cell.data_type == "f":
                cell.data_type = "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def table(*rows, heads=HEADS, before=()):
    return find_table(read_file("a.xlsx", workbook(heads, *rows, before=before)))


def judged(*rows, heads=HEADS, before=()):
    """Rows under their headings; the first is on line 2."""
    one = table(*rows, heads=heads, before=before)
    return judge(one, one.mapping, GROUND, TODAY)


def only(*cells, heads=HEADS):
    """The one good row of a list of one."""
    read = judged(cells, heads=heads)
    assert read.problems == ()
    [row] = read.good
    return row


def said(read):
    """Line and template of each problem."""
    return [(problem.line, problem.sentence.template) for problem in read.problems]
