"""A version of a procedure as people write it down: checked, stored as a document, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from fieldops.civil.procedures import NOT_SAID, AtDoor, Fee, Paper, ProcedureRule
from fieldops.domain.case import Register
from fieldops.domain.errors import Invalid
from fieldops.domain.facts import Label
from fieldops.domain.people import FIELD_ROLES, Role
from fieldops.domain.sentences import Sentence

LONGEST_DAYS = 60
LONGEST_EVENT = 366
LONGEST_CALL = 240
DEAREST = 10_000_000
LONGEST_TEXT = 200
"""Beyond these it is a slip of the hand: working days, days, minutes, đồng, letters."""

PLAIN = (
    "code",
    "working_days",
    "ready_days",
    "verification_days",
    "event_days",
    "may_be_written",
    "exemptions",
    "source",
)


FEE_NOT_SAID = "not_said"


def to_document(rule: ProcedureRule) -> dict[str, Any]:
    """The rule as JSON, without the procedure and the day, which stand beside it."""
    return {name: getattr(rule, name) for name in PLAIN} | {
        "name": rule.name.text,
        "paper": rule.paper.text,
        "fee": rule.fee.dong if rule.fee.known else FEE_NOT_SAID,
        "papers": [[one.name.text, *(o.text for o in one.substitutes)] for one in rule.papers],
        "steps": [step.text for step in rule.steps],
        "register": rule.register and rule.register.value,
        "intake": _call_document(rule.intake),
        "hand_over": _call_document(rule.hand_over),
    }


def _call_document(call: AtDoor | None) -> dict[str, Any] | None:
    if call is None:
        return None
    return {"roles": sorted(call.roles), "minutes": call.minutes, "further": call.further}


def from_document(base: ProcedureRule, document: dict[str, Any]) -> ProcedureRule:
    """
    The inverse of ``to_document``, on a rule of the same procedure and day.

    Whether a dossier is taken at the door and a result brought back is the procedure's nature:
    a version changes who comes and for how long, not that.
    """
    register = Register(document["register"]) if document["register"] else None
    called, paper = document["name"], document["paper"]
    return replace(
        base,
        **{name: document[name] for name in PLAIN},
        name=Label(called),
        paper=Label(paper),
        fee=NOT_SAID if document["fee"] == FEE_NOT_SAID else Fee(document["fee"]),
        papers=tuple(
            Paper(Label(name), tuple(map(Label, others))) for name, *others in document["papers"]
        ),
        steps=tuple(map(Label, document["steps"])),
        register=register,
        intake=_call(base.intake, document["intake"], None),
        hand_over=_call(base.hand_over, document["hand_over"], register),
    )


def _call(
    base: AtDoor | None, document: dict[str, Any] | None, register: Register | None
) -> AtDoor | None:
    if base is None or document is None:
        return None
    return replace(
        base,
        roles=frozenset(map(Role, document["roles"])),
        minutes=document["minutes"],
        further=document["further"],
        registers=frozenset([register] if register else []),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version changes: the field, and its value before and after, as stored."""

    field: str
    before: Any
    after: Any


def differences(before: ProcedureRule, after: ProcedureRule) -> list[Difference]:
    """The fields in which the two versions differ, in the order of the document."""
    old, new = to_document(before), to_document(after)
    return [Difference(name, old[name], new[name]) for name in new if old[name] != new[name]]


def faults(rule: ProcedureRule) -> list[Invalid]:
    """Everything in a version that cannot be, each with the field to mend."""
    return [*_of_words(rule), *_of_days(rule), *_of_calls(rule), *_of_register(rule)]


def _of_words(rule: ProcedureRule) -> Iterator[Invalid]:
    texts = {
        "name": [rule.name.text],
        "paper": [rule.paper.text],
        "code": [rule.code],
        "exemptions": [rule.exemptions],
        "source": [rule.source],
        "papers": [text.text for one in rule.papers for text in (one.name, *one.substitutes)],
        "steps": [step.text for step in rule.steps],
    }
    for field, found in texts.items():
        if any(len(text) > LONGEST_TEXT for text in found):
            told = Sentence("Dài quá {most} ký tự. Viết gọn lại.", {"most": LONGEST_TEXT})
            yield Invalid(told, field=field)
        if any(mark in text for text in found for mark in "{}"):
            yield Invalid(Sentence("Bỏ dấu ngoặc nhọn: phần mềm dùng dấu này."), field=field)
    for field in ("name", "paper", "source"):
        if not texts[field][0].strip():
            yield Invalid(Sentence("Không để trống mục này."), field=field)


def _of_days(rule: ProcedureRule) -> Iterator[Invalid]:
    if not 0 <= rule.working_days <= LONGEST_DAYS:
        told = Sentence("Từ 0 đến {most} ngày làm việc.", {"most": LONGEST_DAYS})
        yield Invalid(told, field="working_days")
    if not 0 <= rule.ready_days <= rule.working_days:
        yield Invalid(
            Sentence("Mốc ký phải trong thời hạn của thủ tục, để đội còn kịp mang đến nhà."),
            field="ready_days",
        )
    if not 0 <= rule.verification_days <= LONGEST_DAYS:
        told = Sentence("Từ 0 đến {most} ngày.", {"most": LONGEST_DAYS})
        yield Invalid(told, field="verification_days")
    if rule.event_days is not None and not 1 <= rule.event_days <= LONGEST_EVENT:
        told = Sentence("Từ 1 đến {most} ngày, hoặc để trống.", {"most": LONGEST_EVENT})
        yield Invalid(told, field="event_days")
    if rule.fee.dong is not None and not 0 <= rule.fee.dong <= DEAREST:
        told = Sentence("Từ 0 đến {most} đồng, hoặc để trống.", {"most": DEAREST})
        yield Invalid(told, field="fee")


def _of_calls(rule: ProcedureRule) -> Iterator[Invalid]:
    for name, call in (("intake", rule.intake), ("hand_over", rule.hand_over)):
        if call is None:
            continue
        if not 1 <= call.minutes <= LONGEST_CALL:
            told = Sentence("Từ 1 đến {most} phút.", {"most": LONGEST_CALL})
            yield Invalid(told, field=f"{name}_minutes")
        if not 0 < call.further <= call.minutes:
            yield Invalid(
                Sentence("Hồ sơ thứ hai trở đi không lâu hơn hồ sơ đầu."), field=f"{name}_further"
            )
        if call.roles - FIELD_ROLES:
            yield Invalid(Sentence("Chỉ chọn người đi cùng đội."), field=f"{name}_roles")


def _of_register(rule: ProcedureRule) -> Iterator[Invalid]:
    """Thông tư 04/2020/TT-BTP, art. 25: the registrar brings paper and register to be signed."""
    if rule.register is None:
        return
    if rule.hand_over is None or rule.intake is None:
        yield Invalid(Sentence("Thủ tục này không ghi sổ hộ tịch."), field="register")
        return
    for name, call in (("intake", rule.intake), ("hand_over", rule.hand_over)):
        if Role.REGISTRAR not in call.roles:
            yield Invalid(
                Sentence("Việc ghi sổ hộ tịch phải có công chức hộ tịch ở cả hai lần đến nhà."),
                field=f"{name}_roles",
            )
