"""What a phone says of its own outbox, in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from fieldops.domain.outcome import Fate, Result
from routes.words import word


def outbox_words() -> dict[str, Any]:
    """Words by code: results, fates, and why sending stopped (``web/field/sync.js``)."""
    return {
        "waits": _("Chờ gửi"),
        "results": {one.value: str(word(one)) for one in Result},
        "fates": {one.value: str(word(one)) for one in Fate},
        "stops": {
            "login": _("Phiên đăng nhập đã hết. Đăng nhập lại trên máy này, máy sẽ tự gửi."),
            "other": _("Máy đang đăng nhập bằng tài khoản khác. Đăng nhập lại để gửi."),
            "slow": _("Đường truyền quá chậm. Máy sẽ gửi lại, không cần làm gì."),
            "large": _("Một kết quả quá lớn để gửi. Báo cho xã và đừng xóa dữ liệu máy."),
            "away": _("Chưa liên lạc được với xã. Máy sẽ gửi lại, không cần làm gì."),
        },
    }
