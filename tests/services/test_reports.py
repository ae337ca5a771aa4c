"""The figures of the reports, and the same counted again by SQL written by hand."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from fieldops.domain.errors import Invalid
from fieldops.domain.household import Category
from fieldops.domain.survey import Reply, Satisfaction
from fieldops.reports.figures import percent
from fieldops.reports.indicators import SHARES
from fieldops.reports.period import Period
from fieldops.services import report_facts, reports, survey
from fieldops.store import scope
from fieldops.store.tables import CategoryRow, RegistrationRow, ResultFileRow
from tests import makers
from tests.conftest import HOME, ON_POSTGRES, OTHER

TODAY = date(2026, 11, 23)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def a_case(session, hamlet=None, **kw):
    home = makers.household(session, hamlet=hamlet)
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


def attached(session, case, at):
    row = ResultFileRow(
        commune_code=case.commune_code,
        id=f"{case.id}-{at:%m%d%H}",
        case_id=case.id,
        sha256="0" * 64,
        size=9,
        added_by="Người quét",
        added_at=at,
    )
    session.add(row)
    session.flush()


@pytest.fixture
def many_cases(session):
    """Eighty cases of both communes, each ended anywhere along its way."""
    dice = random.Random(7)
    session.info.clear()
    for code in (HOME, OTHER):
        with scope.inside(session, code):
            hamlets = (None, makers.hamlet(session, name="Vàm Hồ"))
            for number in range(1, 41):
                _one_of_many(session, dice, number, hamlets[number % 2])
    scope.enter(session, HOME)


def _one_of_many(session, dice, number, hamlet):
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
    case = a_case(session, hamlet, **facts)
    _someone(session, case, dice, asked)
    if reached >= 2 and procedure in ("mobile_birth", "mobile_death"):
        registered(session, case, number, days[1])
    if reached >= 3:
        for days_after in ((-2, 1), (0,), (1,), ())[number % 4]:
            day = days[2] + timedelta(days=days_after)
            attached(session, case, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    if reached == 4 and procedure not in ("mobile_birth", "mobile_death"):
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


HAS_FILE = (
    "exists (select 1 from result_file f where f.case_id = c.id"
    " and date(f.added_at) <= c.handed_over_on)"
)
GIVEN = "c.handed_over_on between :first and :last"
REGISTERED = "r.registered_on between :first and :last"
RESOLVED = "c.processed_on between :first and :last"
PENDING = "c.received_on <= :last and (c.processed_on is null or c.processed_on > :last)"
SQL = {
    "new": "c.received_on between :first and :last",
    "carried_over": "c.received_on < :first"
    " and (c.processed_on is null or c.processed_on >= :first)",
    "resolved": RESOLVED,
    "pending": PENDING,
    "handed_over": GIVEN,
    "handed_over_digitised": f"{GIVEN} and {HAS_FILE}",
    "handed_over_on_paper_only": f"{GIVEN} and not {HAS_FILE}",
    "waiting_visit": "c.requested_on <= :last and c.received_on is null",
    "birth_registered": f"r.register = 'birth' and {REGISTERED}",
    "death_registered": f"r.register = 'death' and {REGISTERED}",
    "not_entered": "r.registered_on <= :last and c.official_entered_on is null",
}

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
    "handed_over_in_time": f"{GIVEN} and {BETWEEN.format(end='< c.handed_over_on')} < {TIME}",
    "handed_over_late": f"{GIVEN} and {BETWEEN.format(end='< c.handed_over_on')} >= {TIME}",
    "handover_overdue": "c.state = 'processed' and c.processed_on <= :last"
    f" and {BETWEEN.format(end='< :last')} >= {TIME}",
}

APART, DAY_OF = {
    "sqlite": (
        "(julianday({late}) - julianday({early}))",
        "printf('%04d-%02d-%02d', {year}, {month}, {day})",
    ),
    "postgresql": ("({late} - {early})", "make_date({year}, {month}, {day})"),
}["postgresql" if ON_POSTGRES else "sqlite"]


def born(month, day):
    """The first or the last day somebody can have been born on."""
    parts = {
        "year": "p.birth_year",
        "month": f"coalesce(p.birth_month, {month})",
        "day": f"coalesce(p.birth_day, {day})",
    }
    return f"case when p.birth_year is not null then {DAY_OF.format(**parts)} end"


def gone(month, day):
    """Days from the event, as far as it is known, to the entry."""
    event = f"case r.register when 'death' then c.event_on else {born(month, day)} end"
    return APART.format(late="r.registered_on", early=f"({event})")


LIMIT = "case r.register when 'death' then 15 else 60 end"
MOST, LEAST = gone(1, 1), gone(12, 31)
IN_TIME = f"{REGISTERED} and {MOST} <= {LIMIT}"
TOO_LATE = f"{REGISTERED} and {LEAST} > {LIMIT}"
UNKNOWN = f"{REGISTERED} and ({MOST} is null or ({MOST} > {LIMIT} and {LEAST} <= {LIMIT}))"
TIMELY = {
    f"{register}_{key}": f"r.register = '{register}' and {where}"
    for register in ("birth", "death")
    for key, where in (("timely", IN_TIME), ("late", TOO_LATE), ("open", UNKNOWN))
} | {"registered_timely": IN_TIME, "registered_late": TOO_LATE, "registered_open": UNKNOWN}

PARTS = {
    "procedure": "c.procedure",
    "channel": "c.channel",
    "hamlet": "m.name",
    "sex": "nullif(p.sex, '')",
    "category": "g.category",
}
NO_PART = "'all'"


def counted_by_sql(session, part, where):
    """Part → how many cases; a case in two categories is in each."""
    sql = (
        f'select part, count(*) from (select distinct {part} as part, c.id from "case" c '
        "join citizen p on p.id = c.citizen_id "
        "join household h on h.id = c.household_id join hamlet m on m.id = h.hamlet_id "
        "left join registration r on r.case_id = c.id "
        "left join category g on g.household_id = c.household_id "
        "and (g.citizen_id is null or g.citizen_id = c.citizen_id) "
        f"where c.commune_code = :code and {where}) as found group by part"
    )
    days = {"first": NOVEMBER.start_on, "last": TODAY, "code": HOME}
    return dict(session.connection().execute(text(sql), days).all())


@pytest.fixture
def worked_days(session):
    """Working days as a table written by hand; no calendar of ours is asked."""
    connection = session.connection()
    connection.execute(text("create temporary table workday (d date)"))
    connection.execute(text("insert into workday values (:d)"), [{"d": day} for day in WORKED])


@pytest.fixture
def at_each_clock(session, many_cases, worked_days):
    """
    Beside the many: finished on the fifth day, late and early; behind; overdue; a death
    registered on its fifteenth day, and one whose day nobody wrote.
    """
    for number, event_on in enumerate((date(2026, 11, 2), None), start=91):
        days = {"received_on": date(2026, 11, 16), "processed_on": date(2026, 11, 17)}
        case = a_case(
            session, procedure="mobile_death", state="processed", event_on=event_on, **days
        )
        registered(session, case, number, date(2026, 11, 17))
    for received, ready in ((9, 16), (2, 16), (2, 6)):
        days = {"received_on": date(2026, 11, received), "processed_on": date(2026, 11, ready)}
        a_case(session, state="processed", requested_on=date(2026, 11, 1), **days)
    a_case(session, state="received", received_on=date(2026, 11, 17))
    a_case(session, state="received", received_on=date(2026, 11, 2))


@pytest.mark.parametrize("figures", [SQL, BY_CLOCK, TIMELY], ids=["days", "clocks", "timely"])
def test_the_figures_are_those_that_plain_sql_counts(session, at_each_clock, figures):
    found = reports.report(session, NOVEMBER, TODAY)
    assert found.faults == []
    by_hand = {
        key: counted_by_sql(session, NO_PART, where).get("all", 0) for key, where in figures.items()
    }
    assert {key: found.figures.total[key] for key in figures} == by_hand
    assert all(by_hand.values()), by_hand


@pytest.mark.parametrize("grouping", PARTS)
@pytest.mark.parametrize("figures", [SQL, BY_CLOCK, TIMELY], ids=["days", "clocks", "timely"])
def test_each_part_of_the_figures_is_what_plain_sql_counts(
    session, at_each_clock, grouping, figures
):
    found = reports.report(session, NOVEMBER, TODAY).figures.by[grouping]
    for key, where in figures.items():
        counted = {part: tally[key] for part, tally in found.items() if tally[key]}
        assert counted == counted_by_sql(session, PARTS[grouping], where), key


def test_the_states_and_the_coverage_are_those_that_plain_sql_counts(session, many_cases):
    found = reports.report(session, NOVEMBER, TODAY)
    of_the_period = f"(({SQL['carried_over']}) or ({SQL['new']}) or ({SQL['waiting_visit']}))"
    states = {state: number for state, number in found.figures.states.items() if number}
    assert states == counted_by_sql(session, "c.state", of_the_period)
    asked = counted_by_sql(session, "m.name", "c.requested_on <= :last")
    held = counted_by_sql(session, "m.name", "c.handed_over_on <= :last")
    lines = {line.hamlet: (line.asked, line.held) for line in found.coverage}
    assert lines == {hamlet: (asked[hamlet], held[hamlet]) for hamlet in asked}
    assert len(lines) == 2


def test_the_weeks_are_those_that_plain_sql_counts(session):
    days = [date(2026, 11, day) for day in range(1, 24)]
    dice = random.Random(3)
    for _ in range(60):
        kw = {name: dice.choice([None, *days]) for name in ("planned_on", "made_on", "due_on")}
        kw["result"] = dice.choice(["done", "not_home"]) if kw["made_on"] else None
        makers.visit(session, a_case(session), **kw)
    for week in reports.report(session, NOVEMBER, TODAY).weeks:
        ends = {"first": max(week.monday, NOVEMBER.start_on), "end": TODAY}
        ends["last"] = min(week.monday + timedelta(days=6), TODAY)
        done = "result = 'done' and made_on"
        sql = {
            "planned": "planned_on between :first and :last",
            "done": f"{done} between :first and :last",
            "late": "due_on between :first and :last and ("
            f"({done} > due_on) or (due_on < :end and (made_on is null or result != 'done')))",
        }
        connection = session.connection()
        for key, where in sql.items():
            by_hand = connection.scalar(text(f"select count(*) from visit where {where}"), ends)
            assert getattr(week, key) == by_hand, (week.monday, key)


def test_the_digitised_share_is_of_all_results_handed_over(session, many_cases):
    found = reports.report(session, NOVEMBER, TODAY).figures.total
    with_file, without = found["handed_over_digitised"], found["handed_over_on_paper_only"]
    assert with_file
    assert without
    assert with_file + without == found["handed_over"]
    share = next(one for one in SHARES if one.key == "digitised")
    assert percent(share, found) == round(100 * with_file / (with_file + without), 1)


def test_a_file_of_the_evening_belongs_to_the_day_here_not_to_that_of_greenwich(session):
    given = {"state": "handed_over", "handed_over_on": date(2026, 11, 10)}
    # 16:59 in Greenwich is 23:59 here, still the 10th; a minute later it is the 11th.
    for minute, key in ((59, "handed_over_digitised"), (60, "handed_over_on_paper_only")):
        case = a_case(session, received_on=date(2026, 11, 9), **given)
        attached(session, case, datetime(2026, 11, 10, 16, tzinfo=UTC) + timedelta(minutes=minute))
        assert reports.report(session, NOVEMBER, TODAY).figures.total[key] == 1


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


def test_satisfaction_is_what_plain_sql_counts(session):
    dice = random.Random(5)
    session.info.clear()
    for code in (HOME, OTHER):
        with scope.inside(session, code):
            for _ in range(60):
                replies = [dice.choice(list(Reply)) for _ in range(3)]
                answer = survey.Answer(dice.choice(list(Satisfaction)), *replies)
                survey.take_spoken(session, answer, dice.choice([date(2026, 10, 28), TODAY]))
    scope.enter(session, HOME)
    found = reports.report(session, NOVEMBER, TODAY).satisfaction

    def by_hand(part, whole="1 = 1"):
        sql = (
            f"select count(case when {part} then 1 end), count(*) from survey_answer where "
            f"commune_code = :code and week_on between :first and :last and {whole}"
        )
        days = {"code": HOME, "first": NOVEMBER.start_on, "last": TODAY}
        return survey.Share(*session.connection().execute(text(sql), days).one())

    assert found.satisfied == by_hand("satisfied in ('very', 'content')")
    assert found.polite == by_hand("polite = 'yes'", "polite != 'unsure'")
    assert found.on_time == by_hand("on_time = 'yes'", "on_time != 'unsure'")
    assert found.not_asked_twice == by_hand("asked_twice = 'no'", "asked_twice != 'unsure'")
    assert 0 < found.answered < 60


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
