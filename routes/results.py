"""Electronic results of a case, and papers its person has already given."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from fieldops.domain.errors import BadFile, Conflict
from fieldops.domain.people import Permission
from fieldops.services import cases, given_papers, results
from fieldops.services.given_papers import Needed
from fieldops.store.result_files import ResultFiles
from fieldops.store.tables import CaseRow, ResultFileRow
from routes.access import needs
from routes.context import actor, now, person, session, today
from routes.formats import say

bp = Blueprint("results", __name__, url_prefix="/cases")


def _files() -> ResultFiles:
    return ResultFiles.of(current_app.config["VAR"], person().commune_code)


@bp.post("/<int:case_id>/result")
@needs(Permission.REGISTER)
def attach(case_id: int) -> ResponseReturnValue:
    """Attach the electronic result, a PDF."""
    cases.get(session(), case_id)
    sent = request.files.get("file")
    content = sent.stream.read(results.LARGEST + 1) if sent else b""
    try:
        results.attach(session(), _files(), actor(), case_id, content, now())
        session().commit()
        flash(gettext("Đã đính kèm kết quả điện tử."), "done")
    except (BadFile, Conflict) as error:
        session().rollback()
        flash(say(error.sentence), "error")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="results"))


@bp.post("/results/<file_id>")
@needs(Permission.READ_SENSITIVE)
def give(file_id: str) -> ResponseReturnValue:
    """The file, its opening noted: a result holds everything about a person."""
    content = results.give(session(), _files(), actor(), file_id, now())
    session().commit()
    headers = {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="ket-qua.pdf"',
    }
    return content, 200, headers


@bp.post("/<int:case_id>/given")
@needs(Permission.WRITE_CASES)
def given(case_id: int) -> ResponseReturnValue:
    """Note that a paper is there: nobody is asked for it again."""
    paper = request.form.get("paper", "")
    given_papers.note(session(), actor(), case_id, paper, today(), now())
    session().commit()
    flash(gettext("Đã ghi. Các hồ sơ sau của người này không hỏi lại giấy này."), "done")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="given"))


@bp.app_template_global("results_of")
def results_of(case_id: int) -> Sequence[ResultFileRow]:
    """The electronic results of a case, for its page."""
    return results.of_case(session(), case_id)


@bp.app_template_global("needed_papers")
def needed_papers(case: CaseRow) -> list[Needed]:
    """The lasting papers of a case, for its page."""
    return given_papers.needed(session(), case, today())
