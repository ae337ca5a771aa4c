"""A phone's file of unsent reports, handed in at the office."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from fieldops.domain.errors import BadFile
from fieldops.domain.people import Permission
from fieldops.outcomes.handed_in import read
from fieldops.services import handing_in
from routes.access import needs
from routes.context import actor, session
from routes.formats import say
from routes.forms import OnceForm
from routes.phone_api import commit, epoch_now, moment
from routes.phone_keys import office

bp = Blueprint("handing_in", __name__, url_prefix="/outcomes/hand-in")


class FileForm(OnceForm):
    """One file. Sent twice it changes nothing the second time: each report knows itself."""

    file = FileField(
        _("Tệp chờ gửi"),
        [FileRequired(_("Chọn tệp lấy từ điện thoại."))],
        description=_(
            "Tên tệp bắt đầu bằng cho-gui. Tệp đã khóa, chỉ máy chủ này mở được; "
            "nộp hai lần cũng chỉ ghi một lần."
        ),
    )


@bp.route("", methods=["GET", "POST"])
@needs(Permission.REVIEW_OUTCOMES)
def index() -> ResponseReturnValue:
    """Take a file in, and say of each report what became of it."""
    form = FileForm()
    results = None
    if form.validate_on_submit():
        try:
            with form.file.data.stream as upload:
                file = read(upload.read())
            epoch = epoch_now()
            results = handing_in.take(session(), actor(), office(), file, moment())
            commit(epoch, [one.fate for one in results])
        except BadFile as error:
            form.file.errors = [*form.file.errors, say(error.sentence)]
    status = 422 if form.errors else 200
    return render_template("outcomes/hand_in.html", form=form, results=results), status
