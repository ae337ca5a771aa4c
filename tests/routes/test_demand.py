from datetime import date

import pytest

from fieldops.services import demand
from tests import makers
from tests.conftest import OTHER

TODAY = date(2026, 11, 23)


@pytest.fixture
def home(session):
    return makers.household(session, head_name="Thạch Sơn")


def made(session, home, name="Thạch Thị Mười", **kw):
    row = makers.case(session, makers.citizen(session, home, full_name=name), **kw)
    demand.refresh(session, None, TODAY)
    session.commit()
    return row


def late(session, home):
    # received Fri 13: Mon 16 1, Tue 17 2, Wed 18 3, Thu 19 4, Fri 20 5
    return made(
        session, home, name="Người Trễ", state="processed",
        received_on=date(2026, 11, 13), processed_on=date(2026, 11, 17),
    )  # fmt: skip


def test_nothing_due_says_when_something_will_be(desk):
    assert "Không có nhà nào cần đến" in desk("leader").get("/demand").text


def test_what_and_why_and_by_when(session, home, desk):
    late(session, home)
    page = desk("leader").get("/demand").text
    assert "Trao giấy khai sinh: hạn 20/11/2026" in page
    assert "quá hạn 1 ngày làm việc" in page
    assert "Công chức tư pháp" in page


def test_the_law_comes_first(session, home, desk):
    request = made(session, makers.household(session, head_name="Trần Văn Chờ"))
    behind = late(session, home)
    page = desk("leader").get("/demand").text
    assert page.index(f"/cases/{behind.id}") < page.index(f"/cases/{request.id}")


def test_one_home_is_one_visit_with_all_its_people(session, home, desk):
    made(session, home, "Thạch Thị Mười")
    made(session, home, "Thạch Văn Sáu", procedure="id_card")
    page = desk("leader").get("/demand").text
    assert page.count("<tr data-href") == 1
    assert "Thạch Thị Mười" in page
    assert "Thạch Văn Sáu" in page
    assert f"/households/{home.id}" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"late", "request"}),
        ("when=late", {"late"}),
        ("when=week", set()),
        ("when=later", {"request"}),
        ("kind=intake", {"request"}),
        ("kind=delivery", {"late"}),
        ("kind=x&when=x&page=7", {"late", "request"}),
        ("hamlet=99999", set()),
    ],
)
def test_filters(session, home, desk, query, shown):
    rows = {
        "late": late(session, home),
        "request": made(session, makers.household(session), procedure="id_card"),
    }
    page = desk("leader").get(f"/demand?{query}").text
    assert {name for name, row in rows.items() if f'data-href="/cases/{row.id}"' in page} == shown


def test_counts_add_up(session, home):
    late(session, home)
    made(session, makers.household(session))
    due = demand.due_list(session, TODAY)
    assert (due.late, due.this_week, due.later, due.total) == (1, 0, 1, 2)
    assert due.unplanned == 2
    assert due.expected == 1


def test_another_communes_visits_are_not_there(session, home, desk):
    late(session, home)
    assert "Thạch Sơn" not in desk("leader", OTHER).get("/demand").text


@pytest.mark.parametrize("role", ["youth", "hamlet_head", "administrator"])
def test_not_for_everybody(desk, role):
    assert desk(role).get("/demand").status_code == 403
