"""The form of planning again: what has happened, and how much may change for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Optional

from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.planning import Mode
from fieldops.services.replanning import Choices, Happened
from fieldops.store.tables import RouteRow
from routes.formats import weekday
from routes.forms import DayField, OnceForm
from routes.words import word

ROWS = 6
"""Hindrances one can name at a time; two are in sight, the others a press away."""

MODES = {
    Mode.MOVE: _(
        "Máy được đổi ngày, giờ, đội của mọi chuyến chưa đi, nhưng chỉ khi có lợi hơn việc phải"
        " báo lại gia đình. Xếp được nhiều nhất."
    ),
    Mode.KEEP_DAYS: _(
        "Nhà nào đã hẹn ngày nào vẫn ngày đó; chỉ giờ và đội có thể đổi. Chuyến nào ngày đó không"
        " còn chỗ thì chưa xếp được và nói rõ vì sao."
    ),
    Mode.INSERT: _(
        "Không chuyến nào bị dời nếu đội vẫn đi được; hộ mới và lần hai chỉ chen vào chỗ còn"
        " trống. Ít phải gọi điện nhất."
    ),
}
"""What each mode does, in a sentence."""


class ReplanForm(OnceForm):
    """Rows of what, from and to; teams that cannot go; the mode."""

    mode = RadioField(_("Được đổi đến đâu"), [InputRequired(_("Chọn một cách xếp lại."))])
    lost = SelectMultipleField(_("Lượt đội không đi được"))

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self.mode.choices = {mode.value: str(word(mode)) for mode in Mode}
        self.lost.choices = {post_of(row): team_words(row) for row in choices.routes}
        if not self.is_submitted():
            self.mode.data = Mode.MOVE.value
            for number, one in enumerate(choices.hindrances[:ROWS]):
                row = self.row(number)
                row.what.data = f"{one.kind.value}:{one.id}"
                row.first.data, row.last.data = one.from_on, one.to_on

    def row(self, number: int) -> Row:
        """One of the rows, from 0."""
        return Row(self[f"what_{number}"], self[f"from_{number}"], self[f"to_{number}"])

    @property
    def rows(self) -> list[Row]:
        """All of them."""
        return [self.row(number) for number in range(ROWS)]

    def validate(self, extra_validators: object = None) -> bool:
        """A row with something in it needs its first day; without a last one it is a single day."""
        holds = super().validate(extra_validators)
        for row in self.rows:
            if row.what.data and row.first.data is None and not row.first.errors:
                row.first.errors = [gettext("Nhập ngày đầu, ví dụ 07/12/2026.")]
                holds = False
            if row.what.data and _read(row.what.data) is None:
                row.what.errors = [gettext("Chọn lại trong danh sách.")]
                holds = False
        return bool(holds)

    def happened(self) -> Happened:
        """What was said, of a form that holds."""
        lost = (each.split("/") for each in self.lost.data or ())
        return Happened(
            mode=Mode(self.mode.data),
            hindrances=tuple(one for row in self.rows if (one := row.hindrance()) is not None),
            lost=tuple((date.fromisoformat(day), team) for day, team in lost),
        )


for _number in range(ROWS):
    setattr(ReplanForm, f"what_{_number}", StringField(_("Ai hoặc cái gì"), [Optional()]))
    setattr(ReplanForm, f"from_{_number}", DayField(_("Từ ngày"), [Optional()]))
    setattr(ReplanForm, f"to_{_number}", DayField(_("Đến hết ngày"), [Optional()]))


@dataclass(frozen=True, slots=True)
class Row:
    """The three fields of one hindrance."""

    what: StringField
    first: DayField
    last: DayField

    def hindrance(self) -> Hindrance | None:
        """What is named; None for an empty row."""
        known = _read(self.what.data or "")
        if known is None or self.first.data is None:
            return None
        return Hindrance(*known, self.first.data, self.last.data or self.first.data)


def _read(typed: str) -> tuple[HindranceKind, int] | None:
    kind, _, id_ = typed.partition(":")
    if kind in set(HindranceKind) and id_.isdecimal():
        return HindranceKind(kind), int(id_)
    return None


def things(choices: Choices) -> dict[HindranceKind, dict[str, str]]:
    """What a row may name, under its kind: value → word."""
    named = {
        HindranceKind.PERSON: {row.id: row.full_name for row in choices.staff},
        HindranceKind.VEHICLE: {row.id: row.name for row in choices.vehicles},
        HindranceKind.FERRY: dict(enumerate(choices.ferries, start=1)),
        HindranceKind.HAMLET: {row.id: row.name for row in choices.hamlets},
    }
    return {
        kind: {f"{kind.value}:{id_}": name for id_, name in of.items()}
        for kind, of in named.items()
        if of
    }


def post_of(row: RouteRow) -> str:
    """A team-day as the form names it: 2026-12-08/A."""
    return f"{row.day.isoformat()}/{row.team}"


def team_words(row: RouteRow) -> str:
    """Thứ Ba 08/12, đội A."""
    return str(gettext("%(day)s, đội %(team)s", day=weekday(row.day), team=row.team))
