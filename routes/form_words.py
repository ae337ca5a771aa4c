"""WTForms' own messages in the words of the interface: it ships no Vietnamese."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

SAID: dict[str, LazyString] = {
    "Not a valid date value.": _("Ngày này không có thật. Chọn lại ngày."),
    "Not a valid datetime value.": _("Ngày giờ này không có thật. Chọn lại."),
    "Not a valid time value.": _("Giờ này không có thật. Chọn lại."),
    "Not a valid integer value.": _("Nhập một số nguyên."),
    "Not a valid float value.": _("Nhập một số."),
    "Not a valid decimal value.": _("Nhập một số."),
    "Not a valid choice.": _("Chọn một mục có trong danh sách."),
    "Not a valid choice": _("Chọn một mục có trong danh sách."),
    "Invalid Choice: could not coerce.": _("Chọn một mục có trong danh sách."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _(
        "Chọn những mục có trong danh sách."
    ),
    "This field is required.": _("Chưa nhập chỗ này."),
    "Invalid input.": _("Chỗ này chưa đúng. Kiểm tra lại."),
    "Field cannot be longer than %(max)d character.": _("Dài quá %(max)d ký tự. Viết ngắn lại."),
    "Field cannot be longer than %(max)d characters.": _("Dài quá %(max)d ký tự. Viết ngắn lại."),
    "Number must be between %(min)s and %(max)s.": _("Nhập số từ %(min)s đến %(max)s."),
    "Number must be at least %(min)s.": _("Nhập số từ %(min)s trở lên."),
    "Number must be at most %(max)s.": _("Nhập số không quá %(max)s."),
}


class FormWords:
    """What WTForms asks for its messages; one it has never heard of stays as it is."""

    def gettext(self, message: str) -> str:
        return _said(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return _said(singular if n == 1 else plural)


def _said(message: str) -> str:
    """WTForms fills the places itself, so the lazy text must not."""
    known = SAID.get(message)
    if known is None:
        return message
    return str(known).replace("%%", "%")
