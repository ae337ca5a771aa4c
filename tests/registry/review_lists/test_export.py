from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fieldops.domain.case import Procedure
from fieldops.domain.household import Access, Category, Language, Sex
from fieldops.domain.partial_date import PartialDate
from fieldops.registry.hours import read_hours
from fieldops.registry.outline import Point
from fieldops.registry.phones import Phone
from fieldops.registry.review_lists import Column, Listed, find_table, judge, read_file
from fieldops.registry.review_lists.export import cells, columns, heads, write_csv, write_workbook
from fieldops.registry.review_lists.words import NEED_TITLES
from tests.registry.review_lists.makers import GROUND, TODAY

ALL = columns(sensitive=True)
OLD = {h.name: h.old_commune for h in GROUND.commune.hamlets}
# Without ê: "aê" is how the old VNI fonts write ă, and is read so.
WORDS = st.text("aăđơưbảẩễ =+-@,;'\"0", max_size=20).map(lambda t: " ".join(t.split()))
PEOPLE = st.builds(
    Listed,
    line=st.just(3),
    hamlet=st.sampled_from(sorted(OLD)),
    name=st.sampled_from(["Nguyễn Thị Bảy", "THẠCH SA RY"]),
    head=st.sampled_from(["Lê Văn Tám", "Quách Muối"]),
    group=st.sampled_from(["", "3", "12"]),
    birth=st.sampled_from([None, PartialDate(1942), PartialDate(1942, 3), PartialDate(1942, 3, 9)]),
    sex=st.sampled_from([None, *Sex]),
    language=st.sampled_from([None, *Language]),
    id_number=st.sampled_from(["", "093042001234"]),
    phone=st.sampled_from([None, Phone("0912345678"), Phone("0912345678", "con gái")]),
    categories=st.sets(st.sampled_from(list(Category))).map(
        lambda found: tuple(c for c in Category if c in found)
    ),
    needs=st.sets(st.sampled_from(list(NEED_TITLES))).map(
        lambda found: tuple(p for p in Procedure if p in found)
    ),
    access=st.sampled_from(list(Access)),
    access_note=st.sampled_from(["", "qua cầu ván", "xuồng khi nước lớn"]),
    hours=st.sampled_from(["", "sáng", "T2 7:00-9:30; CN 13:00-14:00"]).map(read_hours),
    point=st.sampled_from([None, Point(9.52, 106.23), Point(9.5712345, 106.25)]),
)


def rows(*people):
    return [[cells(p, OLD[p.hamlet])[column] for column in ALL] for p in people]


def read_back(name, data):
    table = find_table(read_file(name, data))
    return judge(table, table.mapping, GROUND, TODAY)


@settings(deadline=None, max_examples=40)  # writes and reads two files each time
@given(PEOPLE)
def test_what_is_exported_reads_back_as_it_was(person):
    for name, data in (
        ("a.xlsx", write_workbook("Danh sách hộ", heads(ALL), rows(person))),
        ("a.csv", write_csv(["Danh sách"], [heads(ALL), *rows(person)])),
    ):
        read = read_back(name, data)
        assert (read.problems, read.remarks) == ((), ())
        assert read.good == (person,)


@settings(deadline=None, max_examples=40)
@given(WORDS, WORDS)
def test_free_words_come_back_and_never_run(note, directions):
    person = Listed(line=3, hamlet="Vàm Hồ", name="A", head="A", note=note, directions=directions)
    data = write_workbook("x", heads(ALL), rows(person))
    for row in load_workbook(BytesIO(data)).active.iter_rows():
        assert all(cell.data_type != "f" for cell in row)
    if not note.startswith(("'", '"')) and not directions.startswith(("'", '"')):
        [back] = read_back("a.xlsx", data).good
        assert (back.note, back.directions) == (note, directions)


def test_a_csv_cell_that_would_run_is_guarded():
    assert b"'=cmd()" in write_csv(["A"], [["=cmd()"]])


def test_what_only_some_may_read_is_left_out():
    left_out = set(ALL) - set(columns(sensitive=False))
    assert left_out == {
        Column.ID_NUMBER,
        Column.ETHNICITY,
        Column.CATEGORIES,
        Column.DECISION,
        Column.NOTE,
    }
