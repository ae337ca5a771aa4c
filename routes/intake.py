"""Intake by telephone and at the counter: what is told becomes a household's need."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from fieldops.domain.case import Procedure
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.office import Via
from fieldops.domain.people import Permission
from fieldops.registry.births import UnreadableBirth, explain_birth, read_birth
from fieldops.registry.names import tidy
from fieldops.services import calls, cases, registry
from fieldops.services.calls import Call
from fieldops.store.tables import CitizenRow, IntakeRow
from routes.access import needs
from routes.context import actor, now, session, today
from routes.formats import say
from routes.forms import DayField, OnceForm, finish, refuse, taken
from routes.words import word

bp = Blueprint("intake", __name__, url_prefix="/cases/intake")

NEW = "new"


class CallForm(OnceForm):
    """What is asked on the telephone, in the order one asks it."""

    via = RadioField(_("Người dân liên hệ bằng"), [InputRequired(_("Chọn một cách."))])
    caller = StringField(_("Người gọi hoặc người đến"), [Length(max=120)])
    relation = StringField(_("Là gì của người cần làm"), [Length(max=60)])
    phone = StringField(_("Số điện thoại gọi lại"), [Length(max=20)], description=_("10 chữ số."))
    hamlet_id = SelectField(_("Ở ấp"), coerce=int)
    person = StringField(
        _("Người cần làm giấy tờ"),
        [DataRequired(_("Ghi họ và tên người cần làm giấy tờ.")), Length(max=120)],
    )
    birth = StringField(
        _("Ngày sinh"), [Length(max=30)], description=_("1942, 3/1942 hoặc 12/03/1942.")
    )
    procedure = RadioField(_("Cần làm gì"), [InputRequired(_("Chọn một việc."))])
    event_on = DayField(_("Ngày chết"), [Optional()], description=_("Chỉ với khai tử."))
    head_name = StringField(
        _("Chủ hộ"), [Length(max=120)], description=_("Để trống nếu chính người đó.")
    )
    address_note = StringField(
        _("Đường vào nhà"), [Length(max=300)], description=_("Hàng xóm hay chỉ thế nào.")
    )
    notes = TextAreaField(_("Ghi chú cho đội"), [Length(max=1000)])
    who = RadioField(_("Có phải người này không?"), [Optional()], validate_choice=False)

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.via.choices = {one.value: word(one) for one in Via}
        self.procedure.choices = {one.value: word(one) for one in cases.offered(session())}
        hamlets = registry.hamlets(session(), None)
        self.hamlet_id.choices = {str(row.id): row.name for row in hamlets}

    def validate_birth(self, field: StringField) -> None:
        """A date as far as it is known."""
        try:
            read_birth(tidy(field.data or ""), today())
        except UnreadableBirth as error:
            raise ValidationError(say(explain_birth(error, field.data or ""))) from error

    def offer(self, people: Sequence[CitizenRow]) -> None:
        """Those of that name in the hamlet, and somebody else."""
        self.who.choices = {str(one.id): _known_as(one) for one in people}
        self.who.choices[NEW] = gettext("Không, là người khác")

    def call(self) -> Call:
        return Call(
            via=Via(self.via.data),
            procedure=Procedure(self.procedure.data),
            person=self.person.data or "",
            hamlet_id=self.hamlet_id.data,
            birth=read_birth(tidy(self.birth.data or ""), today()),
            head_name=self.head_name.data or "",
            address_note=self.address_note.data or "",
            caller=self.caller.data or "",
            relation=self.relation.data or "",
            phone=self.phone.data or "",
            event_on=self.event_on.data,
            notes=self.notes.data or "",
        )


def _known_as(one: CitizenRow) -> str:
    parts = [one.full_name, f"({one.alias})" if one.alias else "", str(one.birth_year or "")]
    head = gettext("hộ %(name)s", name=one.household.head_name)
    return " ".join(filter(None, parts)) + f" – {head}"


@bp.route("", methods=["GET", "POST"])
@needs(Permission.WRITE_CASES)
def index() -> ResponseReturnValue:
    """Take a call or a walk-in down; who is known already is offered first."""
    form, people = CallForm(), []
    if form.is_submitted() and (first := taken(form)):
        return first
    if form.validate_on_submit():
        call = form.call()
        people = list(calls.alike(session(), call))
        if (not people or form.who.data) and (answer := _take(form, call, people)):
            return answer
        form.offer(people)
    page = render_template(
        "intake/index.html", form=form, people=people, latest=calls.latest(session())
    )
    return page, 422 if form.errors else 200


def _take(form: CallForm, call: Call, people: list[CitizenRow]) -> ResponseReturnValue | None:
    known = next((one for one in people if str(one.id) == form.who.data), None)
    try:
        row = calls.take(session(), actor(), call, known, today(), now())
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return None
    flash(gettext("Đã ghi yêu cầu. Chuyến tiếp nhận tại nhà đã vào Việc đến hạn."), "done")
    return finish(form, url_for("cases.show", case_id=row.id))


@bp.app_template_global("way_in")
def way_in(case_id: int) -> IntakeRow | None:
    """How a case came in, for its page."""
    return calls.way_in(session(), case_id)
