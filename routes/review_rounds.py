"""Review rounds: ask the hamlets, see who answered, remind the others."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import Permission, Role
from fieldops.domain.review_round import ReviewReply, ReviewStanding
from fieldops.services import review_rounds
from fieldops.services.review_rounds import Round
from routes.access import needs
from routes.context import actor, now, person, session, today
from routes.formats import day
from routes.forms import DayField, OnceForm, finish, refuse, taken
from routes.words import word

bp = Blueprint("review_rounds", __name__, url_prefix="/households/rounds")

NOWHERE = -1


class RoundForm(OnceForm):
    """What is asked, by when, of whom."""

    title = StringField(
        _("Tên đợt"),
        [DataRequired(_("Đặt tên cho đợt rà soát.")), Length(max=120)],
        description=_("Ví dụ: Rà soát tháng 12/2026."),
    )
    answer_by = DayField(_("Trả lời chậm nhất ngày"), [DataRequired(_("Chọn hạn trả lời."))])
    hamlets = SelectMultipleField(_("Hỏi các ấp"), coerce=int)

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.hamlets.choices = {str(row.id): row.name for row in review_rounds.hamlets(session())}
        if not self.is_submitted():
            self.hamlets.data = [int(one) for one in self.hamlets.choices]


class AnswerForm(OnceForm):
    """What a hamlet answered."""

    reply = RadioField(_("Ấp trả lời"), [InputRequired(_("Chọn ấp trả lời thế nào."))])
    people = IntegerField(_("Số người trong danh sách"), [Optional()])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reply.choices = {one.value: word(one) for one in ReviewReply}


def reach() -> int | None:
    """The one hamlet a hamlet head sees; None for those who see all."""
    who = person()
    return (who.hamlet_id or NOWHERE) if who.role is Role.HAMLET_HEAD else None


@bp.get("")
@needs(Permission.READ_HOUSEHOLDS)
def index() -> ResponseReturnValue:
    """Every round, with how many hamlets answered."""
    return render_template(
        "review_rounds/index.html", rounds=review_rounds.rounds(session(), today(), reach())
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.IMPORT_HOUSEHOLDS)
def new() -> ResponseReturnValue:
    """Begin a round."""
    form = RoundForm()
    if form.is_submitted() and (first := taken(form)):
        return first
    if form.validate_on_submit() and form.answer_by.data:
        try:
            row = review_rounds.ask(
                session(),
                actor(),
                form.title.data or "",
                form.answer_by.data,
                form.hamlets.data or (),
                today(),
                now(),
            )
            return finish(form, url_for(".show", round_id=row.id))
        except Invalid as error:
            refuse(form, error)
    return render_template("review_rounds/new.html", form=form), 422 if form.errors else 200


@bp.get("/<int:round_id>")
@needs(Permission.READ_HOUSEHOLDS)
def show(round_id: int) -> ResponseReturnValue:
    """Who answered, who is late, and a reminder to share."""
    return _page(review_rounds.one(session(), round_id, today(), reach()))


@bp.route("/<int:round_id>/hamlets/<int:hamlet_id>", methods=["GET", "POST"])
@needs(Permission.WRITE_HOUSEHOLDS)
def answer(round_id: int, hamlet_id: int) -> ResponseReturnValue:
    """Write down what a hamlet answered; a hamlet head does it for their own."""
    round_ = review_rounds.one(session(), round_id, today(), reach())
    asked = review_rounds.asked(round_, hamlet_id)
    form = AnswerForm(data={"reply": asked.row.reply, "people": asked.row.people or None})
    if form.is_submitted() and (first := taken(form)):
        return first
    if form.validate_on_submit() and _answered(form, round_id, hamlet_id):
        flash(gettext("Đã ghi trả lời của ấp %(name)s.", name=asked.row.hamlet.name), "done")
        return finish(form, url_for(".show", round_id=round_id))
    page = render_template("review_rounds/answer.html", form=form, round=round_, asked=asked)
    return page, 422 if form.is_submitted() else 200


def _answered(form: AnswerForm, round_id: int, hamlet_id: int) -> bool:
    try:
        review_rounds.answer(
            session(),
            actor(),
            (round_id, hamlet_id),
            ReviewReply(form.reply.data),
            form.people.data or 0,
            today(),
            now(),
            reach=reach(),
        )
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return False
    return True


def _page(round_: Round) -> str:
    return render_template(
        "review_rounds/show.html",
        round=round_,
        reminder=reminder(round_),
        standings=ReviewStanding,
    )


def reminder(round_: Round) -> str:
    """A message for the chat group: hamlets and days, never a person."""
    lines = [
        gettext(
            "%(title)s: còn %(left)s trên %(all)s ấp chưa trả lời, hạn %(day)s.",
            title=round_.row.title,
            left=len(round_.waiting),
            all=len(round_.hamlets),
            day=day(round_.row.answer_by),
        ),
        gettext("Chưa trả lời: %(names)s.", names=", ".join(round_.waiting)),
        gettext("Ấp không có ai cần giúp thì trả lời “không có”, đừng để trống."),
        gettext("Trả lời trên phần mềm hoặc gọi về xã. Đừng gửi tên người dân vào nhóm."),
    ]
    return "\n".join(lines)


@bp.app_template_global("open_rounds")
def open_rounds() -> list[Round]:
    """Rounds that still wait for a hamlet the reader may answer for or ask."""
    return [one for one in review_rounds.rounds(session(), today(), reach()) if one.waiting]
