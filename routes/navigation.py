"""The ways through the product: what stands in the side menu, for whom, and where one is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from fieldops.domain.people import Permission
from routes.access import allowed


@dataclass(frozen=True, slots=True)
class Place:
    """A page with its own entry. Shown to whoever holds any one of ``permissions``."""

    text: LazyString
    icon: str
    href: str
    permissions: tuple[Permission, ...]

    @property
    def is_current(self) -> bool:
        """Whether the page being shown lies under this entry."""
        here = request.path
        return here == self.href or (self.href != "/" and here.startswith(f"{self.href}/"))


SIDE = (
    Place(_("Hôm nay"), "today", "/", tuple(Permission)),
    Place(_("Tuyến của tôi"), "route", "/field", (Permission.GO_OUT,)),
    Place(_("Hộ gia đình"), "home", "/households", (Permission.READ_HOUSEHOLDS,)),
    Place(_("Hồ sơ"), "folder", "/cases", (Permission.READ_CASES,)),
    Place(_("Việc đến hạn"), "clock", "/demand", (Permission.READ_DEMAND,)),
    Place(_("Kế hoạch"), "calendar", "/plans", (Permission.READ_PLANS,)),
    Place(_("Kết quả cần xem"), "alert", "/outcomes", (Permission.REVIEW_OUTCOMES,)),
    Place(_("Đăng ký"), "book", "/registrations", (Permission.READ_REGISTRATIONS,)),
    Place(_("In giấy tờ"), "print", "/papers", (Permission.WRITE_CASES,)),
    Place(_("Báo cáo"), "chart", "/reports", (Permission.READ_REPORTS,)),
    Place(
        _("Người và xe"), "people", "/people", (Permission.MANAGE_STAFF, Permission.MANAGE_USERS)
    ),
    Place(_("Thiết lập"), "settings", "/settings", (Permission.MANAGE_SETTINGS,)),
    Place(_("Nhật ký"), "eye", "/audit", (Permission.READ_AUDIT,)),
)
SEARCH = Place(_("Tìm"), "search", "/search", (Permission.READ_HOUSEHOLDS, Permission.READ_CASES))


def navigation() -> list[Place]:
    """The entries the current person may open, in the order of the work."""
    return [place for place in SIDE if _is_open(place)]


def search_href() -> str | None:
    """Where the search box of the top bar asks; None for those who may not look people up."""
    return SEARCH.href if _is_open(SEARCH) else None


def here(**changes: object) -> str:
    """The current page with other query values: ``here(page=2)``; None takes a value out."""
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] not in changes]
    pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


def _is_open(place: Place) -> bool:
    return _is_built(place.href) and any(allowed(permission) for permission in place.permissions)


def _is_built(href: str) -> bool:
    rules = current_app.url_map.iter_rules()
    return any(rule.rule.rstrip("/") == href.rstrip("/") for rule in rules)


def install(app: Flask) -> None:
    """Give templates ``navigation``, ``search_href`` and ``here``."""
    app.jinja_env.globals.update(navigation=navigation, search_href=search_href, here=here)
