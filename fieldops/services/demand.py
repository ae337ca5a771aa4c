"""Demand: keeps the open visits in step with the cases, and lists what is due and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from fieldops import demand
from fieldops.civil.procedures import AtDoor
from fieldops.demand import Call, CaseFacts, Changes, OpenVisit, Try, Wanted
from fieldops.domain.case import CaseState, Register
from fieldops.domain.commune import CommuneSettings
from fieldops.domain.household import Category, Language
from fieldops.domain.outcome import Result
from fieldops.domain.paging import Page, page_of
from fieldops.domain.people import Role, Skill
from fieldops.domain.sentences import Sentence
from fieldops.domain.timing import Timing, WorkingDays, is_late, timing
from fieldops.domain.told_hours import ToldHours
from fieldops.domain.units import MINUTE
from fieldops.domain.visit import VisitKind, VisitState
from fieldops.services import clocks
from fieldops.store import demand as rows
from fieldops.store import scope
from fieldops.store.tables import CaseRow, VisitCaseRow, VisitRow

ELDERLY_FROM = 60
"""Years of age from which a person counts as elderly (người cao tuổi)."""
LANGUAGE_SKILL = {Language.KHMER.value: Skill.KHMER, Language.HOA.value: Skill.HOA}


def refresh(
    session: Session, household_ids: Collection[int] | None, today: date, at: datetime | None = None
) -> bool:
    """
    Bring the open visits of these homes (None: of all) in step with their cases.

    True when anything changed; doing it twice changes nothing more. ``at`` stamps voided visits.
    Call it after anything that changes cases, categories, language or settings. Within ``once``
    it only notes the homes, and says False.
    """
    noted: set[int] | None = session.info.get(_NOTED)
    if noted is not None and household_ids is not None:
        noted.update(household_ids)
        return False
    session.flush()
    days = clocks.calendar(session)
    made = rows.made_for(session, household_ids)
    facts = _facts(session, rows.open_cases(session, household_ids), made, today, days)
    visits = rows.open_visits(session, household_ids)
    needed = [step for one in facts for step in demand.steps(one, days)]
    changes = demand.reconcile(needed, [_open_visit(row) for row in visits], today, days)
    _apply(session, changes, {row.id: row for row in visits}, at)
    return bool(changes)


_NOTED = "demand.noted"


@contextmanager
def once(session: Session, today: date, at: datetime) -> Iterator[None]:
    """Several acts, one refresh at their end of all homes they touched."""
    noted: set[int] = set()
    session.info[_NOTED] = noted
    try:
        yield
    finally:
        del session.info[_NOTED]
    if noted:
        refresh(session, noted, today, at)


def _facts(
    session: Session,
    cases: Sequence[CaseRow],
    made: Sequence[rows.Made],
    today: date,
    days: WorkingDays,
) -> Iterator[CaseFacts]:
    known = clocks.settings(session)
    tries: dict[int, list[Try]] = defaultdict(list)
    for case_id, _, kind, on, result, told in made:
        if on and result not in ("", Result.DONE):
            one = Try(VisitKind(kind), on, Result(result), tuple(map(ToldHours.from_json, told)))
            tries[case_id].append(one)
    taken_in = rows.made_intake(made)
    for row in cases:
        yield _case_facts(
            row, clocks.clock_of(row, today, days), known, tries[row.id], taken_in, today
        )


def _case_facts(
    row: CaseRow,
    clock: clocks.CaseClock,
    known: CommuneSettings,
    tries: Sequence[Try],
    taken_in: dict[int, int],
    today: date,
) -> CaseFacts:
    skill = LANGUAGE_SKILL.get(row.citizen.language)
    return CaseFacts(
        case_id=row.id,
        household_id=row.household_id,
        state=CaseState(row.state),
        paper=clock.rule.paper,
        requested_on=row.requested_on,
        intake=_call(clock.rule.intake, known),
        hand_over=_call(clock.rule.hand_over, known),
        ready_days=clock.rule.ready_days,
        within_days=clock.rule.working_days,
        register_by=clock.register_by,
        ready_by=clock.law.ready_by if clock.law else None,
        deliver_by=clock.law.deliver_by if clock.law else None,
        processed_on=row.processed_on,
        held=bool(row.held),
        skills=frozenset([skill] if skill else []),
        categories=categories_of(row, today),
        tries=tuple(tries),
        made_intake=taken_in.get(row.id),
        papers_by=asked.wanted_by if (asked := clocks.waiting(row)) else None,
    )


def _call(door: AtDoor | None, known: CommuneSettings) -> Call | None:
    """A register kept on paper travels with the team; an electronic one does not."""
    if door is None:
        return None
    paper = {
        Register.BIRTH: known.paper_birth_register,
        Register.DEATH: known.paper_death_register,
    }
    carried = frozenset(register for register in door.registers if paper[register])
    return Call(door.kind, door.minutes * MINUTE, door.further * MINUTE, door.roles, carried)


def categories_of(row: CaseRow, today: date) -> frozenset[Category]:
    """The home's and the person's own categories in force today; age speaks for itself."""
    found = {
        Category(one.category)
        for one in row.household.categories
        if one.citizen_id in (None, row.citizen_id)
        and (one.from_on is None or one.from_on <= today)
        and (one.to_on is None or today <= one.to_on)
    }
    born = row.citizen.birth_year
    if born and today.year - born >= ELDERLY_FROM:
        found.add(Category.ELDERLY)
    return frozenset(found)


def _open_visit(row: VisitRow) -> OpenVisit:
    return OpenVisit(row.id, row.planned_on, _as_it_stands(row))


def _as_it_stands(row: VisitRow) -> Wanted:
    return Wanted(
        household_id=row.household_id,
        kind=VisitKind(row.kind),
        state=VisitState(row.state),
        cases=frozenset(one.case_id for one in row.visit_cases),
        link=row.link_id,
        attempt=row.attempt,
        release_on=row.release_on,
        due_on=row.due_on,
        after_days=row.after_days,
        within_days=row.within_days,
        reason=Sentence.from_json(row.reason or {"say": "", "facts": {}}),
        priority=row.priority,
        seconds=row.seconds,
        roles=frozenset(map(Role, row.roles)),
        skills=frozenset(map(Skill, row.skills)),
        registers=frozenset(map(Register, row.registers)),
        told=told_of(row),
        told_binds=row.told_binds,
    )


def told_of(row: VisitRow) -> tuple[ToldHours, ...]:
    """What neighbours said: at this visit if it was made, else at the try before it."""
    return tuple(map(ToldHours.from_json, row.told))


def _apply(
    session: Session, changes: Changes, known: dict[int, VisitRow], at: datetime | None
) -> None:
    for visit_id in changes.void:
        known[visit_id].state = VisitState.VOID.value
        known[visit_id].closed_at = at
        known[visit_id].version += 1
    for ref, want in changes.create.items():
        known[ref] = VisitRow(
            commune_code=scope.current(session),
            household_id=want.household_id,
            kind=want.kind.value,
        )
        known[ref].visit_cases = []
        session.add(known[ref])
    session.flush()
    for ref, want in (*changes.create.items(), *changes.update.items()):
        _write(known[ref], want, known[want.link].id if want.link in known else want.link)
    session.flush()


def _write(row: VisitRow, want: Wanted, link_id: int | None) -> None:
    row.state, row.link_id, row.attempt = want.state.value, link_id, want.attempt
    row.release_on, row.due_on = want.release_on, want.due_on
    row.after_days, row.within_days = want.after_days, want.within_days
    row.reason, row.priority, row.seconds = want.reason.to_json(), want.priority, want.seconds
    row.roles, row.skills = sorted(want.roles), sorted(want.skills)
    row.registers = sorted(want.registers)
    row.told, row.told_binds = [one.to_json() for one in want.told], want.told_binds
    kept = [one for one in row.visit_cases if one.case_id in want.cases]
    new = want.cases - {one.case_id for one in kept}
    row.visit_cases = kept + [
        VisitCaseRow(commune_code=row.commune_code, case_id=case_id) for case_id in sorted(new)
    ]


@dataclass(frozen=True, slots=True)
class DueVisit:
    """A due visit with what is said of it today; ``told`` as neighbours said at the last try."""

    row: VisitRow
    timing: Timing
    countdown: Sentence
    told: tuple[ToldHours, ...]


@dataclass(frozen=True, slots=True)
class DueList:
    """
    One page of what is due, most urgent first, with counts over all of it.

    ``late``: its last day has passed. ``this_week``: last day within seven days from today, today
    included. ``later``: all others, with or without a date. The three add up to ``total``.
    """

    page: Page[DueVisit]
    total: int
    late: int
    this_week: int
    later: int
    unplanned: int
    expected: int


def due_list(
    session: Session,
    today: date,
    *,
    kind: str = "",
    hamlet_id: int | None = None,
    when: str = "",
    page: int = 1,
) -> DueList:
    """The due visits of a kind and hamlet ("" and None: all); ``when`` narrows what is listed."""
    days = clocks.calendar(session)
    found = rows.due(session, kind, hamlet_id)
    groups = Counter(when_of(row, today) for row in found)
    shown = [row for row in found if not when or when_of(row, today) == when]
    page_shown = page_of([_due_visit(row, today, days) for row in shown], page)
    return DueList(
        page=page_shown,
        total=len(found),
        late=groups["late"],
        this_week=groups["week"],
        later=groups["later"],
        unplanned=sum(row.planned_on is None for row in found),
        expected=rows.expected_count(session),
    )


def when_of(row: VisitRow, today: date) -> str:
    """The group of a visit: late, week or later."""
    if row.due_on is None or row.due_on > today + timedelta(days=6):
        return "later"
    return "late" if is_late(row.due_on, today) else "week"


def _due_visit(row: VisitRow, today: date, days: WorkingDays) -> DueVisit:
    left = demand.countdown(row.due_on, today, days)
    return DueVisit(row, timing(row.due_on, today, days), left, told_of(row))
