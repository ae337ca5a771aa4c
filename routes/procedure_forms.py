"""The form of a version of a procedure: what is stored as a document, as people type it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from fieldops.civil.procedures import NOT_SAID, AtDoor, Fee, Paper, ProcedureRule
from fieldops.domain.case import Register
from fieldops.domain.facts import Label
from fieldops.domain.people import FIELD_ROLES, Role
from routes.case_forms import required
from routes.forms import DayField, OnceForm
from routes.words import word

NEEDED = InputRequired(_("Nhập một số."))
CALLS = ("intake", "hand_over")

FIELD_WORDS = {
    "code": _("Mã thủ tục"),
    "name": _("Tên thủ tục"),
    "paper": _("Giấy gia đình nhận"),
    "working_days": _("Thời hạn trả, ngày làm việc"),
    "ready_days": _("Mốc ký và ghi sổ, ngày làm việc"),
    "verification_days": _("Xác minh được thêm, ngày"),
    "event_days": _("Hạn đăng ký sự kiện, ngày"),
    "fee": _("Lệ phí, đồng"),
    "exemptions": _("Miễn, giảm, cách tính lệ phí"),
    "papers": _("Giấy tờ cần có"),
    "steps": _("Việc liên thông"),
    "register": _("Sổ hộ tịch"),
    "may_be_written": _("Được viết hộ"),
    "intake": _("Lần tiếp nhận tại nhà"),
    "hand_over": _("Lần trao tại nhà"),
    "source": _("Căn cứ"),
}


class VersionForm(OnceForm):
    """A version of one procedure. Which calls it has is its nature: ``has_call``."""

    valid_from = DayField(
        _("Áp dụng cho hồ sơ nhận từ ngày"),
        [InputRequired(_("Nhập ngày bắt đầu áp dụng."))],
        description=_("Hồ sơ đã nhận trước ngày này giữ bản cũ."),
    )
    source = StringField(
        FIELD_WORDS["source"],
        [DataRequired(_("Ghi số văn bản làm căn cứ.")), Length(max=200)],
        description=_("Số, ngày của văn bản. Ví dụ: Nghị quyết 12/2026/NQ-HĐND ngày 10/12/2026."),
    )
    code = StringField(FIELD_WORDS["code"], [Length(max=20)])
    name = StringField(FIELD_WORDS["name"], [DataRequired(_("Nhập tên thủ tục."))])
    paper = StringField(
        FIELD_WORDS["paper"],
        [DataRequired(_("Nhập tên giấy."))],
        description=_("Viết thường, như đọc trong câu: giấy khai sinh."),
    )
    working_days = IntegerField(
        FIELD_WORDS["working_days"],
        [NEEDED],
        description=_("0: trả trong ngày, sau 15 giờ thì hôm sau."),
    )
    ready_days = IntegerField(FIELD_WORDS["ready_days"], [NEEDED])
    verification_days = IntegerField(FIELD_WORDS["verification_days"], [NEEDED])
    event_days = IntegerField(
        FIELD_WORDS["event_days"],
        [Optional()],
        description=_("Tính từ ngày sinh, ngày chết. Để trống nếu thủ tục không có hạn này."),
    )
    fee = IntegerField(
        FIELD_WORDS["fee"],
        [Optional()],
        description=_(
            "0: không thu. Để trống: do tỉnh quy định; bản trước chưa ghi thì vẫn chưa ghi."
        ),
    )
    exemptions = StringField(
        FIELD_WORDS["exemptions"],
        [Length(max=200)],
        description=_("Ai được miễn, giảm; tính theo trang hay theo bản."),
    )
    papers = TextAreaField(
        FIELD_WORDS["papers"],
        description=_(
            "Mỗi dòng một giấy, giấy thay thế sau dấu |: giấy chứng sinh | giấy cam đoan."
        ),
    )
    steps = TextAreaField(
        FIELD_WORDS["steps"],
        description=_(
            "Mỗi dòng một việc làm tiếp cho gia đình. Hiện trên trang hồ sơ, điện thoại và phiếu."
        ),
    )
    register = SelectField(FIELD_WORDS["register"], [Optional()])
    may_be_written = BooleanField(_("Cán bộ được viết hộ tờ khai"))
    intake_roles = SelectMultipleField(_("Lần tiếp nhận: phải có mặt"))
    intake_minutes = IntegerField(_("Hồ sơ đầu, phút"), [Optional()])
    intake_further = IntegerField(_("Mỗi hồ sơ thêm, phút"), [Optional()])
    hand_over_roles = SelectMultipleField(_("Lần trao: phải có mặt"))
    hand_over_minutes = IntegerField(_("Hồ sơ đầu, phút"), [Optional()])
    hand_over_further = IntegerField(_("Mỗi hồ sơ thêm, phút"), [Optional()])

    SAME = ("source", "code", "working_days", "ready_days", "verification_days", "event_days",
            "exemptions", "may_be_written")  # fmt: skip
    TYPED = ("name", "paper")

    @classmethod
    def of(cls, rule: ProcedureRule) -> VersionForm:
        """The form filled with the version in force; its source and day are to be given anew."""
        data: dict[str, Any] = {name: getattr(rule, name) for name in cls.SAME}
        data |= {name: getattr(rule, name).text for name in cls.TYPED}
        data |= {
            "source": "",
            "fee": rule.fee.dong,
            "papers": "\n".join(map(_paper_line, rule.papers)),
            "steps": "\n".join(step.text for step in rule.steps),
            "register": rule.register.value if rule.register else "",
        }
        for name in CALLS:
            data |= _call_data(name, getattr(rule, name))
        form = cls(data=data)
        form.has_call = {name: getattr(rule, name) is not None for name in CALLS}
        form.register.choices = {"": gettext("Không ghi sổ")} | {
            one.value: word(one) for one in Register
        }
        for name in CALLS:
            form[f"{name}_roles"].choices = {one.value: word(one) for one in _roles()}
        return form

    def day(self) -> date:
        """The first day, once validated."""
        return required(self.valid_from.data)

    def rule(self, base: ProcedureRule) -> ProcedureRule:
        """The version as typed, over the one it follows."""
        data = self.data
        register = Register(data["register"]) if data["register"] else None
        return replace(
            base,
            **{name: _tidy(data[name]) for name in self.SAME},
            name=Label(_tidy(data["name"])),
            paper=Label(_tidy(data["paper"])),
            fee=NOT_SAID if data["fee"] is None and not base.fee.known else Fee(data["fee"]),
            papers=tuple(map(_paper, _lines(data["papers"]))),
            steps=tuple(Label(line) for line in _lines(data["steps"])),
            register=register,
            intake=self._call("intake", base.intake, None),
            hand_over=self._call("hand_over", base.hand_over, register),
        )

    def _call(self, name: str, base: AtDoor | None, register: Register | None) -> AtDoor | None:
        if base is None:
            return None
        return replace(
            base,
            roles=frozenset(map(Role, self[f"{name}_roles"].data or ())),
            minutes=self[f"{name}_minutes"].data or 0,
            further=self[f"{name}_further"].data or 0,
            registers=frozenset([register] if register else []),
        )


def _roles() -> list[Role]:
    return [role for role in Role if role in FIELD_ROLES]


def _call_data(name: str, call: AtDoor | None) -> dict[str, Any]:
    if call is None:
        return {}
    return {
        f"{name}_roles": sorted(call.roles),
        f"{name}_minutes": call.minutes,
        f"{name}_further": call.further,
    }


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _lines(text: str | None) -> Iterable[str]:
    return filter(None, map(_tidy, (text or "").splitlines()))


def _paper_line(paper: Paper) -> str:
    return " | ".join([paper.name.text, *(other.text for other in paper.substitutes)])


def _paper(line: str) -> Paper:
    name, *others = [_tidy(part) for part in line.split("|")]
    return Paper(Label(name), tuple(Label(other) for other in others if other))
