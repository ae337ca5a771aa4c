"""A second team at a home: the form that asks for one, and the button that takes it back."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import FIELD_ROLES, Permission, Role
from fieldops.domain.second_team import SecondAt, SecondTeam, SecondWhy
from fieldops.domain.units import MINUTE
from fieldops.services import registry, second_team
from fieldops.store.tables import HouseholdRow
from routes.access import needs
from routes.context import actor, now, session, today
from routes.forms import OnceForm, finish, refuse, taken
from routes.words import word

bp = Blueprint("second_team", __name__, url_prefix="/households/<int:household_id>/second-team")


class SecondTeamForm(OnceForm):
    """Why, at which visits, who, and for how long."""

    version = HiddenField()
    why = RadioField(_("Vì sao cần đội thứ hai"), [InputRequired(_("Chọn một lý do."))])
    at = RadioField(_("Ở lần nào"), [InputRequired(_("Chọn một."))], default=SecondAt.EACH.value)
    roles = SelectMultipleField(
        _("Đội thứ hai phải có"), description=_("Không chọn: ai trong những người đi cũng được.")
    )
    minutes = IntegerField(_("Đội thứ hai ở lại"), [InputRequired(_("Nhập số phút."))], default=30)
    note = StringField(
        _("Ghi chú cho người lập kế hoạch"),
        [Length(max=200, message=_("Viết ngắn lại, nhiều nhất 200 chữ."))],
        description=_("Đội không thấy dòng này."),
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.why.choices = {one.value: word(one) for one in SecondWhy}
        self.at.choices = {one.value: word(one) for one in SecondAt}
        self.roles.choices = {one.value: word(one) for one in Role if one in FIELD_ROLES}

    @staticmethod
    def showing(row: HouseholdRow) -> SecondTeamForm:
        """The form over what stands."""
        data: dict[str, object] = {"version": row.version}
        if asked := second_team.of(row):
            data |= {"why": asked.why.value, "at": asked.at.value, "note": asked.note}
            data |= {"roles": sorted(asked.roles), "minutes": asked.seconds // MINUTE}
        return SecondTeamForm(data=data)

    def wanted(self) -> SecondTeam:
        """What was asked for, of a form that holds."""
        return SecondTeam(
            SecondWhy(self.why.data),
            SecondAt(self.at.data),
            frozenset(map(Role, self.roles.data or ())),
            (self.minutes.data or 0) * MINUTE,
            (self.note.data or "").strip(),
            actor().name,
            today(),
        )


@bp.route("", methods=["GET", "POST"])
@needs(Permission.MAKE_PLANS)
def ask(household_id: int) -> ResponseReturnValue:
    """Ask for a second team at this home."""
    row = registry.household(session(), household_id, None)
    form = SecondTeamForm() if request.method == "POST" else SecondTeamForm.showing(row)
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        try:
            second_team.ask(session(), actor(), row, form.wanted(), _version(), now())
        except (Invalid, Conflict) as error:
            refuse(form, error)
        else:
            flash(gettext("Đã ghi. Kế hoạch lập từ nay xếp hai đội đến cùng lúc."), "done")
            return finish(form, url_for("households.show", household_id=household_id))
    page = render_template("households/second_team.html", form=form, row=row)
    return page, 422 if form.errors or form.form_errors else 200


@bp.post("/remove")
@needs(Permission.MAKE_PLANS)
def remove(household_id: int) -> ResponseReturnValue:
    """One team is enough again."""
    form = OnceForm()
    if answer := taken(form):
        return answer
    row = registry.household(session(), household_id, None)
    second_team.take_back(session(), actor(), row, _version(), now())
    flash(gettext("Đã bỏ. Kế hoạch lập từ nay chỉ xếp một đội đến nhà này."), "done")
    return finish(form, url_for("households.show", household_id=household_id))


def _version() -> int:
    """The version the form was filled in on; -1, which none has, for what is no number."""
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() else -1
