"""Households: found, read, written down."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SearchField, SelectField

from fieldops.domain.errors import Invalid
from fieldops.domain.household import Access, Category
from fieldops.domain.people import Permission, Role
from fieldops.registry.review_lists import export
from fieldops.services import households, registry, search
from fieldops.services.audit import Actor
from fieldops.services.households import Entered
from fieldops.services.registry import HEALTH
from fieldops.store.registry import Wanted
from fieldops.store.tables import HouseholdRow
from routes.access import allowed, needs
from routes.context import commune, now, person, session, today
from routes.formats import day
from routes.forms import OnceForm, blame, finish, taken
from routes.household_forms import HouseholdForm, typed
from routes.words import word

bp = Blueprint("households", __name__, url_prefix="/households")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PHONE = re.compile(r"(\+84|0)\d{9}")
NOWHERE = -1
"""The reach of a hamlet head without a hamlet: no household has it."""


class FilterForm(FlaskForm):  # type: ignore[misc]
    """What the list shows; its address can be kept."""

    class Meta:
        """A filter changes nothing, so it needs no token."""

        csrf = False

    q = SearchField(_("Tên, tên thường gọi, điện thoại, ấp"))
    hamlet = SelectField(_("Ấp"), validate_choice=False)
    category = SelectField(_("Diện"), validate_choice=False)
    access = SelectField(_("Vào nhà bằng gì"), validate_choice=False)
    need = BooleanField(_("Chỉ hộ còn việc"))

    def __init__(self) -> None:
        super().__init__(request.args)
        everything = {"": gettext("Tất cả")}
        hamlets = registry.hamlets(session(), reach())
        self.hamlet.choices = everything | {str(row.id): row.name for row in hamlets}
        self.category.choices = everything | {
            one.value: word(one) for one in Category if sees_sensitive() or one not in HEALTH
        }
        self.access.choices = everything | {one.value: word(one) for one in Access}

    def wanted(self) -> Wanted:
        """The filters as far as they name something that can be chosen."""
        chosen = (self.hamlet, self.category, self.access)
        hamlet, category, access = (f.data if f.data in _offered(f) else "" for f in chosen)
        return registry.wanted(
            self.q.data or "",
            reach(),
            hamlet_id=int(hamlet) if hamlet else None,
            category=Category(category) if category else None,
            access=access,
            open_need=bool(self.need.data),
        )


def _offered(field: SelectField) -> set[str]:
    return {value for value, *_rest in field.iter_choices()}


def reach() -> int | None:
    """The one hamlet a hamlet head may see; None for everybody else."""
    who = person()
    if who.role is not Role.HAMLET_HEAD:
        return None
    return who.hamlet_id if who.hamlet_id is not None else NOWHERE


def sees_sensitive() -> bool:
    """Whether ID numbers, ethnicity and health may be shown to this person."""
    return allowed(Permission.READ_SENSITIVE)


def actor() -> Actor:
    """The person of this request, for the audit."""
    return Actor(person().id, person().name)


@bp.get("")
@needs(Permission.READ_HOUSEHOLDS)
def index() -> ResponseReturnValue:
    """Households by hamlet and filter; an ID number typed here is dropped from the address."""
    words = request.args.get("q", "")
    if search.holds_personal_number(words) and not _PHONE.fullmatch(re.sub(r"[ .]", "", words)):
        flash(gettext("Không tìm bằng số giấy tờ. Hãy tìm bằng tên hoặc ấp."), "attention")
        return redirect(url_for(".index"))
    form = FilterForm()
    wanted = form.wanted()
    page = registry.page(session(), wanted, request.args.get("page", 1, int))
    return render_template(
        "households/index.html",
        form=form,
        page=page,
        filtered=any(value for name, value in request.args.items() if name != "page"),
        hamlets=registry.hamlet_figures(session(), reach()),
        birth_of=registry.birth_of,
    )


@bp.get("/export")
@needs(Permission.READ_HOUSEHOLDS)
def export_shown() -> ResponseReturnValue:
    """What the list shows, as a review list that can be sent in again."""
    known = registry.known(session(), FilterForm().wanted(), open_only=True)
    olds = {row.name: row.old_commune for row in registry.hamlets(session(), reach())}
    chosen = export.columns(sensitive=sees_sensitive())
    rows = ([export.cells(k.listed, olds[k.listed.hamlet])[c] for c in chosen] for k in known)
    here = commune()
    title = gettext("Danh sách hộ cần phục vụ tại nhà")
    place = f"{here.kind} {here.name}, {day(today())}" if here else ""
    body = export.write_workbook(f"{title} – {place}", export.heads(chosen), rows)
    name = f"danh-sach-ho-{today():%Y-%m-%d}.xlsx"
    return (
        body,
        200,
        {
            "Content-Type": XLSX,
            "Content-Disposition": f"attachment; filename={name}",
        },
    )


@bp.get("/<int:household_id>")
@needs(Permission.READ_HOUSEHOLDS)
def show(household_id: int) -> ResponseReturnValue:
    """One household: who lives there, what they need, how one gets in."""
    row = registry.household(session(), household_id, reach())
    return render_template(
        "households/show.html",
        home=registry.home(session(), row, sensitive=sees_sensitive()),
        sensitive=sees_sensitive(),
        form=OnceForm(),
        birth_of=registry.birth_of,
        case_pages="cases.show" in current_app.view_functions,
        map=_map(row.lat or row.hamlet.lat, row.lon or row.hamlet.lon, own=row.lat is not None),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.WRITE_HOUSEHOLDS)
def new() -> ResponseReturnValue:
    """Write a household down."""
    form = _form(data={"hamlet_id": request.args.get("hamlet", 0, int)})
    if not form.is_submitted():
        return _edit(form, None)
    if answer := taken(form):
        return answer
    if form.grow(request.form.get("add", "")) or not form.validate():
        return _edit(form, None)
    try:
        row = households.create(session(), form.entered(), actor(), now(), today())
        flash(gettext("Đã lưu hộ %(name)s.", name=row.head_name), "done")
        return finish(form, url_for(".show", household_id=row.id))
    except Invalid as error:
        session().rollback()
        blame(form, error)
    return _edit(form, None)


@bp.route("/<int:household_id>/edit", methods=["GET", "POST"])
@needs(Permission.WRITE_HOUSEHOLDS)
def edit(household_id: int) -> ResponseReturnValue:
    """Change a household, unless somebody else did meanwhile: then both are shown."""
    row = registry.household(session(), household_id, reach())
    known = households.as_entered(session(), row, sees_health=sees_sensitive())
    form = _form(data=typed(known, row.version))
    if not form.is_submitted():
        return _edit(form, row)
    if answer := taken(form):
        return answer
    if form.grow(request.form.get("add", "")) or not form.validate():
        return _edit(form, row)
    mine, seen = form.entered(), int(form.version.data or 0)
    try:
        if households.save(session(), row, mine, seen, actor(), now(), today()):
            flash(gettext("Đã lưu hộ %(name)s.", name=row.head_name), "done")
            return finish(form, url_for(".show", household_id=household_id))
    except Invalid as error:
        session().rollback()
        blame(form, error)
        return _edit(form, registry.household(session(), household_id, reach()))
    form.version.data = str(row.version)
    return _edit(form, row, clashes=_clashes(form, known, mine)), 409


def _form(data: dict[str, Any]) -> HouseholdForm:
    hamlets = {row.id: row.name for row in registry.hamlets(session(), reach())}
    return HouseholdForm(hamlets=hamlets, sensitive=sees_sensitive(), data=data)


def _edit(
    form: HouseholdForm, row: HouseholdRow | None, clashes: list[tuple[str, str]] | None = None
) -> str:
    lat, lon = (row.hamlet.lat, row.hamlet.lon) if row else (None, None)
    return render_template(
        "households/edit.html",
        form=form,
        row=row,
        clashes=clashes or [],
        under_way=households.open_asks(session(), row) if row else {},
        map=_map(lat, lon, own=False),
    )


def _clashes(form: HouseholdForm, theirs: Entered, mine: Entered) -> list[tuple[str, str]]:
    """Name and saved value of each field where the two differ; what was typed is in the form."""
    saved = _form_words(theirs)
    names = {name: getattr(form, name, None) for name in households.differences(theirs, mine)}
    return [
        (str(field.label.text if field is not None else gettext("Vị trí")), saved.get(name, ""))
        for name, field in names.items()
    ]


def _form_words(entered: Entered) -> dict[str, str]:
    """Each field of a household in one line, to be read beside what was typed."""
    hamlets = {row.id: row.name for row in registry.hamlets(session(), reach())}
    point = entered.point
    return {
        "hamlet_id": hamlets.get(entered.hamlet_id, ""),
        "head_name": entered.head_name,
        "group_no": entered.group_no,
        "address_note": entered.address_note,
        "access": word(entered.access),
        "access_minutes": str(entered.access_minutes),
        "access_note": entered.access_note,
        "phone": entered.phone,
        "phone_owner": entered.phone_owner,
        "notes": entered.notes,
        "point": f"{point.lat}, {point.lon}" if point else "",
        "hours": registry.hours_in_words(entered.hours),
        "members": "; ".join(f"{m.name} {m.birth or ''}".strip() for m in entered.members),
        "grounds": ", ".join(word(one.category) for one in entered.grounds),
    }


def _map(lat: float | None, lon: float | None, *, own: bool) -> dict[str, str]:
    """What ``pin.js`` draws: the outline, hamlets, known homes, and where to look first."""
    ground = registry.ground(session())
    outline = [[p.lat, p.lon] for p in ground.commune.outline]
    hamlets = [[h.point.lat, h.point.lon, h.name] for h in ground.commune.hamlets]
    return {
        "outline": json.dumps(outline),
        "hamlets": json.dumps(hamlets, ensure_ascii=False),
        "homes": json.dumps(registry.pins(session(), reach())),
        "lat": "" if lat is None else str(lat),
        "lon": "" if lon is None else str(lon),
        "own": "1" if own else "",
        "tiles": current_app.config["TILES_URL"],
    }
