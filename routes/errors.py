"""What a person sees when something cannot be done: one sentence, and what to do next."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from fieldops.domain.errors import FieldopsError
from fieldops.store.db import db
from routes.formats import say

log = structlog.get_logger()


def install(app: Flask) -> None:
    """Answer every error in the reader's language, as JSON under /api/."""
    app.register_error_handler(FieldopsError, _expected)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _expected(error: FieldopsError) -> ResponseReturnValue:
    db.session.rollback()
    return _answer(error.code, int(error.status), say(error.sentence))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _answer(
        "fieldops.stale_form",
        400,
        _("Trang đã mở quá lâu nên không gửi được. Quay lại, tải lại trang rồi gửi lần nữa."),
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    sentences = {
        404: _("Không tìm thấy trang này. Kiểm tra lại đường dẫn hoặc quay về Hôm nay."),
        405: _("Trang này không nhận cách gửi đó. Quay lại và thử từ nút trên trang."),
        413: _("Tệp quá lớn. Chia nhỏ danh sách rồi tải lại."),
        429: _("Bạn thử quá nhiều lần. Chờ một phút rồi thử lại."),
    }
    status = error.code or 500
    sentence = sentences.get(status, _("Yêu cầu không đọc được. Quay lại và thử lần nữa."))
    return _answer(f"http.{status}", status, sentence, headers=dict(error.get_headers()))


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.exception("unexpected", endpoint=request.endpoint, kind=type(error).__name__)
    return _answer(
        "fieldops.unexpected",
        500,
        _("Có lỗi của hệ thống, việc vừa làm chưa được lưu. Thử lại; nếu vẫn lỗi, báo quản trị."),
    )


def _answer(
    code: str, status: int, sentence: str, headers: dict[str, Any] | None = None
) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return {"code": code, "message": sentence}, status
    keep = {k: v for k, v in (headers or {}).items() if k in ("Allow", "Retry-After")}
    return render_template("error.html", sentence=sentence, status=status), status, keep
