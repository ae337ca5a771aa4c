"""The phone contract over HTTP: docs/phone-contract.md, version 1."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from fieldops.domain.errors import FieldopsError, Invalid
from fieldops.domain.outcome import Fate
from fieldops.domain.people import Permission
from fieldops.domain.sentences import Sentence
from fieldops.outcomes.reading import Unreadable
from fieldops.outcomes.report import MOST, Answer, Answers, Batch, Device, Report
from fieldops.outcomes.route_sheet import RouteSheet
from fieldops.services import dispatch, epochs, holes, outcome_batches
from fieldops.services.outcome_books import Moment
from fieldops.services.outcomes import Verdict
from fieldops.store.convoys import Convoy
from routes.access import allowed, needs
from routes.context import actor, now, person, session, today, turn
from routes.formats import say
from routes.openapi import AskedDay, SentBatch, documented

bp = Blueprint("phone_api", __name__, url_prefix="/api/v1")


LARGEST = 2_000_000
"""Bytes of a batch, unpacked."""


class NotABatch(FieldopsError):
    """The body is no list of outcomes at all: nothing in it could be kept."""

    code = "phone.not_a_batch"


class TooMany(FieldopsError):
    """More than fit in one batch: halve it and send again."""

    code = "phone.too_many"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class OtherPerson(FieldopsError):
    """Someone else is logged in on the phone by now: nothing is taken in their name."""

    code = "phone.other_person"
    status = HTTPStatus.CONFLICT


@bp.get("/route-sheet")
@needs(Permission.GO_OUT)
@documented(RouteSheet, HTTPStatus.UNPROCESSABLE_ENTITY, query=AskedDay)
def route_sheet() -> ResponseReturnValue:
    """The day of the team the person is in; ``?on=`` is today when left out."""
    sheet = dispatch.route_sheet(
        session(),
        person().staff_id,
        asked_day(),
        sensitive=allowed(Permission.READ_SENSITIVE),
        today=today(),
        now=now(),
    )
    return sheet.model_dump(mode="json", by_alias=True)


@bp.post("/outcomes")
@needs(Permission.GO_OUT)
@documented(
    Answers,
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    json=SentBatch,
)
def push_outcomes() -> ResponseReturnValue:
    """Take a batch; each outcome is kept, committed and answered on its own."""
    must_be_by_themselves(request.headers.get("Fieldops-Person"))
    batch, at = _batch(), moment()
    sent = outcome_batches.read_all(actor(), batch.outcomes, at)
    load = _Load(sent, holes.Asked(sent.actor, _devices(batch, sent.found), at.at))
    taken = _convoy().ride(load)
    answers = tuple(_answer(verdict) for verdict in taken.verdicts)
    return Answers(answers=answers, missing=taken.missing, epoch=taken.epoch).to_json()


@dataclass(frozen=True, slots=True)
class _Load:
    sent: outcome_batches.Sent
    asked: holes.Asked


@dataclass(frozen=True, slots=True)
class _Taken:
    verdicts: Sequence[Verdict]
    missing: dict[str, list[int]]
    epoch: str


def _convoy() -> Convoy[_Load, _Taken]:
    """The way in for the commune's phones: those that come together share one commit."""
    convoys = current_app.extensions.setdefault("fieldops.convoys", {})
    found: Convoy[_Load, _Taken] = convoys.setdefault(person().commune_code, Convoy(turn, _take_in))
    return found


def _take_in(loads: Sequence[_Load]) -> list[_Taken]:
    """Committed when it returns."""
    epoch = epoch_now()
    verdicts = outcome_batches.record(session(), [one.sent for one in loads])
    missing = holes.look(session(), [one.asked for one in loads])
    commit(epoch, [one.fate for batch in verdicts for one in batch])
    return [_Taken(*one, epoch) for one in zip(verdicts, missing, strict=True)]


def epoch_now() -> str:
    """
    The epoch; each process looks once whether the database was put back before it started.

    To be asked before anything is taken in.
    """
    found = epochs.latest(session()) if "fieldops.epoch" in current_app.extensions else None
    if found is None:
        found = epochs.now(session(), current_app.config["VAR"], now())
        current_app.extensions["fieldops.epoch"] = True
    return found


def commit(epoch: str, fates: Sequence[Fate | None]) -> None:
    """Commit what was taken in, and count it beside the database; None: it was not kept."""
    session().commit()
    new = sum(fate not in (None, Fate.ALREADY) for fate in fates)
    epochs.took(current_app.config["VAR"], epoch, new)


def _devices(batch: Batch, found: Sequence[Report | Unreadable]) -> set[Device]:
    """The devices a batch tells of: the sender's own word, and whatever its outcomes name."""
    said = {batch.device.id: batch.device} if batch.device else {}
    named = {device for one in found if (device := _device_of(one))}
    return {said.get(one) or Device(id=one) for one in named | said.keys()}


def must_be_by_themselves(recorder: str | None) -> None:
    """A phone that says whose outbox it sends may send only that of the person logged in."""
    if recorder is not None and recorder != str(person().id):
        raise OtherPerson(
            Sentence(
                "Các kết quả này do người khác ghi. Người đó đăng nhập lại trên máy này để gửi."
            )
        )


def moment() -> Moment:
    """The present instant, and where its day is."""
    return Moment(now(), ZoneInfo(current_app.config["TIMEZONE"]))


def asked_day() -> date:
    """The day of ``?on=``, today when left out."""
    text = request.values.get("on", "")
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        raise Invalid(Sentence("Ngày không đọc được. Mở lại từ Hôm nay."), field="on") from None


def _batch() -> Batch:
    body = json_body()
    sent = body.get("outcomes") if isinstance(body, dict) else None
    if isinstance(sent, list) and len(sent) > MOST:
        raise TooMany(Sentence("Gửi tối đa {most} báo cáo một lần.", {"most": MOST}))
    try:
        return Batch.model_validate(body)
    except ValidationError:
        raise NotABatch(Sentence("Không phải là một lô báo cáo đọc được.")) from None


def json_body() -> Any:
    """The body, unpacked where it came packed; None where it is no JSON."""
    if not request.is_json:
        return None
    raw = request.get_data()
    try:
        text = _unpacked(raw) if request.content_encoding == "gzip" else raw
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError, zlib.error):
        return None


def _refuse(name: str) -> None:
    """NaN and Infinity are no JSON, and no database would keep them."""
    raise ValueError(name)


def _unpacked(raw: bytes) -> bytes:
    """Up to 2 MB: a hundred reports are far less, and a bomb is not unpacked further."""
    unpacker = zlib.decompressobj(wbits=31)
    text = unpacker.decompress(raw, LARGEST)
    if unpacker.unconsumed_tail:
        raise TooMany(Sentence("Lô báo cáo quá lớn. Chia đôi rồi gửi lại."))
    return text


def _device_of(found: Report | Unreadable) -> UUID | None:
    """The device it says it comes from, if that can be one."""
    if isinstance(found, Report):
        return found.device_id
    said = found.content.get("device_id")
    try:
        return UUID(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _answer(verdict: Verdict) -> Answer:
    return Answer(id=verdict.id, fate=verdict.fate, message=say(verdict.reason))


@bp.record_once
def _without_token(state: BlueprintSetupState) -> None:
    """
    No CSRF token: a phone's may be older than its day without signal.

    The cookie is SameSite=Lax and the body must be JSON, so no other site can send one.
    """
    state.app.extensions["csrf"].exempt(push_outcomes)
