"""Electronic results: a PDF attached to a finished case, given out with an audit entry."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from fieldops.domain.case import CaseState
from fieldops.domain.errors import BadFile, Conflict, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, cases
from fieldops.services.audit import Actor
from fieldops.store import files as rows
from fieldops.store import scope
from fieldops.store.result_files import ResultFiles
from fieldops.store.tables import ResultFileRow

LARGEST = 5 * 1024 * 1024
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
"""Parts of a PDF that do something when opened: a scanned result has none."""


def of_case(session: Session, case_id: int) -> Sequence[ResultFileRow]:
    """The electronic results of a case, the last one first."""
    return rows.results_of(session, case_id)


def attach(
    session: Session, files: ResultFiles, actor: Actor, case_id: int, content: bytes, at: datetime
) -> ResultFileRow:
    """
    Keep the result; the same bytes again are the same result.

    Raises Conflict before the case has a result, BadFile for anything but a plain PDF of 5 MB.
    """
    case = cases.take(session, case_id)
    if case.state not in (CaseState.PROCESSED, CaseState.HANDED_OVER):
        raise Conflict(Sentence("Hồ sơ chưa có kết quả nên chưa đính kèm được."))
    check(content)
    digest = hashlib.sha256(content).hexdigest()
    for before in rows.results_of(session, case_id):
        if before.sha256 == digest:
            return before
    row = ResultFileRow(
        commune_code=scope.current(session),
        id=str(uuid4()),
        case_id=case_id,
        sha256=digest,
        size=len(content),
        added_by=actor.name,
        added_at=at,
    )
    files.keep(row.id, content)  # a file without its row is harmless, a row without its file is not
    session.add(row)
    session.flush()
    audit.record(session, actor, "case.result_attached", ("case", case_id), at, size=row.size)
    return row


def check(content: bytes) -> None:
    """Take a PDF for what it is; BadFile says what to do."""
    if len(content) > LARGEST:
        raise BadFile(Sentence("Tệp lớn hơn 5 MB. Quét lại đen trắng 200 dpi rồi tải lên."))
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise BadFile(Sentence("Đây không phải tệp PDF nguyên vẹn. Quét lại thành PDF rồi gửi."))
    if _ACTIVE.search(content):
        raise BadFile(
            Sentence("Tệp PDF có phần tự chạy nên không nhận. In ra PDF mới rồi tải lên.")
        )


def give(session: Session, files: ResultFiles, actor: Actor, file_id: str, at: datetime) -> bytes:
    """The bytes, noted in the audit; NotFound when lost, changed on the disk, or elsewhere's."""
    row = rows.result(session, file_id)
    content = files.kept(row.id) if row else None
    if row is None or content is None or hashlib.sha256(content).hexdigest() != row.sha256:
        raise NotFound(Sentence("Không có tệp kết quả này. Tải lại trang hồ sơ."))
    audit.record(session, actor, "case.result_opened", ("case", row.case_id), at)
    return content
