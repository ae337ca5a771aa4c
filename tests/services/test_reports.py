"""The figures of the reports, and the same counted again by SQL written by hand."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from fieldops.domain.errors import Invalid
from fieldops.domain.household import Category
from fieldops.domain.survey import Reply, Satisfaction
from fieldops.reports.period import Period
from fieldops.services import report_facts, reports, survey
from fieldops.store import scope
from fieldops.store.tables import CategoryRow, RegistrationRow
from tests import makers
from tests.conftest import HOME, OTHER

TODAY = date(2026, 11, 23)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def a_case(session, **kw):
    home = makers.household(session)
    return makers.case(session, makers.citizen(session, home), **kw)


def registered(session, case, number, on):
    session.add(
        RegistrationRow(
            commune_code=case.commune_code,
            case_id=case.id,
            register="death" if case.procedure == "mobile_death" else "birth",
            year=on.year,
            volume="01",
            entry_no=number,
            registered_on=on,
            registered_by="Người thử",
            created_at=datetime(2026, 11, 23, tzinfo=UTC),
        )
    )
    session.flush()


@pytest.fixture
def many_cases(session):
    """Eighty cases of both communes, each ended anywhere along its way."""
    dice = random.Random(7)
    session.info.clear()
    for code in (HOME, OTHER):
        with scope.inside(session, code):
            for number in range(1, 41):
                _one_of_many(session, dice, number)
    scope.enter(session, HOME)


def _one_of_many(session, dice, number):
    asked = date(2026, 9, 20) + timedelta(days=dice.randrange(60))
    days = [asked + timedelta(days=step * dice.randrange(1, 7)) for step in (1, 2, 3, 4)]
    reached = dice.randrange(5)
    if days[reached - 1] > TODAY:
        reached = 0
    procedure = dice.choice(["mobile_birth", "mobile_death", "id_card", "residence"])
    days.sort()
    facts = {"requested_on": asked, "procedure": procedure, "channel": dice.choice([1, 2, 3])}
    if reached >= 1:
        facts |= {"state": "received", "received_on": days[0]}
    if reached >= 2:
        facts |= {"state": "processed", "processed_on": days[1]}
    if reached >= 3:
        facts |= {"state": "handed_over", "handed_over_on": days[2], "closed_on": days[2]}
    if reached == 4:
        facts |= {"official_entered_on": days[3]}
    case = a_case(session, **facts)
    _someone(session, case, dice, asked)
    if reached >= 2 and procedure in ("mobile_birth", "mobile_death"):
        registered(session, case, number, days[1])
    elif reached == 4:
        case.official_entered_on = None
        session.flush()


def _someone(session, case, dice, asked):
    """Who it is about: sex, birth as far as known, and often a category or two."""
    born = asked - timedelta(days=dice.choice([20, 70, 25_000]))
    case.citizen.sex = dice.choice(["male", "female", ""])
    case.citizen.birth_year = dice.choice([born.year, born.year, None])
    if case.citizen.birth_year and dice.random() < 0.8:
        case.citizen.birth_month, case.citizen.birth_day = born.month, born.day
    if case.procedure == "mobile_death":
        case.event_on = asked - timedelta(days=dice.choice([1, 14, 15, 40]))
    for category in dice.sample(["poor", "elderly", "disabled"], dice.randrange(3)):
        session.add(
            CategoryRow(
                commune_code=case.commune_code,
                household_id=case.household_id,
                citizen_id=dice.choice([None, case.citizen_id]),
                category=category,
            )
        )
    session.flush()


SQL = {
    "new": "received_on between :first and :last",
    "carried_over": "received_on < :first and (processed_on is null or processed_on >= :first)",
    "resolved": "processed_on between :first and :last",
    "pending": "received_on <= :last and (processed_on is null or processed_on > :last)",
    "handed_over": "handed_over_on between :first and :last",
    "waiting_visit": "requested_on <= :last and received_on is null",
}
REGISTERED = "registered_on between :first and :last"
REGISTERED_SQL = {
    "birth_registered": f"r.register = 'birth' and {REGISTERED}",
    "death_registered": f"r.register = 'death' and {REGISTERED}",
    "not_entered": "registered_on <= :last and official_entered_on is null",
}


def test_the_figures_are_those_that_plain_sql_counts(session, many_cases):
    found = reports.report(session, NOVEMBER, TODAY)
    assert found.faults == []
    days = {"first": NOVEMBER.start_on, "last": TODAY, "code": HOME}
    connection = session.connection()
    for key, where in SQL.items():
        sql = f'select count(*) from "case" where commune_code = :code and {where}'
        assert found.figures.total[key] == connection.scalar(text(sql), days), key
    for key, where in REGISTERED_SQL.items():
        sql = (
            'select count(*) from "case" c join registration r on r.case_id = c.id '
            f"where c.commune_code = :code and {where}"
        )
        assert found.figures.total[key] == connection.scalar(text(sql), days), key
    assert sum(found.figures.total.values()) > 0


OFF = {date(2026, 11, 24)}
"""Days off from the 20th of September to the 30th of November 2026 that are no weekends."""
WORKED = [
    day
    for day in (date(2026, 9, 1) + timedelta(days=step) for step in range(120))
    if day.weekday() < 5 and day not in OFF
]
TIME = "case when c.procedure in ('mobile_birth', 'mobile_death') then 5 else 7 end"
READY = "case when c.procedure in ('mobile_birth', 'mobile_death') then 2 else 5 end"
BETWEEN = "(select count(*) from workday w where w.d > c.received_on and w.d {end})"
RESOLVED = "processed_on between :first and :last"
PENDING = SQL["pending"]
BY_CLOCK = {
    # the last day lies before the day of the result when so many working days lie between them
    "late": f"{RESOLVED} and {BETWEEN.format(end='< c.processed_on')} >= {TIME}",
    "early": f"{RESOLVED} and {BETWEEN.format(end='<= c.processed_on')} < {TIME}",
    "on_time": f"{RESOLVED} and {BETWEEN.format(end='<= c.processed_on')} >= {TIME}"
    f" and {BETWEEN.format(end='< c.processed_on')} < {TIME}",
    "overdue": f"({PENDING}) and {BETWEEN.format(end='< :last')} >= {TIME}",
    "pending_in_time": f"({PENDING}) and {BETWEEN.format(end='< :last')} < {TIME}",
    "behind": f"({PENDING}) and {BETWEEN.format(end='< :last')} < {TIME}"
    f" and {BETWEEN.format(end='< :last')} >= {READY}",
    "handed_over_late": "handed_over_on between :first and :last"
    f" and {BETWEEN.format(end='< c.handed_over_on')} >= {TIME}",
    "handover_overdue": "c.state = 'processed' and processed_on <= :last"
    f" and {BETWEEN.format(end='< :last')} >= {TIME}",
}


def test_what_is_early_and_late_is_so_by_plain_sql_too(session, many_cases):
    """Working days are a table written by hand here; no calendar of ours is asked."""
    for received, ready in ((9, 16), (2, 16), (2, 6)):  # on the fifth day, late, early
        days = {"received_on": date(2026, 11, received), "processed_on": date(2026, 11, ready)}
        a_case(session, state="processed", requested_on=date(2026, 11, 1), **days)
    a_case(session, state="received", received_on=date(2026, 11, 17))  # behind
    a_case(session, state="received", received_on=date(2026, 11, 2))  # overdue
    total = reports.report(session, NOVEMBER, TODAY).figures.total
    connection = session.connection()
    connection.execute(text("create temporary table workday (d date)"))
    connection.execute(text("insert into workday values (:d)"), [{"d": day} for day in WORKED])
    days = {"first": NOVEMBER.start_on, "last": TODAY, "code": HOME}
    for key, where in BY_CLOCK.items():
        sql = f'select count(*) from "case" c where c.commune_code = :code and {where}'
        assert total[key] == connection.scalar(text(sql), days), key
    assert all(total[key] for key in BY_CLOCK), total


PARTS = {
    "procedure": "select c.procedure as part",
    "channel": "select c.channel as part",
    "sex": "select nullif(p.sex, '') as part",
    "category": "select distinct g.category as part, c.id",
}


@pytest.mark.parametrize("grouping", PARTS)
@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("new", "c.received_on between :first and :last"),
        ("birth_registered", REGISTERED_SQL["birth_registered"]),
        ("death_registered", REGISTERED_SQL["death_registered"]),
    ],
)
def test_each_part_of_the_figures_is_what_plain_sql_counts(
    session, many_cases, grouping, key, where
):
    found = reports.report(session, NOVEMBER, TODAY).figures.by[grouping]
    rows = session.connection().execute(
        text(
            f'select part, count(*) from ({PARTS[grouping]} from "case" c '
            "join citizen p on p.id = c.citizen_id "
            "left join registration r on r.case_id = c.id "
            "left join category g on g.household_id = c.household_id "
            "and (g.citizen_id is null or g.citizen_id = c.citizen_id) "
            f"where c.commune_code = :code and {where}) as x group by part"
            if grouping == "category"
            else f'select part, count(*) from ({PARTS[grouping]} from "case" c '
            "join citizen p on p.id = c.citizen_id "
            "left join registration r on r.case_id = c.id "
            f"where c.commune_code = :code and {where}) as x group by part"
        ),
        {"first": NOVEMBER.start_on, "last": TODAY, "code": HOME},
    )
    counted = {part: tally[key] for part, tally in found.items() if tally[key]}
    assert counted == dict(rows.all())


def test_registered_in_time_is_so_by_plain_sql_too(session, many_cases):
    """Only events known to the day, so that there is nothing to be left open."""
    total = reports.report(session, NOVEMBER, TODAY).figures.total
    facts = session.execute(
        text(
            "select r.registered_on, r.register, c.event_on, p.birth_year, p.birth_month, "
            'p.birth_day from registration r join "case" c on c.id = r.case_id '
            "join citizen p on p.id = c.citizen_id where c.commune_code = :code"
        ),
        {"code": HOME},
    ).all()
    counted = {"registered_timely": 0, "registered_late": 0, "registered_open": 0}
    for on, register, event_on, year, month, day in facts:
        on = date.fromisoformat(str(on))
        if not NOVEMBER.start_on <= on <= TODAY:
            continue
        if register == "death":
            gone = (on - date.fromisoformat(str(event_on))).days
            key = "registered_timely" if gone <= 15 else "registered_late"
        elif year is None:
            key = "registered_open"
        elif month is None:
            first, last = date(year, 1, 1), date(year, 12, 31)
            key = "registered_open"
            if (on - first).days <= 60:
                key = "registered_timely"
            elif (on - last).days > 60:
                key = "registered_late"
        else:
            gone = (on - date(year, month, day)).days
            key = "registered_timely" if gone <= 60 else "registered_late"
        counted[key] += 1
    assert {key: total[key] for key in counted} == counted
    assert sum(counted.values()) == total["registered"] > 0


def test_satisfaction_is_what_the_survey_says(session):
    assert reports.report(session, NOVEMBER, TODAY).satisfaction.answered == 0
    for level in ("very", "content", "content", "content", "not"):
        survey.take_spoken(
            session,
            survey.Answer(Satisfaction(level), Reply.YES, Reply.YES, Reply.NO),
            date(2026, 11, 10),
        )
    found = reports.report(session, NOVEMBER, TODAY)
    assert (found.satisfaction.satisfied.percent, found.faults) == (80.0, [])


def test_the_hamlets_of_the_figures_are_those_that_plain_sql_counts(session, many_cases):
    found = reports.report(session, NOVEMBER, TODAY)
    sql = text(
        'select m.name, count(*) from "case" c join household h on h.id = c.household_id '
        "join hamlet m on m.id = h.hamlet_id "
        "where c.commune_code = :code and received_on between :first and :last group by m.name"
    )
    rows = session.connection().execute(
        sql, {"code": HOME, "first": NOVEMBER.start_on, "last": TODAY}
    )
    counted = {part: tally["new"] for part, tally in found.figures.by["hamlet"].items()}
    assert counted == dict(rows.all())


def test_the_due_day_is_the_law_s_five_working_days(session):
    # Received Mon 16/11: working days 17, 18, 19, 20, then Mon 23 is the fifth and today. On that
    # day it is not overdue yet; a case received on Fri 13 had its fifth day on Fri 20.
    a_case(session, state="received", received_on=date(2026, 11, 16))
    a_case(session, state="received", received_on=date(2026, 11, 13))
    total = reports.report(session, NOVEMBER, TODAY).figures.total
    assert (total["pending_in_time"], total["overdue"]) == (1, 1)


def test_a_withdrawn_case_is_stopped_on_the_day_it_was_closed(session):
    a_case(
        session,
        state="withdrawn",
        received_on=date(2026, 11, 3),
        closed_on=date(2026, 11, 5),
    )
    total = reports.report(session, NOVEMBER, TODAY).figures.total
    assert (total["received"], total["stopped"], total["pending"]) == (1, 1, 0)


def test_categories_are_the_household_s_and_the_person_s_own(session):
    home = makers.household(session)
    person, other = makers.citizen(session, home), makers.citizen(session, home)
    for category, citizen, to_on in (
        ("poor", None, None),
        ("elderly", person, None),
        ("disabled", other, None),
        ("near_poor", None, date(2026, 1, 1)),  # ended long before the request
    ):
        session.add(
            CategoryRow(
                commune_code=HOME,
                household_id=home.id,
                citizen_id=citizen and citizen.id,
                category=category,
                to_on=to_on,
            )
        )
    makers.case(session, person)
    (fact,) = report_facts.case_facts(session, TODAY)
    assert fact.categories == {Category.POOR, Category.ELDERLY}


def test_every_hamlet_is_drawn_also_one_where_nobody_asked(session):
    makers.hamlet(session, name="Vàm Hồ", lat=9.52, lon=106.23)
    a_case(session)
    found = reports.report(session, NOVEMBER, TODAY)
    assert {(line.hamlet, line.asked) for line in found.coverage} == {("Sơn Ton", 1), ("Vàm Hồ", 0)}
    assert len(found.drawing.circles) == 2


def test_a_visit_that_found_nobody_is_not_done(session):
    makers.visit(session, a_case(session), state="missed", result="not_home", made_on=TODAY)
    (visit,) = report_facts.visit_facts(session)
    assert visit.done_on is None


def test_a_commune_without_cases_has_a_report_of_zeros(session):
    found = reports.report(session, NOVEMBER, TODAY)
    assert set(found.figures.total.values()) == {0}
    assert found.faults == []


def test_a_period_to_come_is_refused(session):
    with pytest.raises(Invalid):
        reports.report(session, Period(date(2026, 12, 1), date(2026, 12, 2)), TODAY)


def test_a_paper_that_is_only_brought_is_received_when_asked_for_and_has_no_legal_day(session):
    a_case(
        session,
        procedure="courier_return",
        state="processed",
        requested_on=date(2026, 11, 3),
        processed_on=date(2026, 11, 3),
    )
    found = reports.report(session, NOVEMBER, TODAY)
    assert found.faults == []
    total = found.figures.total
    assert (total["received"], total["on_time"], total["waiting_handover"]) == (1, 1, 1)
