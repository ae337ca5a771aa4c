"""Planning again: what has happened becomes a job over the routes in force; its draft waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.closure import CLOSED_WAYS
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.domain.plan_job import PlanState
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import Seconds
from fieldops.domain.visit import OPEN, VisitKind, VisitState
from fieldops.planning import Mode
from fieldops.services import audit, clocks, closures, plan_standing, planning, second_team
from fieldops.services.plan_request import PlanRequest, outreach_days
from fieldops.store import planning as store
from fieldops.store.tables import (
    HamletRow,
    PlanJobRow,
    PlanRow,
    RouteRow,
    StaffRow,
    VehicleRow,
    VisitRow,
)

SECONDS = 8
"""A published plan is a good start: more seconds found little in trials of 240 and 600 homes."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What a leader says has changed, and how much of the plan may change for it."""

    mode: Mode
    hindrances: tuple[Hindrance, ...] = ()
    lost: tuple[tuple[date, str], ...] = ()
    seconds: int = SECONDS


@dataclass(frozen=True, slots=True)
class Choices:
    """
    What the form of planning again starts from.

    ``routes`` are those that may change, ``gone`` today's that have left and stay as they are;
    ``loose`` counts the due visits no route holds: new ones, and second tries. ``shut`` are ways
    that every plan goes round, named or not.
    """

    plan: PlanRow
    from_on: date
    to_on: date
    routes: list[RouteRow]
    gone: list[RouteRow]
    loose: int
    staff: list[StaffRow]
    vehicles: list[VehicleRow]
    ferries: tuple[str, ...]
    hamlets: list[HamletRow]
    hindrances: tuple[Hindrance, ...]
    shut: list[closures.Line]


def choices(session: Session, plan_id: int, today: date, at: Seconds) -> Choices:
    """Conflict when nobody follows the plan any more; Invalid when all its days are past."""
    plan = _followed(session, plan_id)
    gone = plan_standing.gone(session, today, at)
    from_on = _first_day(session, plan, today, bool(gone))
    routes = store.routes(session, from_on, plan.to_on)
    loosable = [row for row in store.routes(session, today, today) if row not in gone]
    settings = clocks.settings(session)
    return Choices(
        plan=plan,
        from_on=from_on,
        to_on=plan.to_on,
        routes=routes if from_on <= today else loosable + routes,
        gone=gone,
        loose=len(store.loose_visits(session)),
        staff=store.staff(session),
        vehicles=store.vehicles(session),
        ferries=tuple(ferry.name for ferry in settings.ferries),
        hamlets=store.hamlets(session),
        hindrances=in_force(session, today),
        shut=closures.in_force(session, today),
    )


def in_force(session: Session, today: date) -> tuple[Hindrance, ...]:
    """
    Whom and which vehicle plans that teams follow were made to do without, and is not over yet.

    Not the ways: those the commune keeps itself, in ``closures``.
    """
    requests = [PlanRequest.from_json(job.request) for job in store.jobs_followed(session)]
    said = (one for request in requests for one in request.hindrances)
    found = (one for one in said if one.to_on >= today and one.kind not in CLOSED_WAYS)
    return tuple(dict.fromkeys(found))


def _followed(session: Session, plan_id: int) -> PlanRow:
    plan = planning.plan(session, plan_id)
    if plan.state != PlanState.PUBLISHED.value:
        raise Conflict(
            Sentence("Chỉ xếp lại được kế hoạch đang công bố. Mở kế hoạch các đội đang theo.")
        )
    return plan


def _first_day(session: Session, plan: PlanRow, today: date, left: bool) -> date:
    """Today while nobody has left, else the next outreach day."""
    earliest = max(plan.from_on, today + timedelta(days=1) if left else today)
    days = outreach_days(clocks.settings(session), earliest, plan.to_on)
    if not days:
        raise Invalid(
            Sentence("Những ngày còn lại của kế hoạch này đã qua hoặc đang đi. Lập kế hoạch mới.")
        )
    return days[0]


def again(
    session: Session,
    actor: audit.Actor,
    plan_id: int,
    happened: Happened,
    now: datetime,
    today: date,
    at: Seconds,
) -> PlanJobRow:
    """
    Queue a job that plans the rest of a published plan again; its draft changes nothing yet.

    Ways said to be shut are shut whatever becomes of the draft: they are kept for every later plan.
    Invalid where a hindrance makes no sense; Conflict where the plan is followed no more.
    """
    chosen = choices(session, plan_id, today, at)
    for number, one in enumerate(happened.hindrances):
        _examine(one, chosen, number)
    _examine_lost(happened.lost, chosen.routes)
    closures.keep(session, actor, happened.hindrances, today, now)
    request = replace(
        _like(session, chosen.plan, chosen.routes),
        from_on=chosen.from_on,
        to_on=chosen.to_on,
        seconds=happened.seconds,
        mode=happened.mode.value,
        hindrances=happened.hindrances,
        lost=happened.lost,
    )
    return planning.ask(session, actor, request, now, today)


def _like(session: Session, plan: PlanRow, routes: Sequence[RouteRow]) -> PlanRequest:
    """The request the plan was made from, with everyone and everything it is followed by."""
    settings = clocks.settings(session)
    try:
        asked = PlanRequest.from_json(plan.job.request)
    except (KeyError, TypeError):  # a plan from before requests were kept whole
        everyone = tuple(row.id for row in store.staff(session))
        vehicles = tuple(row.id for row in store.vehicles(session))
        asked = PlanRequest(plan.from_on, plan.to_on, everyone, vehicles, settings.max_teams, 1)
    people = {member.staff_id for row in routes for member in row.members}
    vehicles_out = {row.vehicle_id for row in routes if row.vehicle_id is not None}
    return replace(
        asked,
        staff_ids=tuple(sorted({*asked.staff_ids, *people})),
        vehicle_ids=tuple(sorted({*asked.vehicle_ids, *vehicles_out})),
        keep_published=False,
    )


def _examine(one: Hindrance, chosen: Choices, number: int) -> None:
    known = {
        HindranceKind.PERSON: {row.id for row in chosen.staff},
        HindranceKind.VEHICLE: {row.id for row in chosen.vehicles},
        HindranceKind.FERRY: set(range(1, len(chosen.ferries) + 1)),
        HindranceKind.HAMLET: {row.id for row in chosen.hamlets},
    }
    if one.id not in known[one.kind]:
        raise Invalid(
            Sentence("Người, xe, phà hoặc ấp này không còn trong danh sách. Chọn lại."),
            field=f"what_{number}",
        )
    if one.to_on < one.from_on:
        raise Invalid(
            Sentence(
                "Ngày cuối {last} đứng trước ngày đầu {first}. Chọn lại ngày cuối.",
                {"first": one.from_on, "last": one.to_on},
            ),
            field=f"to_{number}",
        )
    if one.to_on < chosen.from_on or one.from_on > chosen.to_on:
        raise Invalid(
            Sentence(
                "Khoảng này không chạm ngày nào được xếp lại, từ {first} đến {last}. Sửa ngày.",
                {"first": chosen.from_on, "last": chosen.to_on},
            ),
            field=f"from_{number}",
        )


def _examine_lost(lost: Sequence[tuple[date, str]], routes: Sequence[RouteRow]) -> None:
    known = {(row.day, row.team) for row in routes}
    if not set(lost) <= known:
        raise Conflict(
            Sentence("Lượt đội vừa đánh dấu không còn trong kế hoạch đang theo. Tải lại trang.")
        )


@dataclass(frozen=True, slots=True)
class Loose:
    """Visits that no route holds and that may be put into the plan in force, until ``to_on``."""

    to_on: date | None
    visits: list[VisitRow]


def loose(session: Session, today: date, household_id: int | None = None) -> Loose:
    """
    The most urgent first, of one household or all; deliveries that wait for their intake are none.
    """
    last = store.last_day(session, today)
    rows = [
        row
        for row in store.open_visits(session)
        if row.planned_on is None
        and VisitState(row.state) is VisitState.DUE
        and household_id in (None, row.household_id)
    ]
    return Loose(last, sorted(rows, key=lambda row: (-row.priority, row.due_on or date.max)))


def find_places(
    session: Session, actor: audit.Actor, visit_id: int, now: datetime, today: date, at: Seconds
) -> PlanJobRow:
    """Queue a job that looks for the best places of one visit in the routes in force."""
    visit = store.visits(session, {visit_id}).get(visit_id)
    if visit is None:
        raise NotFound(Sentence("Không tìm thấy chuyến thăm này."))
    if visit.planned_on is not None or VisitState(visit.state) not in OPEN:
        raise Conflict(Sentence("Chuyến này đã có trong kế hoạch, hoặc không còn phải đi."))
    second = second_team.of(visit.household)
    if second and second.comes_to(VisitKind(visit.kind)):
        raise Conflict(
            Sentence(
                "Nhà này cần hai đội đến cùng lúc nên không chèn riêng được. Xếp lại kế hoạch, chọn"
                " “Chỉ chèn thêm”."
            )
        )
    plan = store.plan_followed_last(session, today)
    if plan is None:
        raise Conflict(Sentence("Chưa có kế hoạch nào đang công bố để chèn vào. Lập kế hoạch."))
    last = store.last_day(session, today) or plan.to_on
    gone = bool(plan_standing.gone(session, today, at))
    days = outreach_days(
        clocks.settings(session), today + timedelta(days=1) if gone else today, last
    )
    if not days:
        raise Conflict(Sentence("Kế hoạch đang theo không còn ngày nào để chèn. Lập kế hoạch mới."))
    asked = _like(session, plan, store.routes(session, days[0], last))
    request = replace(
        asked,
        from_on=days[0],
        to_on=last,
        seconds=SECONDS,
        mode=Mode.INSERT.value,
        hindrances=in_force(session, today),
        lost=(),
        visit_id=visit_id,
    )
    return planning.ask(session, actor, request, now, today)


def choose(
    session: Session, actor: audit.Actor, job_id: int, number: int, now: datetime
) -> PlanRow:
    """
    Make the draft of one place found, numbered from 1; choosing another one replaces the draft.

    Conflict when the draft of an earlier choice was published or thrown away.
    """
    job = planning.job(session, job_id)
    found = job.offers or {}
    offers = found.get("places", [])
    if not 1 <= number <= len(offers):
        raise NotFound(Sentence("Không có chỗ này. Tìm chỗ lại."))
    chosen = offers[number - 1]
    row = store.plan_of_job(session, job.id)
    if row is None:
        row = PlanRow(
            commune_code=job.commune_code,
            job_id=job.id,
            from_on=date.fromisoformat(found["from_on"]),
            to_on=date.fromisoformat(found["to_on"]),
            document=chosen["plan"],
            totals=chosen["totals"],
            created_at=now,
        )
        session.add(row)
    elif row.state == PlanState.DRAFT.value:
        row.document, row.totals, row.version = chosen["plan"], chosen["totals"], row.version + 1
    else:
        raise Conflict(Sentence("Lần tìm chỗ này đã dùng rồi. Tìm chỗ lại."))
    session.flush()
    audit.record(session, actor, "plan.inserted", ("plan", row.id), now)
    return row


def discard(
    session: Session, actor: audit.Actor, plan_id: int, version: int, now: datetime
) -> PlanRow:
    """Throw a draft away; throwing it away twice is no error. Conflict: someone was first."""
    plan = planning.plan(session, plan_id)
    if plan.state == PlanState.DISCARDED.value:
        return plan
    states = (PlanState.DRAFT, PlanState.DISCARDED)
    if not store.move_plan(session, plan.id, version, states):
        raise Conflict(
            Sentence("Bản nháp này vừa được người khác công bố hoặc bỏ. Tải lại trang để xem.")
        )
    session.expire_all()
    audit.record(session, actor, "plan.discarded", ("plan", plan_id), now)
    return planning.plan(session, plan_id)
