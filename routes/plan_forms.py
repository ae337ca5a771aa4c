"""The form of a new plan, and what stands in it before anyone has chosen."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from fieldops.domain.people import Role
from fieldops.services.plan_request import LONGEST_SECONDS, PlanRequest
from fieldops.services.planning import Choices
from fieldops.store.tables import StaffRow
from routes.forms import DayField, OnceForm

THINKING: dict[str, Any] = {
    "7": _("Nhanh: 10 giây"),
    "17": _("Vừa: 20 giây"),
    "57": _("Kỹ: 1 phút"),
    "297": _("Rất kỹ: 5 phút"),
}
"""Seconds of thinking → what the leader waits: three more go to starting and storing the plan."""


class PlanForm(OnceForm):
    """Dates, people, vehicles, and how long to think."""

    from_on = DayField(_("Từ ngày"), [InputRequired(_("Chọn ngày đầu của kế hoạch."))])
    to_on = DayField(_("Đến hết ngày"), [InputRequired(_("Chọn ngày cuối của kế hoạch."))])
    staff_ids = SelectMultipleField(_("Người đi"), coerce=int)
    vehicle_ids = SelectMultipleField(_("Phương tiện"), coerce=int)
    teams = IntegerField(
        _("Nhiều nhất mấy đội mỗi ngày"),
        [
            InputRequired(_("Nhập số đội, từ 1 đến 20.")),
            NumberRange(1, 20, _("Số đội từ 1 đến 20.")),
        ],
    )
    least_crew = IntegerField(
        _("Mỗi đội ít nhất mấy người"),
        [Optional(), NumberRange(1, 10, _("Mỗi đội từ 1 đến 10 người."))],
        default=2,
    )
    seconds = SelectField(_("Thời gian máy tính"), coerce=int, default=17)
    keep_published = BooleanField(
        _("Giữ nguyên những chuyến đã công bố, chỉ xếp thêm"),
        description=_("Bỏ dấu này thì máy được dời chuyến đã công bố khi thật có lợi."),
    )

    def offer(self, choices: Choices) -> None:
        """Fill in what can be chosen; on a fresh form, everything is ticked."""
        self.staff_ids.choices = {str(row.id): row.full_name for row in choices.staff}
        self.vehicle_ids.choices = {str(row.id): row.name for row in choices.vehicles}
        self.seconds.choices = {seconds: str(words) for seconds, words in THINKING.items()}
        if self.is_submitted():
            return
        self.from_on.data, self.to_on.data = choices.from_on, choices.to_on
        self.staff_ids.data = [row.id for row in choices.staff]
        self.vehicle_ids.data = [row.id for row in choices.vehicles]
        self.teams.data = choices.teams
        self.keep_published.data = bool(choices.published)

    def request(self) -> PlanRequest:
        """What was asked for, of a form that holds."""
        return PlanRequest(
            from_on=cast(date, self.from_on.data),
            to_on=cast(date, self.to_on.data),
            staff_ids=tuple(self.staff_ids.data or ()),
            vehicle_ids=tuple(self.vehicle_ids.data or ()),
            teams=cast(int, self.teams.data),
            least_crew=self.least_crew.data or 1,
            seconds=min(self.seconds.data, LONGEST_SECONDS),
            keep_published=self.keep_published.data,
        )


def by_role(staff: list[StaffRow]) -> list[tuple[Role, list[StaffRow]]]:
    """Staff under the roles that go out, in the order of the law: registrars first."""
    order = (Role.REGISTRAR, Role.POLICE, Role.YOUTH)
    others = [role for role in Role if role not in order]
    groups = [(role, [row for row in staff if row.role == role]) for role in (*order, *others)]
    return [(role, rows) for role, rows in groups if rows]
