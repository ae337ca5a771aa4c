"""The office's side of the demo: every page has something open, late and done."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from fieldops.domain.shortcoming import Mending
from fieldops.reports.period import Period
from fieldops.services import (
    demo_cases,
    demo_office,
    official,
    reports,
    results,
    review_rounds,
    shortcomings,
    survey,
)
from fieldops.store.result_files import ResultFiles
from fieldops.store.tables import ResultFileRow, SurveyAnswerRow
from tests import makers
from tests.conftest import HOME
from tests.services.test_demo_cases import asked_for

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
def loaded(session, tmp_path):
    for name in ("Vàm Hồ", "An Nghiệp"):
        makers.hamlet(session, name=name)
    asked_for(session, "mobile_birth", 40)
    demo_cases.load(session, NOW, TODAY)
    files = ResultFiles.of(tmp_path, HOME)
    demo_office.load(session, files, NOW, TODAY)
    return files


def test_a_round_is_over_and_one_runs_late(session, loaded):
    now, before = review_rounds.rounds(session, TODAY)
    assert (before.answered, before.late) == (3, 0)
    assert (now.answered, now.late) == (2, 1)


def test_opinions_of_this_week_and_before_are_enough_to_tell_a_share(session, loaded):
    found = survey.results(session, date(2026, 11, 1), TODAY)
    assert (found.satisfied.part, found.satisfied.whole) == (19, 21)  # 14 of 15, and 5 of 6


def test_shortcomings_stand_in_every_way(session, loaded):
    stands = Counter(one.mending for one in shortcomings.tracked(session, TODAY))
    assert stands == dict.fromkeys(Mending, 1)


def test_results_are_whole_and_give_the_report_a_share(session, loaded):
    total = reports.report(session, Period(date(2026, 10, 1), TODAY), TODAY).figures.total
    assert 0 < total["handed_over_digitised"] < total["handed_over"]
    row = session.query(ResultFileRow).first()
    results.check(loaded.kept(row.id))


def test_the_official_list_has_what_agrees_and_what_does_not(session, loaded):
    seen = official.reconciled(session, official.lists(session)[0].id)
    assert len(seen.compared.differ) == 2
    assert len(seen.compared.only_there) == 1
    assert seen.compared.agree


def test_a_second_load_changes_nothing(session, loaded):
    before = session.query(SurveyAnswerRow).count()
    demo_office.load(session, loaded, NOW, TODAY)
    assert session.query(SurveyAnswerRow).count() == before
