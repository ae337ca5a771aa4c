"""A day of a plan as text for a chat group: teams, hours, hamlets, and nobody's name."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from fieldops.domain.people import Role
from fieldops.domain.vehicle import VehicleKind
from fieldops.services.plan_view import PlanView, RouteView
from routes.formats import clock, weekday
from routes.words import word


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
