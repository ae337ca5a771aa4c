"""Reports: the commune's cases and visits as facts, counted, reconciled and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from fieldops.domain.facts import Label
from fieldops.domain.sentences import Sentence
from fieldops.reports import commune_drawing, weeks
from fieldops.reports.commune_drawing import Drawing, Spot
from fieldops.reports.coverage import Coverage, coverage, coverage_finding
from fieldops.reports.figures import Figures, count
from fieldops.reports.period import Period, Window, window
from fieldops.reports.reconcile import check_sum, reconcile
from fieldops.reports.weeks import Week, weeks_finding
from fieldops.services import report_facts, survey
from fieldops.store import communes


@dataclass(frozen=True, slots=True)
class Report:
    """One period, everything that is shown of it. ``faults`` is empty when all totals add up."""

    period: Period
    window: Window
    figures: Figures
    faults: Sequence[Sentence]
    weeks: Sequence[Week]
    weeks_finding: Sentence
    coverage: Sequence[Coverage]
    coverage_finding: Sentence
    drawing: Drawing
    satisfaction: survey.Results


def report(
    session: Session, period: Period, today: date, zone: ZoneInfo = report_facts.VIETNAM
) -> Report:
    """The report of the period as it can be told today; Invalid for a period still to come."""
    seen = window(period, today)
    facts = report_facts.case_facts(session, today, zone)
    hamlets = communes.hamlets(session)
    covered = coverage(facts, [hamlet.name for hamlet in hamlets], seen)
    found_weeks = weeks.weeks(report_facts.visit_facts(session), seen)
    figures = count(facts, seen)
    answers = survey.results(session, seen.start_on, seen.seen_on)
    return Report(
        period=period,
        window=seen,
        figures=figures,
        faults=[*reconcile(figures), *_survey_faults(answers)],
        weeks=found_weeks,
        weeks_finding=weeks_finding(found_weeks),
        coverage=covered,
        coverage_finding=coverage_finding(covered),
        drawing=_draw(session, covered),
        satisfaction=answers,
    )


def _survey_faults(answers: survey.Results) -> list[Sentence]:
    """Every answer has one level and came in one way."""
    name = Label("Phiếu khảo sát")
    parts = (tuple(answers.levels.values()), tuple(answers.channels.values()))
    found = (check_sum(answers.answered, part, name) for part in parts)
    return [fault for fault in found if fault]


def _draw(session: Session, covered: Sequence[Coverage]) -> Drawing:
    lines: Mapping[str, Coverage] = {line.hamlet: line for line in covered}
    spots = [
        Spot(
            name=hamlet.name,
            at=(hamlet.lat, hamlet.lon),
            size=lines[hamlet.name].asked,
            share=lines[hamlet.name].share,
        )
        for hamlet in communes.hamlets(session)
    ]
    outline = [(lat, lon) for lon, lat in communes.current(session).outline]
    return commune_drawing.draw(outline, spots)
