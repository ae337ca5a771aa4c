"""The shipped lists: messy, invented, and read as data/README.md promises."""

from pathlib import Path

import pytest

from fieldops.registry.review_lists import Ground, find_table, judge, read_file
from tests.registry.review_lists.makers import COMMUNES, TODAY

DEMO = Path("data/demo")


def read(name, code):
    table = find_table(read_file(name, (DEMO / name).read_bytes()))
    others = tuple(c for c in COMMUNES.values() if c.code != code)
    return table, judge(table, table.mapping, Ground(COMMUNES[code], others), TODAY)


@pytest.mark.parametrize(
    ("name", "code", "households", "bad"),
    [
        ("danh-sach-ra-soat.xlsx", "31633", 240, 10),
        ("danh-sach-ra-soat-an-thanh.csv", "31615", 40, 2),
    ],
)
def test_the_demo_lists(name, code, households, bad):
    table, judged = read(name, code)
    assert any("hư cấu" in title for title in table.titles)
    assert len({row.home_key for row in judged.good}) == households
    assert len(judged.bad_lines) == bad
    assert {row.hamlet for row in judged.good} == {h.name for h in COMMUNES[code].hamlets}
    assert all(row.needs for row in judged.good)
    assert not any(row.id_number for row in judged.good)
    # 060 is a prefix no network uses: nobody's telephone rings.
    assert all(row.phone.number.startswith("060") for row in judged.good if row.phone)
