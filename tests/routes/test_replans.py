"""Pages of plans made again: who may, what is said, sent twice counts once, conflicts in words."""

import re
from datetime import date

import pytest

from fieldops.domain.plan import Plan
from fieldops.planning import plan_to_json
from fieldops.store import planning
from fieldops.store.tables import PinRow, PlanJobRow, PlanRow, RouteRow
from tests import makers
from tests.conftest import HOME, NOON, OTHER
from tests.services.plan_makers import FRIDAY, home_to_visit, registrar
from tests.services.replan_makers import THURSDAY, route, two_days, vehicle


@pytest.fixture
def plan(session):
    """A followed plan: its id, and the ids of its three visits."""
    row, visits = two_days(session)
    found = row.id, [visit.id for visit in visits]
    session.commit()
    return found


def text(answer):
    return answer.get_data(as_text=True)


def asked(session, **change):
    given = {
        "mode": "move",
        "what_0": f"person:{registrar(session).id}",
        "from_0": "26/11/2026",
        "form_token": "one-and-the-same",
    } | change
    session.commit()
    return given


def jobs(session):
    found = session.query(PlanJobRow).filter_by(state="queued").count()
    session.commit()
    return found


def test_the_form_names_people_vehicles_hamlets_and_says_what_each_mode_does(as_, plan, session):
    home_to_visit(session, "Hộ mới")
    session.commit()
    page = text(as_("registrar").get(f"/plans/{plan[0]}/again"))
    for said in (
        "Cán bộ registrar",
        "Xe 1",
        "Sơn Ton",
        "Đang có 1 chuyến chưa nằm trong kế hoạch nào",
        "Nhà nào đã hẹn ngày nào vẫn ngày đó",
        "Thứ Năm 26/11, đội A",
    ):
        assert said in page


def test_a_form_sent_twice_makes_one_job(as_, plan, session):
    client, form = as_("registrar"), asked(session)
    answers = [client.post(f"/plans/{plan[0]}/again", data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert jobs(session) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mode": ""}, "Chọn một cách xếp lại"),
        ({"from_0": ""}, "Nhập ngày đầu"),
        ({"from_0": "31/02/2026"}, "không có thật"),
        ({"from_0": "27/11/2026", "to_0": "26/11/2026"}, "đứng trước ngày đầu"),
        ({"from_0": "20/12/2026"}, "không chạm ngày nào"),
        ({"what_0": "person:999"}, "không còn trong danh sách"),
        ({"what_0": "nonsense"}, "Chọn lại trong danh sách"),
        ({"lost": "2026-11-26/Z"}, "Z"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_do(as_, plan, session, change, said):
    form = asked(session, **change)
    answer = as_("leader").post(f"/plans/{plan[0]}/again", data=form)
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{form["from_0"]}"' in text(answer)
    assert jobs(session) == 0


def test_a_plan_nobody_follows_says_so(as_, plan, session):
    as_("leader").post(f"/plans/{plan[0]}/withdraw", data={"version": 1, "form_token": "w"})
    answer = as_("leader").get(f"/plans/{plan[0]}/again")
    assert (answer.status_code, "Chỉ xếp lại được kế hoạch đang công bố" in text(answer)) == (
        409, True
    )  # fmt: skip


@pytest.fixture
def draft(as_, plan, session):
    """A draft made again: all three homes on Friday, by another registrar. Its id."""
    as_("registrar").post(f"/plans/{plan[0]}/again", data=asked(session))
    job = session.query(PlanJobRow).filter_by(state="queued").one()
    job.state = "done"
    other = makers.staff(session, full_name="Người Đi Thay")
    visits = planning.visits(session, plan[1]).values()
    row = PlanRow(
        commune_code=HOME,
        job_id=job.id,
        from_on=THURSDAY,
        to_on=FRIDAY,
        document=plan_to_json(Plan((route(session, FRIDAY, *visits, people=[other.id]),))),
        totals=session.get_one(PlanRow, plan[0]).totals,
        created_at=NOON,
    )
    next(iter(visits)).household.phone = "0912345678"
    session.add(row)
    session.commit()
    plan_id = row.id
    session.commit()
    return plan_id


def test_the_changes_say_whom_to_tell_who_goes_and_show_before_and_after(as_, draft):
    page = text(as_("leader").get(f"/plans/{draft}/changes"))
    for said in (
        "2 nhà đổi ngày",
        "Phải báo cho 2 nhà",
        "1 nhà không có số điện thoại",
        'href="tel:0912345678"',
        "Thứ Năm 26/11",
        "Người Đi Thay",
        "Chấp nhận và công bố",
        "Trước và sau, từng lượt đội",
    ):
        assert said in page, said
    assert page.count('class="line ') == 4  # the hours; Thursday before; Friday before and after


def test_only_who_publishes_is_offered_to_accept(as_, draft):
    page = text(as_("registrar").get(f"/plans/{draft}/changes"))
    assert "Chấp nhận và công bố" not in page
    assert "Bỏ bản nháp" in page
    assert "Bỏ bản nháp" not in text(as_("inspector").get(f"/plans/{draft}/changes"))


def press(client, plan_id, act, version=0, token="t"):
    return client.post(f"/plans/{plan_id}/{act}", data={"version": version, "form_token": token})


def versions(client, day):
    answer = client.get(f"/api/v1/route-sheet?on={day}")
    found = answer.get_json()["route"]
    return found and (found["plan_id"], found["plan_version"])


def test_accepted_the_phones_get_a_higher_version(as_, plan, draft, session):
    phone = as_("registrar")
    before = versions(phone, FRIDAY)
    assert press(as_("leader"), draft, "publish").status_code == 302
    session.get_one(makers.UserRow, 1)
    routes = session.query(RouteRow).filter_by(active=True).all()
    assert [row.plan_id for row in routes] == [draft]
    assert session.get_one(PlanRow, draft).version > before[1]
    session.commit()


def test_two_leaders_at_once_publish_one_and_the_other_is_told(as_, plan, draft, session):
    assert press(as_("leader"), draft, "publish", token="a").status_code == 302
    assert press(as_("leader"), draft, "publish", token="b").status_code == 302  # already done
    assert press(as_("leader"), draft, "discard", token="c").status_code == 409
    assert session.query(RouteRow).filter_by(active=True).count() == 1


def test_a_plan_published_meanwhile_is_a_conflict_in_words(as_, plan, draft, session):
    press(as_("leader"), plan[0], "withdraw", 1)
    answer = press(as_("leader"), draft, "publish", token="a")
    assert answer.status_code == 409
    assert "đã bị thay đổi nên không công bố chồng lên được" in text(answer)
    assert session.query(RouteRow).filter_by(active=True).count() == 0


def test_a_draft_is_thrown_away_once(as_, plan, draft, session):
    client = as_("registrar")
    for _ in range(2):
        assert press(client, draft, "discard").status_code == 302
    assert session.get_one(PlanRow, draft).state == "discarded"
    assert session.get_one(PlanRow, plan[0]).state == "published"


def test_the_whole_plan_leads_to_its_changes_and_is_not_published_unread(as_, draft):
    page = text(as_("leader").get(f"/plans/{draft}"))
    assert f"/plans/{draft}/changes" in page
    assert f"/plans/{draft}/publish" not in page


def test_a_job_made_again_leads_to_its_changes(as_, draft, session):
    job_id = session.get_one(PlanRow, draft).job_id
    session.commit()
    assert as_("leader").get(f"/plans/jobs/{job_id}").location == f"/plans/{draft}/changes"


def hold(client, plan_id, how):
    form = {"hold": how, "day": "2026-11-26"}
    return client.post(f"/plans/{plan_id}/holds", data=form)


def test_a_visit_is_held_and_let_go_from_the_page_of_its_day(as_, plan, session):
    plan_id, visits = plan
    client, day = as_("registrar"), f"/plans/{plan_id}/days/2026-11-26"
    assert hold(client, plan_id, f"team:{visits[0]}").location.startswith(day)
    assert "giữ thứ Năm 26/11, đội A" in text(client.get(day))
    hold(client, plan_id, f"day:{visits[0]}")
    assert "giữ thứ Năm 26/11</summary>" in text(client.get(day))
    hold(client, plan_id, f"free:{visits[0]}")
    assert session.query(PinRow).count() == 0


@pytest.mark.parametrize("how", ["", "day:", "week:1", "day:x"])
def test_what_to_hold_must_be_clear(as_, plan, how):
    assert hold(as_("leader"), plan[0], how).status_code == 422


def test_a_volunteer_holds_nothing(as_, plan):
    assert hold(as_("youth"), plan[0], f"day:{plan[1][0]}").status_code == 403


def test_the_list_of_loose_visits_offers_each_a_search(as_, plan, session):
    wanted = home_to_visit(session, "Hộ Mới Nhất").id
    session.commit()
    page = text(as_("registrar").get("/plans/insert"))
    assert "Hộ Mới Nhất" in page
    assert "Bùi Thị Sáu" not in page
    client, form = as_("registrar"), {"visit_id": wanted, "form_token": "x"}
    answers = [client.post("/plans/insert", data=form) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert jobs(session) == 1


def test_a_household_with_a_loose_visit_leads_to_its_own_search(as_, plan, session):
    visit = home_to_visit(session, "Hộ Mới Nhất")
    home_to_visit(session, "Hộ Mới Khác")
    home_id, planned = visit.household_id, session.get_one(makers.VisitRow, plan[1][0])
    planned_home = planned.household_id
    session.commit()
    client, link = as_("registrar"), "/plans/insert?household={}"
    assert link.format(home_id) in text(client.get(f"/households/{home_id}"))
    assert link.format(planned_home) not in text(client.get(f"/households/{planned_home}"))
    page = text(client.get(link.format(home_id)))
    assert ("Hộ Mới Nhất" in page, "Hộ Mới Khác" in page) == (True, False)


def test_without_a_plan_there_is_nothing_to_put_a_home_into(as_, session):
    home_to_visit(session)
    session.commit()
    assert "Chưa có kế hoạch nào đang công bố" in text(as_("leader").get("/plans/insert"))


@pytest.fixture
def offered(as_, plan, session):
    """A job that found two places for a new home: its id."""
    wanted = home_to_visit(session, "Hộ Mới Nhất")
    wanted_id = wanted.id
    session.commit()
    as_("registrar").post("/plans/insert", data={"visit_id": wanted_id, "form_token": "x"})
    job = session.query(PlanJobRow).filter_by(state="queued").one()
    visits = [*planning.visits(session, plan[1]).values()]
    wanted = planning.visits(session, [wanted_id])[wanted_id]
    days = ((THURSDAY, visits[:2], FRIDAY, visits[2:]), (FRIDAY, visits[2:], THURSDAY, visits[:2]))
    places = [
        {
            "day": on.isoformat(), "team": "A", "start": 10 * 3600, "new_team": False, "cost": 5,
            "seconds": 720, "metres": 5400, "delivered": [],
            "plan": plan_to_json(
                Plan((route(session, on, *there, wanted), route(session, other, *rest)))
            ),
            "totals": session.get_one(PlanRow, plan[0]).totals,
        }
        for on, there, other, rest in days
    ]  # fmt: skip
    job.offers = {"from_on": "2026-11-25", "to_on": "2026-11-27", "places": places}
    job.state = "done"
    session.commit()
    job_id = job.id
    session.commit()
    return job_id


def test_places_are_ranked_and_one_chosen_becomes_a_draft_with_its_changes(as_, offered, session):
    client = as_("registrar")
    assert client.get(f"/plans/jobs/{offered}").location == f"/plans/jobs/{offered}/places"
    page = text(client.get(f"/plans/jobs/{offered}/places"))
    assert re.findall(r"12 phút · 5,4 km", page) == ["12 phút · 5,4 km"] * 2
    form = {"place": 2, "form_token": "p"}
    answers = [client.post(f"/plans/jobs/{offered}/places", data=form) for _ in range(2)]
    assert answers[0].location == answers[1].location
    changes = text(client.get(answers[0].location))
    assert "1 nhà thêm mới; 3 chuyến giữ nguyên" in changes
    assert session.query(PlanRow).filter_by(state="draft").count() == 1


def test_a_place_that_is_not_there_is_not_found(as_, offered):
    answer = as_("registrar").post(f"/plans/jobs/{offered}/places", data={"place": 9})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/plans/{plan}/again"),
        ("POST", "/plans/{plan}/again"),
        ("GET", "/plans/{plan}/changes"),
        ("POST", "/plans/{plan}/discard"),
        ("POST", "/plans/{plan}/holds"),
        ("GET", "/plans/jobs/{job}/places"),
        ("POST", "/plans/jobs/{job}/places"),
    ],
)
def test_what_belongs_to_another_commune_is_not_found(as_, draft, session, method, path):
    job = session.get_one(PlanRow, draft).job_id
    session.commit()
    answer = as_("leader", OTHER).open(path.format(plan=draft, job=job), method=method)
    assert answer.status_code == 404


def test_another_communes_visit_is_not_found(as_, plan, session):
    wanted = home_to_visit(session).id
    vehicle(session)
    session.commit()
    answer = as_("leader", OTHER).post("/plans/insert", data={"visit_id": wanted})
    assert answer.status_code == 404


def test_pages_are_in_english_too(as_, plan, draft, session):
    client = as_("leader")
    client.post("/language", data={"language": "en"})
    for path in (f"/plans/{plan[0]}/again", f"/plans/{draft}/changes", "/plans/insert"):
        page = client.get(path)
        assert (page.status_code, "Kế hoạch" in text(page)) == (200, False)
    assert date(2026, 11, 26) == THURSDAY
