"""One set of cases through every page: "late" and "behind" are said of the same ones everywhere."""

import re
from datetime import UTC, date, datetime

import pytest

from fieldops.domain.timing import Timing
from fieldops.reports.period import Period
from fieldops.services import case_lists, demand, home, register_desk, reports
from fieldops.services.home import Asker
from tests import makers

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
OF_THE_YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))

# received Fri 13/11: signed by Tue 17, in hand by Fri 20 | Mon 16: Wed 18, Mon 23 | Fri 20: Wed 25
WORLD = {
    "event passed": ("late", {"requested_on": date(2026, 11, 3), "event_on": date(2026, 11, 2)}),
    "event to come": ("open", {"requested_on": date(2026, 11, 21), "event_on": date(2026, 11, 20)}),
    "no event day": ("open", {}),
    "held, event passed": (
        "late",
        {"requested_on": date(2026, 11, 3), "event_on": date(2026, 11, 2), "held": "refused"},
    ),
    "promise passed": ("late", {"state": "received", "received_on": date(2026, 11, 13)}),
    "signing passed": ("behind", {"state": "received", "received_on": date(2026, 11, 16)}),
    "fresh": ("open", {"state": "received", "received_on": date(2026, 11, 20)}),
    "ready, promise passed": (
        "late",
        {
            "state": "processed",
            "received_on": date(2026, 11, 13),
            "processed_on": date(2026, 11, 17),
        },
    ),
    "ready, promised for today": (
        "open",
        {
            "state": "processed",
            "received_on": date(2026, 11, 16),
            "processed_on": date(2026, 11, 18),
        },
    ),
    "given late": (
        "closed",
        {
            "state": "handed_over",
            "received_on": date(2026, 11, 9),
            "processed_on": date(2026, 11, 17),
            "handed_over_on": date(2026, 11, 20),
            "closed_on": date(2026, 11, 20),
        },
    ),
}


@pytest.fixture
def world(session):
    """The cases by name, each a death in a home of its own."""
    made = {}
    for name, (_, facts) in WORLD.items():
        person = makers.citizen(session, makers.household(session, head_name=f"Nhà {name}"))
        given = {"requested_on": date(2026, 11, 9)} | facts
        made[name] = makers.case(session, person, procedure="mobile_death", **given).id
    demand.refresh(session, None, TODAY, NOW)
    session.commit()
    return made


def expected(world, *words):
    return {world[name] for name, (word, _) in WORLD.items() if word in words}


@pytest.mark.parametrize("word", ["late", "behind"])
def test_the_list_of_cases(world, desk, word):
    page = desk("registrar").get(f"/cases?timing={word}").text
    assert set(map(int, re.findall(r'data-href="/cases/(\d+)"', page))) == expected(world, word)


def test_the_page_of_each_case(world, desk):
    client = desk("registrar")
    for name, case_id in world.items():
        page = client.get(f"/cases/{case_id}").text
        word = WORLD[name][0]
        assert ("quá hạn " in page.split("timeline", 1)[1]) == (word == "late"), name
        if word != "late":  # a late one may be behind as well
            assert ("chậm so với mốc" in page) == (word == "behind"), name


def test_today(session, world):
    found = home.home(session, Asker("leader", None, None), NOW, TODAY)
    assert found.books.late == len(expected(world, "late"))
    assert found.books.behind == len(expected(world, "behind"))
    waiting = {one.case.id: one.clock.timing for one in found.books.to_register}
    assert {i for i, t in waiting.items() if t == Timing.LATE} == {world["promise passed"]}
    assert {i for i, t in waiting.items() if t == Timing.BEHIND} == expected(world, "behind")


def test_the_visits_due(session, world):
    """A late case that nobody holds has a late visit, as soon as there is one to make."""
    listed = demand.due_list(session, TODAY, when="late")
    late = {one.case_id for shown in listed.page.rows for one in shown.row.visit_cases}
    assert late == {world["event passed"], world["ready, promise passed"]}
    assert {shown.timing for shown in listed.page.rows} == {Timing.LATE}
    assert home.home(session, Asker("leader", None, None), NOW, TODAY).due.late == listed.late == 2


def test_the_desk_of_the_registrar(session, world):
    found = {one.case.id: one.clock.timing for one in register_desk.waiting(session, TODAY)}
    listed = case_lists.listing(session, case_lists.asked(), TODAY).rows
    assert found == {one.row.id: one.clock.timing for one in listed if one.row.id in found}


def test_the_report(session, world):
    total = reports.report(session, OF_THE_YEAR, TODAY).figures.total
    assert total["late_now"] == len(expected(world, "late"))
    assert total["behind"] == len(expected(world, "behind"))
    # the one-stop figure counts the promised day of dossiers at the office, and nothing else
    assert total["overdue"] == 1
    assert (total["event_late"], total["handover_overdue"]) == (2, 1)
    # by the law's clock this one was finished in time (17/11 > 16/11: late by a day)
    assert total["late"] == 1
