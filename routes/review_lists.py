"""Review lists: sent, columns matched, looked over, taken in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from fieldops.domain.errors import BadFile
from fieldops.domain.people import Permission
from fieldops.registry.review_lists import TITLES, Column, Verdict
from fieldops.registry.review_lists.export import write_workbook
from fieldops.registry.review_lists.sheets import MOST_BYTES, MOST_ROWS, shown
from fieldops.services import review_lists
from fieldops.services.review_lists import APPLIED, Preview
from fieldops.store.tables import ImportRow
from routes.access import needs
from routes.context import now, session, today
from routes.formats import say
from routes.forms import OnceForm, finish, taken
from routes.households import XLSX, actor

bp = Blueprint("review_lists", __name__, url_prefix="/households/lists")

SAMPLES = 3
"""Rows shown under each heading, so that one sees what a column holds."""
SHOWN = 200
"""Rows of each kind a page lists; the rest is in the file."""


class UploadForm(OnceForm):
    """One file."""

    file = FileField(
        _("Danh sách rà soát"),
        [FileRequired(_("Chọn tệp danh sách."))],
        description=_(
            "Tệp Excel (.xlsx) hoặc .csv, tới %(mb)s MB, %(rows)s dòng. Cột nào cũng được, "
            "miễn có một dòng tiêu đề; mỗi dòng là một người.",
            mb=MOST_BYTES // 1024 // 1024,
            rows="20.000" if MOST_ROWS == 20_000 else MOST_ROWS,
        ),
    )


class ApplyForm(OnceForm):
    """Take the list in as it was shown."""


@bp.route("", methods=["GET", "POST"])
@needs(Permission.IMPORT_HOUSEHOLDS)
def index() -> ResponseReturnValue:
    """Send a list; below, those sent before."""
    form = UploadForm()
    if form.is_submitted() and (answer := taken(form)):
        return answer
    if form.validate_on_submit():
        name = form.file.data.filename or ""
        with form.file.data.stream as upload:
            data = upload.read(MOST_BYTES + 1)
        try:
            row = review_lists.send(session(), name, data, actor(), now())
            return finish(form, url_for(".show", import_id=row.id))
        except BadFile as error:
            form.file.errors = [*form.file.errors, say(error.sentence)]
    status = 422 if form.errors else 200
    lists = review_lists.lists(session())
    return render_template("review_lists/index.html", form=form, lists=lists), status


@bp.get("/<int:import_id>")
@needs(Permission.IMPORT_HOUSEHOLDS)
def show(import_id: int) -> ResponseReturnValue:
    """The list with its columns and what taking it in would do; or what was done."""
    row = review_lists.get(session(), import_id)
    if row.state == APPLIED:
        return render_template("review_lists/done.html", row=row, counts=row.result["counts"])
    return _preview(row)


@bp.post("/<int:import_id>/columns")
@needs(Permission.IMPORT_HOUSEHOLDS)
def match_columns(import_id: int) -> ResponseReturnValue:
    """Keep what a person said each column is."""
    row = review_lists.get(session(), import_id)
    chosen = {
        index: Column(value)
        for index in range(len(row.result["headings"]))
        if (value := request.form.get(f"column-{index}", "")) in set(Column)
    }
    try:
        review_lists.remap(session(), row, chosen)
    except BadFile as error:
        return _preview(row, mapping=chosen, wrong=say(error.sentence))
    session().commit()
    return redirect(url_for(".show", import_id=import_id))


@bp.post("/<int:import_id>/apply")
@needs(Permission.IMPORT_HOUSEHOLDS)
def apply(import_id: int) -> ResponseReturnValue:
    """Take the good rows in, all in one go."""
    row = review_lists.get(session(), import_id)
    form = ApplyForm()
    if answer := taken(form):
        return answer
    if row.state != APPLIED:
        review_lists.apply(session(), row, actor(), now(), today())
        flash(gettext("Đã nhập danh sách %(name)s.", name=row.filename), "done")
    return finish(form, url_for(".show", import_id=import_id))


@bp.post("/<int:import_id>/forget")
@needs(Permission.IMPORT_HOUSEHOLDS)
def forget(import_id: int) -> ResponseReturnValue:
    """Throw the list away; nothing of it was taken in."""
    row = review_lists.get(session(), import_id)
    name = row.filename
    review_lists.forget(session(), row)
    session().commit()
    flash(gettext("Đã bỏ danh sách %(name)s, không hộ nào bị thay đổi.", name=name), "done")
    return redirect(url_for(".index"))


@bp.get("/<int:import_id>/refused")
@needs(Permission.IMPORT_HOUSEHOLDS)
def refused(import_id: int) -> ResponseReturnValue:
    """The refused rows as a file: each with its reasons first, to be mended and sent again."""
    row = review_lists.get(session(), import_id)
    if row.state == APPLIED:
        lines = row.result["refused"]
    else:
        lines = review_lists.refused(review_lists.preview(session(), row, today()))
    rows = ([str(r["line"]), " ".join(map(say, r["why"])), *r["cells"]] for r in lines)
    heads = [gettext("Dòng"), gettext("Vì sao chưa nhận"), *row.result["headings"]]
    body = write_workbook(gettext("Các dòng chưa nhận"), heads, rows)
    name = f"dong-chua-nhan-{import_id}.xlsx"
    return (
        body,
        200,
        {
            "Content-Type": XLSX,
            "Content-Disposition": f"attachment; filename={name}",
        },
    )


def _preview(
    row: ImportRow, mapping: dict[int, Column] | None = None, wrong: str = ""
) -> ResponseReturnValue:
    seen: Preview | None = None
    try:
        seen = review_lists.preview(session(), row, today())
    except BadFile as error:
        wrong = wrong or say(error.sentence)
    table = review_lists.table_of(row)
    page = render_template(
        "review_lists/preview.html",
        row=row,
        form=ApplyForm(),
        seen=seen,
        wrong=wrong,
        columns=_columns(table.headings, table.rows, mapping or table.mapping),
        titles=TITLES,
        same=review_lists.same_as_before(session(), row),
        refused=review_lists.refused(seen) if seen else [],
        shown_most=SHOWN,
        verdicts=Verdict,
    )
    return page, 422 if wrong else 200


def _columns(headings: Any, rows: Any, mapping: dict[int, Column]) -> list[dict[str, Any]]:
    """Each column of the file with what it is taken for, and a few of its cells."""
    return [
        {
            "index": index,
            "heading": heading,
            "column": mapping.get(index),
            "samples": _samples(rows, index),
        }
        for index, heading in enumerate(headings)
        if heading or index in mapping
    ]


def _samples(rows: Any, index: int) -> list[str]:
    filled = (row.cells[index] for row in rows if index < len(row.cells))
    texts = (shown(cell) for cell in filled if cell is not None)
    return list(dict.fromkeys(text for _, text in zip(range(SAMPLES * 4), texts, strict=False)))[
        :SAMPLES
    ]
