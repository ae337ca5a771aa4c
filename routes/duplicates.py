"""People and homes that stand in the books twice: found, compared, made one, taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from fieldops.domain.errors import Conflict
from fieldops.domain.household import Access, Language, Sex
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.people import Permission
from fieldops.registry.duplicates import Kind
from fieldops.services import double_cases, duplicates, merging, registry
from fieldops.services.duplicates import Part, SideBySide
from fieldops.services.merging import Wish
from fieldops.store.tables import CitizenRow
from routes.access import needs
from routes.context import actor, now, session, today
from routes.forms import OnceForm, finish, refuse, taken
from routes.words import word

bp = Blueprint("duplicates", __name__, url_prefix="/households/duplicates")

PARTS = {
    "name": _("Họ và tên"),
    "head": _("Chủ hộ"),
    "alias": _("Tên thường gọi"),
    "birth": _("Ngày sinh"),
    "sex": _("Giới tính"),
    "id_number": _("Số giấy tờ"),
    "relation": _("Quan hệ với chủ hộ"),
    "phone": _("Điện thoại"),
    "language": _("Tiếng nói"),
    "ethnicity": _("Dân tộc"),
    "hamlet": _("Ấp"),
    "group": _("Tổ"),
    "address": _("Chỗ ở"),
    "pin": _("Ghim trên bản đồ"),
    "access": _("Đường vào"),
    "notes": _("Ghi chú"),
}


class MergeForm(OnceForm):
    """Which parts come from the second record; ``seen`` are both versions, as ``3.0``."""

    seen = HiddenField()

    def wish(self, sides: SideBySide) -> Wish:
        chosen = {part.name for part in sides.parts if _takes_other(part)}
        one, _dot, other = (self.seen.data or "").partition(".")
        seen = (int(one), int(other)) if one.isdigit() and other.isdigit() else (-1, -1)
        return Wish(chosen, seen)


def _takes_other(part: Part) -> bool:
    return part.differs and request.form.get(f"part-{part.name}") == "other"


@bp.get("")
@needs(Permission.MERGE_HOUSEHOLDS)
def index() -> ResponseReturnValue:
    """Pairs to look at, and the latest merges."""
    known = duplicates.known_people(session())
    return render_template(
        "duplicates/index.html",
        doubles=duplicates.found(session(), known),
        cases=double_cases.found(session(), known),
    )


@bp.route("/people/<int:citizen_id>/<int:twin_id>", methods=["GET", "POST"])
@needs(Permission.MERGE_HOUSEHOLDS)
def people(citizen_id: int, twin_id: int) -> ResponseReturnValue:
    """Two people side by side; sent, the second is merged into the first."""
    return _side_by_side(duplicates.compare_people, citizen_id, twin_id)


@bp.route("/homes/<int:household_id>/<int:twin_home_id>", methods=["GET", "POST"])
@needs(Permission.MERGE_HOUSEHOLDS)
def homes(household_id: int, twin_home_id: int) -> ResponseReturnValue:
    """Two homes side by side; sent, the second is merged into the first."""
    return _side_by_side(duplicates.compare_homes, household_id, twin_home_id)


@bp.post("/people/<int:citizen_id>/<int:twin_id>/apart")
@needs(Permission.MERGE_HOUSEHOLDS)
def people_apart(citizen_id: int, twin_id: int) -> ResponseReturnValue:
    """They are two people."""
    return _apart(Kind.PERSON, citizen_id, twin_id)


@bp.post("/homes/<int:household_id>/<int:twin_home_id>/apart")
@needs(Permission.MERGE_HOUSEHOLDS)
def homes_apart(household_id: int, twin_home_id: int) -> ResponseReturnValue:
    """They are two homes."""
    return _apart(Kind.HOME, household_id, twin_home_id)


@bp.post("/merges/<int:merge_id>/undo")
@needs(Permission.MERGE_HOUSEHOLDS)
def undo(merge_id: int) -> ResponseReturnValue:
    """Take a merge back."""
    merging.undo(session(), merge_id, actor(), now(), today())
    session().commit()
    flash(gettext("Đã tách lại như trước khi gộp."), "done")
    return redirect(url_for(".index"))


def _side_by_side(compare: Any, one: int, other: int) -> ResponseReturnValue:
    form = MergeForm()
    if answer := taken(form) if form.is_submitted() else None:
        return answer
    sides: SideBySide = compare(session(), one, other)
    if form.validate_on_submit():
        try:
            merging.merge(session(), sides, form.wish(sides), actor(), now(), today())
            flash(gettext("Đã gộp. Có thể tách lại ở cuối trang này."), "done")
            return finish(form, url_for(".index"))
        except Conflict as error:
            refuse(form, error)
            sides = compare(session(), one, other)
            return _page(form, sides), Conflict.status
    return _page(form, sides)


def _page(form: MergeForm, sides: SideBySide) -> str:
    form.seen.data = f"{sides.one.version}.{sides.other.version}"
    place = {row.id: row.name for row in registry.hamlets(session(), None)}
    shown = [(part, _shown(part.name, part.of_one, place), _shown(part.name, part.of_other, place))
             for part in sides.parts]  # fmt: skip
    return render_template(
        "duplicates/compare.html",
        form=form,
        sides=sides,
        shown=[row for row in shown if row[1] or row[2]],
        words=PARTS,
        swapped=_swapped(sides),
        apart=_addressed(sides, "_apart"),
        home_of=_home_of,
    )


def _addressed(sides: SideBySide, act: str = "", *, swap: bool = False) -> str:
    one, other = (sides.other, sides.one) if swap else (sides.one, sides.other)
    if sides.kind is Kind.PERSON:
        return url_for(f".people{act}", citizen_id=one.id, twin_id=other.id)
    return url_for(f".homes{act}", household_id=one.id, twin_home_id=other.id)


def _swapped(sides: SideBySide) -> str:
    return _addressed(sides, swap=True)


def _home_of(row: Any) -> int:
    return row.household_id if isinstance(row, CitizenRow) else row.id


def _apart(kind: Kind, one: int, other: int) -> ResponseReturnValue:
    duplicates.keep_apart(session(), kind, (one, other), actor(), now())
    session().commit()
    flash(gettext("Đã ghi: hai bản ghi khác nhau. Cặp này không hiện lại nữa."), "done")
    return redirect(url_for(".index"))


def _shown(name: str, values: tuple[Any, ...], place: Mapping[int, str]) -> str:
    """What the record holds, as a person reads it; empty where it holds nothing."""
    first = values[0]
    if first in (None, ""):
        return ""
    match name:
        case "birth":
            return str(PartialDate(*values))
        case "sex":
            return word(Sex(first))
        case "language":
            return word(Language(first))
        case "hamlet":
            return place.get(first, "")
        case "pin":
            return f"{values[0]:.5f}, {values[1]:.5f}"
        case "access":
            return " · ".join(filter(None, (word(Access(first)), values[2])))
    return " · ".join(str(one) for one in values if one and not isinstance(one, date | datetime))
