"""Why each visit was left out: the binding rule, found by lifting it, and the cheapest remedy."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from fieldops.domain.facts import ClockTime, Duration, Fact
from fieldops.domain.plan import Plan, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import HOUR, Seconds
from fieldops.planning.geometry import Ground
from fieldops.planning.limits import Limit
from fieldops.planning.meetings import appointed, of_plan
from fieldops.planning.problem import Problem, Visit
from fieldops.planning.rules import (
    books,
    capacity,
    days,
    hours,
    links,
    lunch,
    pins,
    reach,
    roles,
    skills,
    teams,
    times,
    together,
    windows,
)
from fieldops.planning.schedule import Tour, schedule
from fieldops.planning.trial import Spot, Trial
from fieldops.planning.value import placements
from fieldops.planning.ways import soonest
from fieldops.planning.words import words

VALUE, SEARCH, UNKNOWN, FERRIES = "value", "search", "unknown", "ferries"
"""
Not rules: the visit costs more than it gains; the search had no time; no rule alone binds; the only
ferry does not run.
"""


def explain(problem: Problem, plan: Plan, limit: Limit, ground: Ground | None = None) -> Plan:
    """
    The same plan with a reason for each unplanned visit, the most wanted first while time lasts.

    A reason is ``proved`` when it follows from the problem alone, or when the visit was tried at
    every place of the plan: it goes in with the rule lifted, and does not as things stand. Who has
    the problem's ``ground`` already gives it.
    """
    if not plan.unplanned:
        return plan
    began = time.monotonic()

    def late() -> bool:
        return limit.seconds is not None and time.monotonic() - began > limit.seconds

    if late():
        return replace(
            plan, unplanned=tuple(_no_time(problem.visit[left.visit_id]) for left in plan.unplanned)
        )
    trial = Trial(appointed(problem, of_plan(problem, plan)), plan, ground)
    inquiry = _Inquiry(trial, plan, late)
    found: dict[str, Unplanned] = {}
    wanted = sorted(plan.unplanned, key=lambda left: -problem.visit[left.visit_id].prize)
    for left in wanted:
        visit = problem.visit[left.visit_id]
        found[visit.id] = inquiry.why(visit) or _no_time(visit)
    return replace(plan, unplanned=tuple(found[left.visit_id] for left in plan.unplanned))


def _no_time(visit: Visit) -> Unplanned:
    return Unplanned(visit.id, SEARCH, Sentence("Chưa xếp được; chưa đủ thời gian để tìm lý do."))


@dataclass(frozen=True, slots=True)
class _Finding:
    """A rule that, lifted, lets the visit in: what to say of it, and how dear its remedy is."""

    rule: str
    price: float
    reason: Sentence
    remedy: Sentence | None


class _Inquiry:
    """One plan, and the visits it left out."""

    def __init__(self, trial: Trial, plan: Plan, late: Callable[[], bool]) -> None:
        self.problem = problem = trial.given
        self.late = late
        self.where = placements(plan)
        self.trial = trial
        self._counts: dict[tuple[object, ...], int] = {}
        self.left = [
            one.visit_id
            for one in sorted(plan.unplanned, key=lambda u: -problem.visit[u.visit_id].prize)
        ]

    def why(self, visit: Visit) -> Unplanned | None:
        """The reason for one visit; None when time is up before every way has been tried."""
        plain = self._by_itself(visit)
        if plain is not None:
            return Unplanned(visit.id, plain.rule, plain.reason, plain.remedy, proved=True)
        if self.late():
            return None
        as_is = self.trial.spot(visit.id)
        if as_is is not None:
            return self._apart(visit) or self._fits(visit, as_is)
        tried = []
        for lifted in _LIFTED:
            if self.late():
                return None
            tried.append(lifted(self, visit))
        found = [finding for finding in tried if finding is not None]
        if found:
            best = min(found, key=lambda finding: finding.price)
            return Unplanned(visit.id, best.rule, best.reason, best.remedy, proved=True)
        reason = Sentence(
            "Chưa xếp được: không có một nguyên nhân riêng lẻ nào, nhiều điều cùng vướng."
        )
        return Unplanned(visit.id, UNKNOWN, reason)

    def _apart(self, visit: Visit) -> Unplanned | None:
        """For half of a pair: each half may fit, but no meeting was found; that proves nothing."""
        pairs = [{pair.first_id, pair.second_id} for pair in self.problem.together]
        other = next((pair - {visit.id} for pair in pairs if visit.id in pair), None)
        if other is None:
            return None
        reason = Sentence(
            "Phải làm cùng lúc với “{other}” bằng hai đội, mà chưa tìm được giờ chung.",
            {"other": other.pop()},
        )
        remedy = Sentence("Cho thêm một đội, hoặc để hai việc làm vào hai lúc khác nhau.")
        return Unplanned(visit.id, together.NAME, reason, remedy)

    def _fits(self, visit: Visit, spot: Spot) -> Unplanned:
        facts = {"day": self.trial.date(spot)}
        if spot.worth <= 0:
            reason = Sentence(
                "Xếp được ngày {day}, nhưng công đi lại lớn hơn mức ưu tiên của chuyến này.", facts
            )
            remedy = Sentence("Ghim chuyến này vào ngày {day}, hoặc nâng mức ưu tiên.", facts)
            return Unplanned(visit.id, VALUE, reason, remedy, proved=True)
        reason = Sentence("Còn chỗ ngày {day} nhưng chưa kịp xếp; hãy lập lại lâu hơn.", facts)
        return Unplanned(visit.id, SEARCH, reason)

    def _by_itself(self, visit: Visit) -> _Finding | None:
        """What the problem alone says: no team on any day could make the visit."""
        return (
            _no_intake(self, visit)
            or _no_day(self, visit)
            or _nobody(self, visit)
            or _no_vehicle(self, visit)
            or _no_way(self, visit)
            or _never_home(self, visit)
        )

    def days_for(self, visit: Visit) -> list[date]:
        """Days of the horizon from release to due."""
        return [
            day.on
            for day in self.problem.days
            if (visit.release_on is None or day.on >= visit.release_on)
            and (visit.due_on is None or visit.may_be_late or day.on <= visit.due_on)
        ]

    def back(self, spot: Spot, visit: Visit) -> Seconds | None:
        """When the spot's team would be back with the visit in its route, however late."""
        trial, crew = self.trial, self.trial.crews[spot.slot]
        stops = tuple(self.problem.visit[one] for one in trial.order(spot, visit.id))
        shifts = [trial.problem.person[name].hours[crew.day] for name in crew.people]
        start = max((shift.start for shift in shifts if shift), default=0)
        tour = Tour(trial.date(spot), "A", crew.people, crew.vehicle, start, 30 * HOUR, stops)
        route = schedule(trial.problem, tour)
        return route.back if route else None

    def others(self, visit: Visit, spot: Spot, lifted: str | None, imagined: bool = False) -> int:
        """
        How many visits left out go in on the spot's day with the rule lifted, this one among them.

        Counted are those that ask for the same roles and skills.
        """
        same, day = (visit.roles, visit.skills), self.trial.crews[spot.slot].day
        key = (*same, lifted, day, imagined)
        if key not in self._counts:
            known = (self.problem.visit[one] for one in self.left)
            alike = [one.id for one in known if (one.roles, one.skills) == same]
            self._counts[key] = self.trial.how_many(alike, lifted, day, imagined)
        return max(1, self._counts[key])


def _no_intake(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
    link = inquiry.problem.intake_of.get(visit.id)
    if link is None:
        return None
    intake = inquiry.where.get(link.intake_id)
    if intake is None:
        reason = Sentence("Chưa trao được: chuyến tiếp nhận của hộ này chưa xếp được.")
        remedy = Sentence("Xếp được chuyến tiếp nhận trước thì mới hẹn ngày trao kết quả.")
        return _Finding(links.NAME, 0, reason, remedy)
    ordinal = {day.on: day.ordinal for day in inquiry.problem.days}
    lags = [ordinal[on] - ordinal[intake.day] for on in inquiry.days_for(visit)]
    if any(link.least <= lag <= link.greatest for lag in lags):
        return None
    reason = Sentence(
        "Tiếp nhận ngày {day}, trao sau {least}–{greatest} ngày làm việc: không còn ngày nào "
        "trong kế hoạch này.",
        {"day": intake.day, "least": link.least, "greatest": link.greatest},
    )
    remedy = Sentence("Để kế hoạch sau, hoặc kéo dài kế hoạch này thêm ngày.")
    return _Finding(links.NAME, 0, reason, remedy)


def _no_day(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
    if inquiry.days_for(visit):
        return None
    if visit.due_on is not None and (visit.release_on is None or visit.due_on >= visit.release_on):
        reason = Sentence(
            "Không có ngày nào của kế hoạch nằm trong hạn, hạn cuối {due}.", {"due": visit.due_on}
        )
    else:
        reason = Sentence("Không có ngày nào của kế hoạch nằm trong khoảng ngày được làm.")
    return _Finding(days.NAME, 0, reason, Sentence("Chọn những ngày khác cho kế hoạch."))


def _nobody(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
    """A role or skill that no one who is there on any of its days has."""
    index = inquiry.problem.day_index
    allowed = [index[on] for on in inquiry.days_for(visit)]
    there = [p for p in inquiry.problem.people if any(p.hours[day] for day in allowed)]
    no_role = visit.roles - {role for person in there for role in person.roles}
    if no_role:
        facts = {"missing": words(no_role)}
        reason = Sentence("Không ngày nào có: {missing}.", facts)
        return _Finding(roles.NAME, 0, reason, Sentence("Cử thêm người: {missing}.", facts))
    no_skill = visit.skills - {skill for person in there for skill in person.skills}
    if no_skill:
        facts = {"missing": words(no_skill)}
        reason = Sentence("Không ngày nào có người biết: {missing}.", facts)
        return _Finding(skills.NAME, 0, reason, Sentence("Mời người biết: {missing}.", facts))
    return None


def _no_vehicle(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
    if any(vehicle.kind in visit.reached_by for vehicle in inquiry.problem.vehicles):
        return None
    facts = {"kinds": words(visit.reached_by)}
    reason = Sentence("Không có phương tiện vào được nhà; cần: {kinds}.", facts)
    return _Finding(reach.NAME, 0, reason, Sentence("Thêm phương tiện: {kinds}.", facts))


def _no_way(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
    """No road there and back, and no ferry on its days."""
    problem, allowed = inquiry.problem, inquiry.days_for(visit)
    if any(there_and_back(problem, visit, on) for on in allowed):
        return None
    always = replace(problem, ferries=tuple(replace(one, days=None) for one in problem.ferries))
    if any(there_and_back(always, visit, on) for on in allowed):
        reason = Sentence("Những ngày còn hạn thì phà không chạy, mà không có đường khác.")
        remedy = Sentence("Chọn ngày có phà cho kế hoạch, hoặc tìm đường khác.")
        return _Finding(FERRIES, 0, reason, remedy)
    facts = {"kinds": words(visit.reached_by)}
    reason = Sentence("Không có đường đến nơi và về bằng: {kinds}.", facts)
    return _Finding(times.NAME, 0, reason, Sentence("Xem lại vị trí nhà và đường trên bản đồ."))


def there_and_back(problem: Problem, visit: Visit, on: date) -> bool:
    """Whether some vehicle finds a way from the base to the visit on that day, and one back."""
    ends = ((problem.base, visit.place), (visit.place, problem.base))
    kinds = {one.kind for one in problem.vehicles} & visit.reached_by
    return any(all(soonest(problem, kind, on, *leg, 0) for leg in ends) for kind in kinds)


def _never_home(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
    if not visit.windows:
        return None
    if any(windows.open_on(visit, on) for on in inquiry.days_for(visit)):
        return None
    reason = Sentence("Những ngày còn hạn thì không có giờ nào có người ở nhà.")
    return _Finding(windows.NAME, 0, reason, Sentence("Hỏi lại gia đình giờ có người ở nhà."))


_Lift = Callable[[_Inquiry, Visit], _Finding | None]


def _lift(
    rule: str,
    price: float,
    said: Callable[[_Inquiry, Visit, Spot], tuple[Sentence, Sentence | None]],
) -> _Lift:
    """Try the visit with the rule lifted; if it goes in, say so."""

    def lifted(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
        spot = inquiry.trial.spot(visit.id, lifted=rule)
        if spot is None:
            return None
        return _Finding(rule, price, *said(inquiry, visit, spot))

    return lifted


def _roles(inquiry: _Inquiry, visit: Visit, spot: Spot) -> tuple[Sentence, Sentence]:
    missing, trial = visit.roles - inquiry.trial.roles(spot), inquiry.trial
    day = trial.date(spot)
    count = inquiry.others(visit, spot, roles.NAME)
    facts = {"day": day, "missing": words(missing), "count": count}
    return (
        Sentence("Ngày {day} còn đội có giờ, nhưng đội đó thiếu: {missing}.", facts),
        Sentence("Ngày {day} thêm {missing} thì xếp được {count} chuyến.", facts),
    )


def _skills(inquiry: _Inquiry, visit: Visit, spot: Spot) -> tuple[Sentence, Sentence]:
    missing, trial = visit.skills - inquiry.trial.skills(spot), inquiry.trial
    count = inquiry.others(visit, spot, skills.NAME)
    facts: dict[str, Fact] = {
        "day": trial.date(spot),
        "missing": words(missing),
        "count": count,
    }
    return (
        Sentence("Ngày {day} còn đội có giờ, nhưng đội đó thiếu kỹ năng: {missing}.", facts),
        Sentence("Ngày {day} thêm người biết {missing} thì xếp được {count} chuyến.", facts),
    )


def _reach(inquiry: _Inquiry, visit: Visit, spot: Spot) -> tuple[Sentence, Sentence]:
    facts = {"day": inquiry.trial.date(spot), "kinds": words(visit.reached_by)}
    return (
        Sentence("Chỉ vào được bằng: {kinds}; các đội đi phương tiện đó đã kín giờ.", facts),
        Sentence("Ngày {day} cho thêm một đội đi: {kinds}.", facts),
    )


def _days(inquiry: _Inquiry, visit: Visit, spot: Spot) -> tuple[Sentence, Sentence | None]:
    facts = {"day": inquiry.trial.date(spot)}
    return Sentence("Trong hạn thì các đội đã kín; ngày {day} mới còn chỗ.", facts), None


def _windows(inquiry: _Inquiry, visit: Visit, spot: Spot) -> tuple[Sentence, Sentence]:
    facts = {"day": inquiry.trial.date(spot)}
    return (
        Sentence("Giờ có người ở nhà không khớp với đội nào còn chỗ.", facts),
        Sentence("Hỏi gia đình: ngày {day} ở nhà vào giờ khác thì xếp được.", facts),
    )


def _books(inquiry: _Inquiry, visit: Visit, spot: Spot) -> tuple[Sentence, Sentence]:
    facts = {"day": inquiry.trial.date(spot), "registers": words(visit.registers)}
    return (
        Sentence("{registers}: mỗi ngày chỉ theo được một đội, đội đó đã kín.", facts),
        Sentence("Nếu không phải mang sổ giấy thì ngày {day} xếp được.", facts),
    )


def _capacity(inquiry: _Inquiry, visit: Visit, spot: Spot) -> tuple[Sentence, Sentence]:
    most = inquiry.problem.capacity or 0
    count = inquiry.others(visit, spot, capacity.NAME)
    facts: dict[str, Fact] = {"day": inquiry.trial.date(spot), "most": most, "count": count}
    return (
        Sentence("Các đội đã đủ {most} hồ sơ mỗi ngày.", facts),
        Sentence("Nâng số hồ sơ mỗi đội mỗi ngày thì ngày {day} xếp được {count} chuyến.", facts),
    )


def _lunch(inquiry: _Inquiry, visit: Visit, spot: Spot) -> tuple[Sentence, Sentence]:
    facts = {"day": inquiry.trial.date(spot)}
    return (
        Sentence("Chỉ còn vướng giờ nghỉ trưa.", facts),
        Sentence("Ngày {day} nghỉ trưa ngắn hơn hoặc lệch giờ thì xếp được.", facts),
    )


def _pins(inquiry: _Inquiry, visit: Visit, spot: Spot) -> tuple[Sentence, Sentence]:
    facts = {"day": inquiry.trial.date(spot)}
    return (
        Sentence("Chuyến này đã ghim, mà chỗ ghim không làm được.", facts),
        Sentence("Bỏ ghim thì ngày {day} xếp được.", facts),
    )


def _hours(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
    """Working late: dearer by the hour."""
    spot = inquiry.trial.spot(visit.id, lifted=hours.NAME)
    back = inquiry.back(spot, visit) if spot else None
    if spot is None or back is None:
        return None
    trial, crew = inquiry.trial, inquiry.trial.crews[spot.slot]
    shifts = [trial.problem.person[name].hours[crew.day] for name in crew.people]
    over = back - min((shift.end for shift in shifts if shift), default=back)
    facts: dict[str, Fact] = {
        "day": trial.date(spot),
        "over": Duration(max(over, 0)),
        "back": ClockTime(back),
    }
    reason = Sentence("Các đội làm được chuyến này đều kín giờ; gần nhất là thiếu {over}.", facts)
    remedy = Sentence("Ngày {day} cho đội về lúc {back} thì xếp được.", facts)
    return _Finding(hours.NAME, 3 + 5 * max(over, 0) / HOUR, reason, remedy)


def _team(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
    """One more team; if not even that would do, the visit is too far or too long for a day."""
    trial = inquiry.trial
    spot = trial.spot(visit.id, imagined=True)
    if spot is None:
        return None
    count = inquiry.others(visit, spot, None, imagined=True)
    facts: dict[str, Fact] = {
        "day": trial.date(spot),
        "roles": words(visit.roles),
        "skills": words(visit.skills),
        "count": count,
    }
    reason = Sentence("Các đội làm được chuyến này đều đã kín.", facts)
    remedy = Sentence("Ngày {day} thêm một đội đủ người thì xếp được {count} chuyến.", facts)
    return _Finding(teams.NAME, 8, reason, remedy)


def _too_far(inquiry: _Inquiry, visit: Visit) -> _Finding | None:
    """Not even a team of its own could make it in a day."""
    trial = inquiry.trial
    if trial.spot(visit.id, imagined=True) is not None:
        return None
    reason = Sentence("Đi, làm và về không kịp trong một ngày, dù đội chỉ đi một chuyến này.")
    return _Finding(times.NAME, 7, reason, None)


_LIFTED: tuple[_Lift, ...] = (
    _lift(pins.NAME, 1, _pins),
    _lift(windows.NAME, 2, _windows),
    _lift(capacity.NAME, 2.5, _capacity),
    _lift(books.NAME, 3.5, _books),
    _lift(roles.NAME, 4, _roles),
    _lift(skills.NAME, 4, _skills),
    _lift(reach.NAME, 5, _reach),
    _lift(lunch.NAME, 6, _lunch),
    _hours,
    _too_far,
    _team,
    _lift(days.NAME, 9, _days),
)
"""Each way to let a visit in, with the price of its remedy: ours, to rank what to ask of people."""
