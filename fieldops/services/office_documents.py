"""Administrative documents to sign: the plan of an outreach, the report of a period."""

from __future__ import annotations

from collections import Counter

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict
from fieldops.domain.plan_job import PlanState
from fieldops.domain.sentences import Sentence
from fieldops.papers.office_document import Section
from fieldops.papers.outreach_plan import OutreachPlan, TeamDay
from fieldops.papers.period_report import PeriodReport
from fieldops.services import audit, plan_view
from fieldops.services import paper_facts as facts
from fieldops.services.paper_desk import Desk, Printed
from fieldops.services.plan_view import RouteView
from fieldops.store import communes


def outreach_plan(session: Session, desk: Desk, plan_id: int) -> Printed:
    """
    A published plan as a document. It names teams and hamlets, never families.

    Raises NotFound for a plan that is not there, Conflict for one not published.
    """
    plan = plan_view.view(session, plan_id)
    if plan.row.state != PlanState.PUBLISHED:
        raise Conflict(Sentence("Công bố kế hoạch trước, rồi mới làm văn bản để ký."))
    document = OutreachPlan(
        office=facts.office(communes.current(session)),
        from_on=plan.row.from_on,
        to_on=plan.row.to_on,
        days=tuple(_team_day(plan.routes[key]) for key in sorted(plan.routes)),
        left_out=Counter(
            visit.household.hamlet.name for group in plan.left_out for visit in group.visits
        ),
    )
    audit.record(
        session, desk.actor, "paper.made", ("plan", plan_id), desk.at, paper="outreach-plan"
    )
    return Printed(document.docx(), f"ke-hoach-{plan.row.from_on:%Y%m%d}.docx")


def _team_day(view: RouteView) -> TeamDay:
    return TeamDay(
        day=view.route.day,
        team=view.route.team,
        people=tuple(one.full_name for one in view.people),
        vehicle=view.vehicle.name if view.vehicle else "",
        hamlets=view.hamlets,
    )


def period_report(
    session: Session, desk: Desk, period: str, sections: tuple[Section, ...]
) -> Printed:
    """The report of a period, its tables already in words: the same rows as page and workbook."""
    commune = communes.current(session)
    document = PeriodReport(facts.office(commune), period, desk.today, sections)
    subject = ("commune", commune.code)
    audit.record(session, desk.actor, "paper.made", subject, desk.at, paper="period-report")
    return Printed(document.docx(), f"bao-cao-{desk.today:%Y%m%d}.docx")
