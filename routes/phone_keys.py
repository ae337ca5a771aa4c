"""Phones about themselves: here I am, open my key, take my sealed outbox, I am wiped."""

from __future__ import annotations

import base64
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from flask import Blueprint, current_app, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_security import current_user, logout_user
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from fieldops.config import office_key
from fieldops.domain.errors import FieldopsError
from fieldops.domain.people import Permission
from fieldops.domain.sentences import Sentence
from fieldops.outcomes.envelope import NotOurs, Office, Slip
from fieldops.outcomes.handed_in import read
from fieldops.services import handing_in, phones
from fieldops.services.phones import Hello
from routes.access import any_person, needs
from routes.context import actor, now, person, session
from routes.formats import say
from routes.phone_api import commit, epoch_now, moment

bp = Blueprint("phone_keys", __name__, url_prefix="/api/v1")
Model = TypeVar("Model", bound=BaseModel)

JUST_NOW = timedelta(minutes=10)
"""A key is opened for who gave their password this lately, not for whoever holds the phone."""


class NotReadable(FieldopsError):
    """The body is not what this address takes."""

    code = "phone.not_readable"


class LogInAgain(FieldopsError):
    """The password must be given first."""

    code = "phone.log_in_again"
    status = HTTPStatus.FORBIDDEN


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)
    schema_no: Literal[1] = Field(alias="schema")


class _Hello(_Said):
    phone: UUID
    unsent: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    version: Annotated[str, StringConstraints(max_length=20)] = ""


class _Escrow(_Said):
    escrow: Annotated[str, StringConstraints(max_length=10_000)]


class _Wiped(_Said):
    phone: UUID


@bp.post("/phones")
@needs(Permission.GO_OUT)
def hello() -> ResponseReturnValue:
    """Note that the phone is here; say whether it may go on, the time, and what to seal with."""
    said, epoch = _read(_Hello), epoch_now()
    row = phones.hello(session(), actor(), Hello(str(said.phone), said.unsent, said.version), now())
    session().commit()
    slip = Slip(person().id, person().commune_code, str(said.phone))
    return {
        "schema": 1,
        "state": "ended" if row.ended_at else "active",
        "now": int(now().timestamp() * 1000),
        "epoch": epoch,
        "person": person().id,
        "idle_minutes": current_app.config["PHONE_IDLE_MINUTES"],
        "office": office().public(),
        "slip": office().write(slip),
    }


@bp.post("/phones/key")
@needs(Permission.GO_OUT)
def open_key() -> ResponseReturnValue:
    """The data key in an envelope, for its owner, after their password: the PIN is forgotten."""
    said = _read(_Escrow)
    login = current_user.current_login_at
    if login is None or now() - login > JUST_NOW:
        raise LogInAgain(Sentence("Đăng nhập lại bằng mật khẩu rồi đặt mã PIN mới."))
    escrow = office().open(said.escrow)
    if escrow.slip.person != person().id or escrow.slip.commune != person().commune_code:
        raise NotOurs(Sentence("Khóa này là của người khác. Người đó đăng nhập để mở."))
    return {"schema": 1, "key": base64.urlsafe_b64encode(escrow.key).decode().rstrip("=")}


@bp.post("/phones/wiped")
@needs(Permission.GO_OUT)
def say_wiped() -> ResponseReturnValue:
    """Note that an ended phone wiped itself, and end the login on it."""
    phones.wiped(session(), actor(), str(_read(_Wiped).phone), now())
    session().commit()
    logout_user()
    return {"schema": 1}


@bp.post("/outbox")
@needs(Permission.GO_OUT)
def take_outbox() -> ResponseReturnValue:
    """Take a sealed outbox from its phone; each report in the name of who recorded it."""
    file = read(request.get_data(cache=False))
    epoch = epoch_now()
    results = handing_in.take(session(), actor(), office(), file, moment())
    commit(epoch, [one.fate for one in results])
    answers = [
        {"id": one.id, "fate": one.fate, "message": say(one.reason) if one.reason else ""}
        for one in results
    ]
    return {"schema": 1, "answers": answers, "epoch": epoch}


@bp.post("/leave")
@any_person
def leave() -> ResponseReturnValue:
    """End the login on this phone: its lock cannot know a form's token."""
    _read(_Said)
    logout_user()
    return {"schema": 1}


def office() -> Office:
    """The office's key pair; made once for an installation, and kept in VAR."""
    extensions = current_app.extensions
    if "fieldops.office" not in extensions:
        extensions["fieldops.office"] = Office(office_key(current_app.config["VAR"]))
    found: Office = extensions["fieldops.office"]
    return found


def _read(model: type[Model]) -> Model:
    """The body; only as JSON, which no other site's form can send."""
    try:
        return model.model_validate(request.get_json(silent=True))
    except ValidationError:
        raise NotReadable(Sentence("Máy chủ không đọc được yêu cầu này của điện thoại.")) from None


@bp.record_once
def _without_token(state: BlueprintSetupState) -> None:
    """No CSRF token, as in ``phone_api``: the cookie is SameSite=Lax and bodies must be JSON."""
    for view in (hello, open_key, say_wiped, take_outbox, leave):
        state.app.extensions["csrf"].exempt(view)
