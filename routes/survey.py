"""The opinion survey: the page a family answers on, the officer's entry, and the results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from fieldops.domain.people import Permission
from fieldops.domain.survey import Reply, Satisfaction, SurveyChannel
from fieldops.services import survey, survey_tickets
from fieldops.services.survey import Answer
from fieldops.store.tables import CommuneRow
from routes.access import needs, open_to_all
from routes.context import actor, now, person, session, today
from routes.forms import OnceForm, finish, taken
from routes.report_period import asked_period
from routes.words import word

bp = Blueprint("survey", __name__)

CHOOSE = [InputRequired(_("Chọn một câu trả lời."))]


class SurveyForm(OnceForm):
    """Four questions in plain words, and a place for more."""

    satisfied = RadioField(_("Lần làm giấy tờ này, nhìn chung ông/bà có hài lòng không?"), CHOOSE)
    polite = RadioField(_("Cán bộ có lịch sự, nói dễ hiểu không?"), CHOOSE)
    on_time = RadioField(_("Giấy tờ có được trả đúng ngày hẹn không?"), CHOOSE)
    asked_twice = RadioField(_("Có bị đòi lại giấy tờ đã nộp rồi không?"), CHOOSE)
    words = TextAreaField(
        _("Ông/bà muốn góp ý gì thêm?"),
        [Length(max=survey.LONGEST_WORDS)],
        description=_(
            "Đừng ghi tên, số điện thoại, số giấy tờ của ai. Lời này được xóa sau 30 ngày."
        ),
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.satisfied.choices = {one.value: word(one) for one in Satisfaction}
        for field in (self.polite, self.on_time, self.asked_twice):
            field.choices = {one.value: word(one) for one in Reply}

    def answer(self) -> Answer:
        return Answer(
            Satisfaction(self.satisfied.data),
            Reply(self.polite.data),
            Reply(self.on_time.data),
            Reply(self.asked_twice.data),
            self.words.data or "",
        )


def key() -> bytes:
    """The server's key, as bytes."""
    secret: str = current_app.config["SECRET_KEY"]
    return secret.encode()


def new_address() -> str:
    """The address of a fresh ticket, whole, for a QR code."""
    ticket = survey_tickets.draw(key(), person().commune_code, SurveyChannel.QR)
    return url_for("survey.answer", ticket=ticket, _external=True)


@bp.route("/y/<ticket>", methods=["GET", "POST"])
@open_to_all("a family answers without a login; the ticket names nobody")
def answer(ticket: str) -> ResponseReturnValue:
    """The questions; a ticket is good for one answer."""
    known = survey_tickets.read(key(), ticket)
    place = survey.enter(session(), known)
    if survey.is_answered(session(), known):
        return _page("survey/thanks.html", place)
    form = SurveyForm()
    if form.validate_on_submit():
        survey.take(session(), known, form.answer(), today())
        session().commit()
        return redirect(url_for(".answer", ticket=ticket))
    return _page("survey/answer.html", place, form=form), 422 if form.errors else 200


def _page(template: str, place: CommuneRow, **more: object) -> str:
    return render_template(template, place=place, **more)


@bp.route("/survey/spoken", methods=["GET", "POST"])
@needs(Permission.GO_OUT, Permission.WRITE_CASES)
def spoken() -> ResponseReturnValue:
    """An answer told to an officer."""
    form = SurveyForm()
    if form.is_submitted() and (first := taken(form)):
        return first
    if form.validate_on_submit():
        survey.take_spoken(session(), form.answer(), today())
        flash(gettext("Đã ghi ý kiến, không kèm tên ai."), "done")
        return finish(form, url_for(".spoken"))
    return render_template("survey/spoken.html", form=form), 422 if form.errors else 200


@bp.get("/reports/survey")
@needs(Permission.READ_REPORTS)
def results() -> ResponseReturnValue:
    """What was answered, with the numbers behind each share."""
    form, period, status = asked_period(request.args)
    told = survey.results(session(), period.start_on, period.end_on) if period else None
    page = render_template(
        "survey/results.html",
        form=form,
        period=period,
        results=told,
        levels=_named(told.levels) if told else [],
        channels=_named(told.channels) if told else [],
        words=survey.words(session(), today()),
        goal=survey.GOAL,
        goal_2030=survey.GOAL_2030,
        fewest=survey.FEWEST,
    )
    return page, status


@bp.post("/reports/survey/words/<answer_id>/read")
@needs(Permission.REVIEW_OUTCOMES)
def words_read(answer_id: str) -> ResponseReturnValue:
    """Words that were read and acted on are deleted."""
    survey.forget_one(session(), actor(), answer_id, now())
    session().commit()
    flash(gettext("Đã xóa lời góp ý; câu trả lời vẫn được đếm."), "done")
    return redirect(url_for(".results"))


def _named(counts: Mapping[Any, int]) -> list[tuple[str, int]]:
    return [(word(kind), count) for kind, count in counts.items()]
