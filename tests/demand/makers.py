"""Makers of demand: the smallest case facts, with only what the test is about spelled out."""

from datetime import date

from fieldops.civil.calendar import WorkCalendar
from fieldops.demand import Call, CaseFacts, OpenVisit, Try
from fieldops.domain.case import CaseState, Register
from fieldops.domain.facts import Label
from fieldops.domain.outcome import Result
from fieldops.domain.people import Role
from fieldops.domain.visit import VisitKind

VIETNAM = WorkCalendar()
MON, TUE, WED, THU, FRI = (date(2026, 12, day) for day in (7, 8, 9, 10, 11))
REGISTRAR = frozenset({Role.REGISTRAR})
INTAKE = Call(VisitKind.INTAKE, 1800, 900, REGISTRAR)
DELIVERY = Call(VisitKind.DELIVERY, 900, 480, REGISTRAR, frozenset({Register.BIRTH}))
COURIER = Call(VisitKind.COURIER, 600, 180)
ID_INTAKE = Call(VisitKind.INTAKE, 1500, 900, frozenset({Role.POLICE}))


def birth(case_id=1, household_id=1, state=CaseState.REQUESTED, **more):
    base = {
        "paper": Label("giấy khai sinh"),
        "requested_on": MON,
        "intake": INTAKE,
        "hand_over": DELIVERY,
        "ready_days": 2,
        "within_days": 5,
    }
    return CaseFacts(case_id, household_id, state, **base | more)


def id_card(case_id=2, household_id=1, state=CaseState.REQUESTED, **more):
    base = {"intake": ID_INTAKE, "hand_over": COURIER, "ready_days": 5, "within_days": 7}
    return birth(case_id, household_id, state, paper=Label("thẻ căn cước"), **base | more)


def received(case_id=1, **more):
    dates = {"ready_by": WED, "deliver_by": date(2026, 12, 14)}
    return birth(case_id, state=CaseState.RECEIVED, **dates | more)


def processed(case_id=1, **more):
    dates = {"ready_by": WED, "deliver_by": date(2026, 12, 14), "processed_on": WED}
    return birth(case_id, state=CaseState.PROCESSED, **dates | more)


def tried(on, result=Result.NOT_HOME, kind=VisitKind.INTAKE):
    return Try(kind, on, result)


def applied(changes, visits, planned=None):
    """The open visits after the changes: new ones get the next ids, links follow them."""
    top = max((v.id for v in visits), default=0)
    named = {ref: top - ref for ref in changes.create}
    planned = {v.id: v.planned_on for v in visits} | (planned or {})
    after = {v.id: v.now for v in visits if v.id not in changes.void} | changes.update
    after |= {named[ref]: want for ref, want in changes.create.items()}
    return [
        OpenVisit(id, planned.get(id), _linked(want, named)) for id, want in sorted(after.items())
    ]


def _linked(want, named):
    fields = {name: getattr(want, name) for name in want.__slots__}
    return type(want)(**fields | {"link": named.get(want.link, want.link)})
