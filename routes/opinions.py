"""
Opinions at the door: asked on the team's phone, kept there without signal, taken in by the office.

Nothing here says who sent what: no audit entry, no actor, and a phone sends them in no order.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import JsonValue, ValidationError

from fieldops.domain.people import Permission
from fieldops.domain.sentences import Sentence
from fieldops.domain.survey import SurveyChannel
from fieldops.outcomes import opinion
from fieldops.outcomes.opinion import OpinionAnswer, OpinionAnswers, OpinionBatch, OpinionFate
from fieldops.services import survey
from routes.access import needs
from routes.context import session, today
from routes.field import say_whose
from routes.field_pages import opinion_page
from routes.forms import finish, taken
from routes.openapi import SentOpinions, documented
from routes.phone_api import NotABatch, TooMany, json_body, must_be_by_themselves
from routes.survey import SurveyForm

bp = Blueprint("opinions", __name__)
bp.after_request(say_whose)


@bp.route("/field/opinion", methods=["GET", "POST"])
@needs(Permission.GO_OUT)
def handed() -> ResponseReturnValue:
    """The phone is given to the family, who press their own answers."""
    return _asked(SurveyChannel.PHONE)


@bp.route("/field/opinion/spoken", methods=["GET", "POST"])
@needs(Permission.GO_OUT)
def spoken() -> ResponseReturnValue:
    """An officer reads the questions out and presses what is answered."""
    return _asked(SurveyChannel.SPOKEN)


def _asked(channel: SurveyChannel) -> ResponseReturnValue:
    """A phone that keeps things itself never posts here: its script keeps the answers."""
    form = SurveyForm()
    if form.is_submitted() and (first := taken(form)):
        return first
    if form.validate_on_submit():
        survey.take_here(session(), channel, form.answer(), today())
        flash(_("Đã ghi ý kiến, không kèm tên ai."), "done")
        return finish(form, url_for("field.index"))
    return opinion_page(form, channel), 422 if form.errors else 200


@bp.post("/api/v1/opinions")
@needs(Permission.GO_OUT)
@documented(
    OpinionAnswers,
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    json=SentOpinions,
)
def push() -> ResponseReturnValue:
    """Take what waited on a phone; each is kept and answered on its own."""
    must_be_by_themselves(request.headers.get("Fieldops-Person"))
    answers = tuple(_take(item) for item in _batch().opinions)
    session().commit()
    return OpinionAnswers(answers=answers).to_json()


def _take(item: JsonValue) -> OpinionAnswer:
    found = opinion.read(item)
    if found is None:
        return OpinionAnswer(id=opinion.id_of(item), fate=OpinionFate.UNREADABLE)
    return OpinionAnswer(id=found.id, fate=survey.take_from_phone(session(), found, today()))


def _batch() -> OpinionBatch:
    body = json_body()
    sent = body.get("opinions") if isinstance(body, dict) else None
    if isinstance(sent, list) and len(sent) > opinion.MOST:
        raise TooMany(Sentence("Gửi tối đa {most} phiếu một lần.", {"most": opinion.MOST}))
    try:
        return OpinionBatch.model_validate(body)
    except ValidationError:
        raise NotABatch(Sentence("Không phải là một lô phiếu góp ý đọc được.")) from None


@bp.record_once
def _without_token(state: BlueprintSetupState) -> None:
    """No CSRF token: see ``phone_api``."""
    state.app.extensions["csrf"].exempt(push)
