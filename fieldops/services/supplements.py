"""Papers that are missing: asked for once, while the clock stands still."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.civil.states import Act
from fieldops.domain.case import CaseState
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, cases, clocks
from fieldops.services.audit import Actor
from fieldops.store.tables import CaseRow, SupplementRow


def papers_missing(
    session: Session,
    actor: Actor,
    case_ids: Collection[int],
    papers: str,
    today: date,
    at: datetime,
    *,
    wanted_by: date | None = None,
) -> None:
    """
    Papers are lacking, at the door or found so at the office: the case waits for them.

    The clock of a dossier received before stands still, and that once: who asks a second time did
    not look the first time (Conflict). At the door nothing runs yet, so a second visit may find
    something missing again. A paper already made stays made; what is missing then only puts off
    its handing over. ``wanted_by``: the day the family means to have them.
    """
    papers = " ".join(papers.split())
    if not papers:
        raise Invalid(Sentence("Ghi rõ còn thiếu giấy tờ gì để báo cho gia đình."), field="papers")
    if wanted_by and wanted_by < today:
        raise Invalid(Sentence("Ngày gia đình hẹn nộp đã qua. Nhập ngày tới."), field="wanted_by")
    for row in cases.some(session, case_ids):
        _ask_papers(row, papers[:300], wanted_by, today)
        audit.record(session, actor, "case.supplement_asked", ("case", row.id), at)
    cases.refresh_homes(session, case_ids, today, at)


def _ask_papers(row: CaseRow, papers: str, wanted_by: date | None, today: date) -> None:
    if row.state == CaseState.PROCESSED:
        row.missing_papers = papers
        return
    asked = clocks.waiting(row)
    if asked is None:
        _asked_once(row)
        paused = row.received_on is not None
        cases.step(row, Act.ASK_SUPPLEMENT)
        asked = SupplementRow(
            commune_code=row.commune_code,
            case_id=row.id,
            asked_on=today,
            papers=papers,
            paused=paused,
        )
        row.supplements.append(asked)
    row.missing_papers = asked.papers = papers
    asked.wanted_by = wanted_by


def _asked_once(row: CaseRow) -> None:
    before = next((one for one in row.supplements if one.paused), None)
    if before and row.received_on:
        raise Conflict(
            Sentence(
                "Đã yêu cầu bổ sung một lần, ngày {day}: {papers}. Không yêu cầu thêm lần nữa; "
                "giải quyết hồ sơ, hoặc dừng xử lý và nêu rõ lý do.",
                {"day": before.asked_on, "papers": before.papers},
            )
        )
