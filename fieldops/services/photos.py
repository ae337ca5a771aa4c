"""Photos from the field: taken in piece by piece, made anew, shown to those who may see them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, FieldopsError, NotFound
from fieldops.domain.photo import PhotoFate
from fieldops.domain.sentences import Sentence
from fieldops.outcomes.photo import LARGEST_PIECE, Announcement
from fieldops.outcomes.pictures import NotAPicture, made_anew
from fieldops.services import audit
from fieldops.services.audit import Actor
from fieldops.store import photos, scope
from fieldops.store.photo_files import PhotoFiles
from fieldops.store.tables import PhotoRow


class WrongOffset(FieldopsError):
    """The piece does not go on where the last one ended: the phone asks where that is."""

    code = "photo.offset"
    status = HTTPStatus.CONFLICT


class TooLarge(FieldopsError):
    """More bytes than were announced, or than go at once."""

    code = "photo.too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def announce(
    session: Session, files: PhotoFiles, actor: Actor, said: Announcement, at: datetime
) -> PhotoRow:
    """
    Make room for a photo; announced again, the same row.

    One whose file is lost (put back from a backup without it) is asked for again. Raises Conflict
    where the id is taken, or the same id announces other bytes.
    """
    key = str(said.id)
    row = photos.by_id(session, key) or photos.add(session, _row(session, actor, said, at))
    if row is None or row.sha256 != said.sha256:
        raise Conflict(Sentence("Ảnh này trùng số với ảnh khác. Chụp lại ảnh."))
    if row.fate == PhotoFate.STORED and not files.has(row.id):
        row.fate, row.stored_at = PhotoFate.COMING, None
    return row


def _row(session: Session, actor: Actor, said: Announcement, at: datetime) -> PhotoRow:
    return PhotoRow(
        commune_code=scope.current(session),
        id=str(said.id),
        outcome_id=str(said.outcome_id),
        visit_id=said.visit_id,
        case_id=said.case_id,
        kind=said.kind,
        about=said.about,
        size=said.size,
        sha256=said.sha256,
        taken_at=said.taken_at,
        announced_at=at,
        sent_by=actor.id or 0,
        sent_by_name=actor.name,
    )


def received(files: PhotoFiles, row: PhotoRow) -> int:
    """Bytes of a photo that are here: all of them once its fate is settled."""
    return files.received(row.id) if row.fate == PhotoFate.COMING else row.size


def take(
    session: Session, files: PhotoFiles, photo_id: str, offset: int, piece: bytes, at: datetime
) -> PhotoRow:
    """
    Take a piece; the last one settles the photo. A settled one takes nothing more.

    An empty piece at the end settles what a stopped server left. Bytes that are not those
    announced are dropped, to be sent again from the start. Raises NotFound before it was
    announced, WrongOffset and TooLarge.
    """
    row = _announced(session, photo_id)
    if row.fate != PhotoFate.COMING:
        return row
    if len(piece) > LARGEST_PIECE or offset + len(piece) > row.size:
        raise TooLarge(Sentence("Ảnh lớn hơn đã báo. Gửi lại từng phần nhỏ."))
    if not files.append(row.id, offset, piece):
        raise WrongOffset(Sentence("Phần ảnh không nối tiếp phần trước. Hỏi lại rồi gửi tiếp."))
    if files.received(row.id) == row.size:
        _settle(session, files, row, at)
    return row


def _announced(session: Session, photo_id: str) -> PhotoRow:
    row = photos.held(session, photo_id) if _is_uuid(photo_id) else None
    if row is None:
        raise NotFound(Sentence("Ảnh này chưa được báo trước. Báo rồi gửi."))
    return row


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _settle(session: Session, files: PhotoFiles, row: PhotoRow, at: datetime) -> None:
    raw = files.sent(row.id)
    if hashlib.sha256(raw).hexdigest() != row.sha256:
        return files.drop_part(row.id)
    try:
        files.keep(row.id, made_anew(raw))
    except NotAPicture:
        row.fate = PhotoFate.REFUSED
    else:
        row.fate, row.stored_at = PhotoFate.STORED, at
    session.flush()
    return None


def of_case(session: Session, case_id: int) -> Sequence[PhotoRow]:
    """The photos of a case, oldest first."""
    return photos.of_case(session, case_id)


def look(
    session: Session, files: PhotoFiles, actor: Actor, case_id: int, photo_id: str, at: datetime
) -> bytes:
    """A photo of a case as JPEG, noted in the audit. Raises NotFound."""
    row = next((one for one in photos.of_case(session, case_id) if one.id == photo_id), None)
    picture = files.kept(photo_id) if row else None
    if picture is None:
        raise NotFound(Sentence("Không có ảnh này ở hồ sơ này."))
    audit.record(session, actor, "photo.seen", ("photo", photo_id), at, case=case_id)
    return picture
