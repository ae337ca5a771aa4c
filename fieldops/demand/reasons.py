"""Why a visit is due, said to a person; how much time is left is said apart, for it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fieldops.demand.steps import Stage, Step
from fieldops.domain.case import CaseState
from fieldops.domain.facts import Fact, Label
from fieldops.domain.outcome import Result
from fieldops.domain.sentences import Sentence
from fieldops.domain.timing import Timing, WorkingDays, timing
from fieldops.domain.visit import VisitKind

FOUND = {
    Result.NOT_HOME: Label("không gặp ai ở nhà"),
    Result.PAPERS_MISSING: Label("còn thiếu giấy tờ"),
    Result.REFUSED: Label("gia đình chưa đồng ý"),
    Result.MOVED: Label("gia đình đã chuyển nơi ở"),
    Result.OTHER: Label("chưa làm xong"),
    Result.DONE: Label("chưa làm xong"),
}


def why(group: Sequence[Step], due: date | None) -> Sentence:
    """The reason of a visit that makes these steps; ``due`` is its last day, inclusive."""
    last = max(group, key=lambda step: (step.attempt, step.case_id))
    facts: dict[str, Fact] = {
        "papers": tuple(dict.fromkeys(step.facts.paper for step in group)),
        "since": min(step.facts.requested_on for step in group),
    }
    if due:
        facts["due"] = due
    if last.last:
        facts |= {"attempt": last.attempt, "on": last.last.on, "found": FOUND[last.last.result]}
    if group[0].stage == Stage.LINKED:
        facts["within"] = min(step.facts.within_days for step in group)
    again, dated = last.attempt > 1, due is not None
    if not again and all(_brings_papers(step) for step in group):
        return Sentence(BRINGS[dated], facts)
    return Sentence(_template(group[0], again=again, dated=dated), facts)


def _brings_papers(step: Step) -> bool:
    """The office asked for papers, and nobody has been there for them yet."""
    return step.call.kind == VisitKind.INTAKE and step.facts.state == CaseState.SUPPLEMENT


def _template(step: Step, *, again: bool, dated: bool) -> str:
    if step.stage == Stage.LINKED:
        return FOLLOWS
    if step.stage == Stage.AWAITING:
        return AWAITS
    return TEMPLATES[step.call.kind == VisitKind.INTAKE, again, dated]


BRINGS = {
    False: Sentence("Nhận giấy tờ bổ sung tại nhà: {papers}; yêu cầu từ ngày {since}").template,
    True: Sentence("Nhận giấy tờ bổ sung tại nhà: {papers}; phải đăng ký chậm nhất {due}").template,
}
FOLLOWS = Sentence("Trao {papers} trong {within} ngày làm việc kể từ ngày nhận hồ sơ").template
AWAITS = Sentence("Trao {papers} sau khi xử lý xong: hạn {due}").template
_SAID = {
    # (intake, again, dated)
    (True, False, False): Sentence("Nhận hồ sơ tại nhà: {papers}; yêu cầu từ ngày {since}"),
    (True, False, True): Sentence("Nhận hồ sơ tại nhà: {papers}; phải đăng ký chậm nhất {due}"),
    (True, True, False): Sentence("Đến lại lần {attempt} để nhận hồ sơ {papers}: {on} {found}"),
    (True, True, True): Sentence(
        "Đến lại lần {attempt} để nhận hồ sơ {papers}: {on} {found}; phải đăng ký chậm nhất {due}"
    ),
    (False, False, False): Sentence("Chuyển {papers} đến nhà; yêu cầu từ ngày {since}"),
    (False, False, True): Sentence("Trao {papers}: hạn {due}"),
    (False, True, False): Sentence("Chuyển {papers} lần {attempt}: {on} {found}"),
    (False, True, True): Sentence("Trao {papers} lần {attempt}: {on} {found}; hạn {due}"),
}
TEMPLATES = {key: sentence.template for key, sentence in _SAID.items()}


def countdown(due: date | None, today: date, days: WorkingDays) -> Sentence:
    """How much time is left today, in working days."""
    match timing(due, today, days):
        case Timing.NO_LIMIT:
            return Sentence("không có hạn luật định")
        case Timing.TODAY:
            return Sentence("hạn hôm nay")
        case Timing.LATE:
            return _late(due or today, today, days)
        case _:
            left = days.count(today, due or today)
            return Sentence("còn {left} ngày làm việc", {"left": left})


def _late(due: date, today: date, days: WorkingDays) -> Sentence:
    late = days.count(due, today)
    if late == 0:  # the days since were all days off
        return Sentence("đã quá hạn")
    return Sentence("quá hạn {late} ngày làm việc", {"late": late})
