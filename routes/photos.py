"""
Photos: a phone sends them in pieces (docs/phone-contract.md), the desk looks at them.

Looking is a POST: it leaves an audit entry, and no photo lies under an address of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import ValidationError

from fieldops.domain.errors import FieldopsError
from fieldops.domain.people import Permission
from fieldops.domain.photo import PhotoFate
from fieldops.domain.sentences import Sentence
from fieldops.outcomes.photo import Announcement, Progress
from fieldops.services import photos
from fieldops.store.photo_files import PhotoFiles
from fieldops.store.tables import CaseRow, PhotoRow
from routes.access import needs
from routes.context import actor, now, person, session
from routes.openapi import SentFrom, documented
from routes.phone_api import must_be_by_themselves

bp = Blueprint("photos", __name__)


class NotAPhoto(FieldopsError):
    """The body announces no photo."""

    code = "photo.unreadable"


@bp.post("/api/v1/photos")
@needs(Permission.GO_OUT)
@documented(Progress, HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, json=Announcement)
def announce() -> ResponseReturnValue:
    """What is about to be sent; the answer says how much of it is here already."""
    must_be_by_themselves(request.headers.get("Fieldops-Person"))
    row = photos.announce(session(), _files(), actor(), _announcement(), now())
    session().commit()
    return _progress(row)


@bp.put("/api/v1/photos/<photo_id>")
@needs(Permission.GO_OUT)
@documented(
    Progress,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    query=SentFrom,
)
def take(photo_id: str) -> ResponseReturnValue:
    """The bytes from ``?offset=`` on."""
    must_be_by_themselves(request.headers.get("Fieldops-Person"))
    offset = request.args.get("offset", -1, type=int)  # none follows on nowhere
    row = photos.take(session(), _files(), photo_id, offset, request.get_data(), now())
    session().commit()
    if row.fate != PhotoFate.COMING:
        _files().drop_part(row.id)
    return _progress(row)


@bp.post("/cases/<int:case_id>/photos/<photo_id>")
@needs(Permission.READ_SENSITIVE)
def look(case_id: int, photo_id: str) -> ResponseReturnValue:
    """One photo of one case."""
    picture = photos.look(session(), _files(), actor(), case_id, photo_id, now())
    session().commit()
    answer = Response(picture, mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{photo_id}.jpg"'
    return answer


@bp.app_template_global("photos_of")
def photos_of(case: CaseRow) -> Sequence[PhotoRow]:
    """The photos of a case, for its page."""
    return photos.of_case(session(), case.id)


def _announcement() -> Announcement:
    body: Any = request.get_json(silent=True)
    try:
        return Announcement.model_validate(body)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise NotAPhoto(
            Sentence("Lời báo ảnh không đọc được ở chỗ “{place}”.", {"place": place})
        ) from None


def _progress(row: PhotoRow) -> dict[str, Any]:
    fate = PhotoFate(row.fate)
    told = _("Tệp này không phải là ảnh, xã không giữ được. Chụp lại nếu cần.")
    message = told if fate is PhotoFate.REFUSED else ""
    got = photos.received(_files(), row)
    return Progress(id=row.id, fate=fate, received=got, message=message).to_json()


def _files() -> PhotoFiles:
    return PhotoFiles.of(Path(current_app.config["VAR"]), person().commune_code)


@bp.record_once
def _without_token(state: BlueprintSetupState) -> None:
    """No CSRF token for phones: JSON and PUT cannot be sent by another site; see phone_api."""
    state.app.extensions["csrf"].exempt(announce)
    state.app.extensions["csrf"].exempt(take)
