"""A day of a plan as text for a chat group: teams, hours, hamlets, and nobody's name."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from fieldops.domain.people import Role
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning import ChangeKind
from fieldops.services.plan_changes import ChangesView
from fieldops.services.plan_view import PlanView, RouteView
from routes.formats import clock, number, weekday
from routes.words import word

RULES = {
    "links": lazy_gettext("Không còn ngày trao kết quả trong kế hoạch này"),
    "days": lazy_gettext("Hạn không rơi vào ngày nào của kế hoạch"),
    "roles": lazy_gettext("Thiếu người có thẩm quyền hoặc đúng vai trò"),
    "skills": lazy_gettext("Thiếu người biết tiếng hoặc biết việc"),
    "reach": lazy_gettext("Thiếu phương tiện vào được nhà"),
    "windows": lazy_gettext("Không khớp giờ có người ở nhà"),
    "books": lazy_gettext("Sổ hộ tịch giấy chỉ theo được một đội mỗi ngày"),
    "capacity": lazy_gettext("Các đội đã đủ số hồ sơ mỗi ngày"),
    "lunch": lazy_gettext("Vướng giờ nghỉ trưa"),
    "pins": lazy_gettext("Chỗ đã giữ không làm được"),
    "hours": lazy_gettext("Các đội đã kín giờ"),
    "teams": lazy_gettext("Không đủ đội"),
    "times": lazy_gettext("Nhà quá xa hoặc việc quá dài cho một ngày"),
    "value": lazy_gettext("Đường đi tốn hơn mức cần thiết của chuyến"),
    "kept": lazy_gettext("Phải giữ ngày đã hẹn mà ngày đó hết chỗ"),
    "search": lazy_gettext("Máy chưa tìm hết mọi cách"),
    "ferries": lazy_gettext("Phà không chạy vào những ngày cần đến"),
    "cut": lazy_gettext("Đường vào ấp bị cắt"),
    "unknown": lazy_gettext("Nhiều điều cùng vướng"),
}
"""What keeps visits out, by the rule's name in a plan: the heading over its remedies."""


def rule_words(rule: str) -> str:
    """The heading of a rule; a rule without one is said to be another reason."""
    return str(RULES.get(rule) or _("Lý do khác"))


def tenths(count: int) -> str:
    """A percentage given in tenths: 32 becomes 3,2."""
    return number(count / 10)


def finding(changes: ChangesView) -> str:
    """What a plan made again comes to, in one line: the title over its picture."""
    counts = changes.counts
    said = [say_count(kind, counts[kind]) for kind in ChangeKind if counts[kind]]
    kept = ngettext("%(num)d chuyến giữ nguyên", "%(num)d chuyến giữ nguyên", changes.kept)
    return sentence_case("; ".join([", ".join(said) or _("Không nhà nào bị đổi"), kept]))


def say_count(kind: ChangeKind, count: int) -> str:
    """So many homes with that change."""
    match kind:
        case ChangeKind.OTHER_DAY:
            return str(ngettext("%(num)d nhà đổi ngày", "%(num)d nhà đổi ngày", count))
        case ChangeKind.OTHER_TIME:
            return str(ngettext("%(num)d nhà đổi giờ", "%(num)d nhà đổi giờ", count))
        case ChangeKind.OTHER_TEAM:
            return str(ngettext("%(num)d nhà đổi đội", "%(num)d nhà đổi đội", count))
        case ChangeKind.NEW:
            return str(ngettext("%(num)d nhà thêm mới", "%(num)d nhà thêm mới", count))
        case ChangeKind.DROPPED:
            return str(ngettext("%(num)d nhà thôi không đến", "%(num)d nhà thôi không đến", count))


def chat_text(plan: PlanView, day: date) -> str:
    """Lines to copy; a chat group belongs to a company abroad, so no personal data is in them."""
    head = _("Lịch đi cơ sở %(day)s/%(year)s", day=weekday(day), year=day.year)
    tail = _("Ai đi tuyến nào, nhà nào: xem trên ứng dụng.")
    return "\n".join([head, *(_line(one) for one in plan.of_day(day)), tail])


def sentence_case(text: str) -> str:
    """A capital at the front, the rest as it is: "thứ Hai" becomes "Thứ Hai"."""
    return text[:1].upper() + text[1:]


def _line(one: RouteView) -> str:
    return str(
        _(
            "• Đội %(team)s (%(crew)s; %(vehicle)s): %(depart)s xuất phát, %(hamlets)s, về trước"
            " %(back)s.",
            team=one.route.team,
            crew=_crew(one),
            vehicle=str(word(VehicleKind(one.vehicle.kind))).lower() if one.vehicle else "",
            depart=clock(one.route.depart),
            hamlets=_hamlets(one),
            back=clock(one.route.back + 59),
        )
    )


def _crew(one: RouteView) -> str:
    counts = Counter(Role(row.role) for row in one.people)
    return ", ".join(f"{count} {str(word(role)).lower()}" for role, count in counts.items())


def _hamlets(one: RouteView) -> str:
    return ", ".join(
        f"{_('ấp')} {name} ({ngettext('%(num)d nhà', '%(num)d nhà', count)})"
        for name, count in one.hamlets.items()
    )
