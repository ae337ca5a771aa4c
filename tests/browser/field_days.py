"""Two days of routes for the registrar and the volunteer, of homes invented for them."""

from datetime import date, timedelta

from app import create_app
from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.db import db
from tests import makers
from tests.browser.conftest import MONDAY

COMMUNE = "31633"
FIRST = date.fromisoformat(MONDAY[:10])
SECOND = FIRST + timedelta(days=1)


def plan_two_days(site, stops):
    """That many stops on each day; gives the ids of the first day's visits."""
    app = create_app(
        {"DATABASE_URL": site.env["DATABASE_URL"], "VAR": site.env["VAR"], "LOG_LEVEL": "ERROR"}
    )
    with app.app_context(), scope.inside(db.session(), COMMUNE):
        session = db.session()
        team = [makers.staff_of(session, role) for role in (Role.REGISTRAR, Role.YOUTH)]
        visits = {
            day: [_visit(session, day, number) for number in range(1, stops + 1)]
            for day in (FIRST, SECOND)
        }
        for day, made in visits.items():
            makers.route(session, *made, members=team, day=day)
        ids = [visit.id for visit in visits[FIRST]]
        session.commit()
        db.engine.dispose()
    return ids


def _visit(session, day, number):
    """A home with two people and one case, texts as long as real ones; each fourth a delivery."""
    home = makers.household(
        session,
        head_name=f"Nguyễn Văn Mẫu {day.day}.{number}",
        address_note="sau chùa, qua cầu ván, nhà mái lá cạnh lu nước, hỏi bà Bảy đầu xóm",
        access_note="nước lớn phải đi xuồng, gửi xe ở quán đầu ấp",
        lat=9.55 + number / 1000,
        lon=106.2 + (number * 7 % 30) / 1000,
    )
    first = makers.citizen(session, home)
    makers.citizen(session, home, full_name=f"Trần Thị Mẫu {number}")
    if number % 4:
        return makers.visit(session, makers.case(session, first))
    ready = {"state": "processed", "received_on": FIRST, "processed_on": FIRST}
    return makers.visit(session, makers.case(session, first, **ready), kind="delivery")
