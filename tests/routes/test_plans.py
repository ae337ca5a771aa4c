"""Plan pages: who may see and do what, what is said, and that a form sent twice counts once."""

import re
from datetime import date

import pytest

from fieldops.domain.plan import Plan, Route, Stop, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning import plan_to_json
from fieldops.store.tables import PlanJobRow, PlanRow, RouteRow, VisitRow
from tests import makers
from tests.conftest import HOME, NOON, OTHER
from tests.services.plan_makers import home_to_visit, queued_job, registrar

THURSDAY = date(2026, 11, 26)
EIGHT = 8 * 3600


@pytest.fixture
def plan_id(session):
    """A draft: one team, one stop on Thursday 26/11, one visit left out."""
    made, left = home_to_visit(session, "Bùi Thị Sáu"), home_to_visit(session, "Hồ Văn Chín")
    stop = Stop(str(made.id), EIGHT, EIGHT, EIGHT + 1800, EIGHT + 1800, 1200)
    route = Route(
        day=THURSDAY,
        team="A",
        people=(str(registrar(session).id),),
        vehicle=str(makers.vehicle(session).id),
        depart=EIGHT - 600,
        back=EIGHT + 3600,
        stops=(stop,),
        lunch_start=11 * 3600,
        metres=2400,
    )
    unplanned = Unplanned(str(left.id), "hours", Sentence("Các đội đã kín giờ."))
    job = PlanJobRow(
        commune_code=HOME, request={}, problem={}, state="done", created_by="Thử", created_at=NOON
    )
    session.add(job)
    session.flush()
    counts = ("visits", "cases", "households", "left_out", "followers", "days", "team_days")
    sums = ("hamlet_days", "metres", "travel", "at_door", "out", "late", "value")
    row = PlanRow(
        commune_code=HOME,
        job_id=job.id,
        from_on=date(2026, 11, 25),
        to_on=date(2026, 11, 27),
        document=plan_to_json(Plan((route,), (unplanned,))),
        totals=dict.fromkeys((*counts, *sums), 1) | {"lunch": 3600},
        created_at=NOON,
    )
    session.add(row)
    session.commit()
    plan_id = row.id
    session.commit()
    return plan_id


def text(answer):
    return answer.get_data(as_text=True)


def form_of(session, **change):
    from tests.services.plan_makers import everyone

    vehicle = makers.vehicle(session)
    home_to_visit(session)
    given = {
        "from_on": "25/11/2026",
        "to_on": "27/11/2026",
        "staff_ids": everyone(session),
        "vehicle_ids": [vehicle.id],
        "teams": "3",
        "least_crew": "1",
        "seconds": "7",
        "form_token": "one-and-the-same",
    } | change
    session.commit()
    return given


def jobs(session):
    found = session.query(PlanJobRow).count()
    session.commit()
    return found


def test_an_empty_list_says_what_to_do(as_):
    assert "Chưa có kế hoạch nào" in text(as_("leader").get("/plans"))


def test_the_list_shows_plans_and_what_is_being_made(as_, plan_id, session):
    queued_job(session)
    session.commit()
    page = text(as_("inspector").get("/plans"))
    assert "25/11/2026 – 27/11/2026" in page
    assert "Bản nháp" in page
    assert "Lập kế hoạch</a>" not in page


def test_the_form_ticks_everyone_and_offers_the_next_ten_working_days(as_, session):
    makers.vehicle(session)
    session.commit()
    page = text(as_("leader").get("/plans/new"))
    # From Mon 23/11 noon: Tue 24 is a holiday, so Wed 25; ten working days later Tue 8/12.
    assert re.findall(r'value="(\d\d/\d\d/2026)"', page) == ["25/11/2026", "08/12/2026"]
    assert page.count("checked") == 4


def test_a_form_sent_twice_makes_one_job(as_, session):
    client, form = as_("leader"), form_of(session)
    first = client.post("/plans/new", data=form)
    second = client.post("/plans/new", data=form)
    assert first.status_code == 302
    assert (second.status_code, second.location) == (302, first.location)
    assert jobs(session) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"from_on": "20/11/2026"}, "đã qua"),
        ({"from_on": "31/02/2026"}, "không có thật"),
        ({"staff_ids": []}, "Chưa chọn người đi"),
        ({"vehicle_ids": []}, "Chưa chọn phương tiện"),
        ({"teams": "0"}, "Số đội từ 1 đến 20"),
        ({"teams": "năm"}, "field--wrong"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_do(as_, session, change, said):
    form = form_of(session, **change)
    answer = as_("leader").post("/plans/new", data=form)
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{form["to_on"]}"' in text(answer)
    assert jobs(session) == 0


def test_a_second_request_while_one_is_made_is_told_so(as_, session):
    queued_job(session)
    session.commit()
    answer = as_("leader").post("/plans/new", data=form_of(session))
    assert (answer.status_code, "Đang lập một kế hoạch khác" in text(answer)) == (422, True)


def test_the_progress_page_renews_itself_with_and_without_javascript(as_, session):
    job = queued_job(session)
    job.state, job.started_at = "running", NOON
    job.progress = [
        {"value": 5, "planned": 1, "unplanned": 2, "done": 0.1, "at": 1.0},
        {"value": 9, "planned": 2, "unplanned": 1, "done": 0.2, "at": 2.5},
    ]
    path = f"/plans/jobs/{job.id}"
    session.commit()
    page = text(as_("leader").get(path))
    assert "data-poll" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "Dừng, lấy kế hoạch tốt nhất đến giờ" in page
    assert 'class="spark__line"' in page


def test_a_job_that_failed_says_why(as_, session):
    job = queued_job(session)
    job.state, job.error = "failed", Sentence("Máy hỏng vì thử.").to_json()
    path = f"/plans/jobs/{job.id}"
    session.commit()
    page = text(as_("leader").get(path))
    assert "Máy hỏng vì thử." in page
    assert "data-poll" not in page


def test_a_job_that_is_done_leads_to_its_plan(as_, plan_id, session):
    job_id = session.get(PlanRow, plan_id).job_id
    session.commit()
    answer = as_("leader").get(f"/plans/jobs/{job_id}")
    assert answer.location == f"/plans/{plan_id}"


def test_a_waiting_job_is_cancelled_however_often_it_is_pressed(as_, session):
    job_id = queued_job(session).id
    session.commit()
    client = as_("leader")
    for _ in range(2):
        assert client.post(f"/plans/jobs/{job_id}/cancel", data={"wish": "drop"}).status_code == 302
    assert "Đã dừng theo yêu cầu" in text(client.get(f"/plans/jobs/{job_id}"))


def test_the_plan_shows_teams_figures_reasons_and_the_promise(as_, plan_id):
    page = text(as_("leader").get(f"/plans/{plan_id}"))
    for said in (
        "không quy tắc nào bị vi phạm",
        "Thứ Năm 26/11",
        "7:50–9:00",
        "Hồ Văn Chín",
        "Các đội đã kín giờ.",
        "Công bố",
    ):
        assert said in page


def change_plan(session, plan_id, job_state="done", **totals):
    plan = session.get(PlanRow, plan_id)
    plan.totals = plan.totals | totals
    plan.job.state = job_state
    session.commit()


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ({}, "Chưa chứng minh được còn có thể xếp tốt hơn bao nhiêu"),
        ({"better_by": 0}, "không có cách xếp nào tốt hơn"),
        ({"better_by": 32}, "Có thể tốt hơn nhiều nhất 3,2 %"),
    ],
)
def test_the_plan_says_how_much_better_one_could_be(as_, plan_id, session, totals, said):
    change_plan(session, plan_id, **totals)
    assert said in text(as_("leader").get(f"/plans/{plan_id}"))


def test_while_the_bound_is_proved_the_plan_can_be_published_and_the_page_renews(
    as_, plan_id, session
):
    change_plan(session, plan_id, "proving")
    page = text(as_("leader").get(f"/plans/{plan_id}"))
    assert 'id="plan-bound" data-poll' in page
    assert "Máy còn đang tính" in page
    assert "/publish" in page


def test_visits_left_out_stand_under_their_rule_with_remedy_and_link(as_, plan_id, session):
    plan = session.get(PlanRow, plan_id)
    homes = [home_to_visit(session, name) for name in ("Lý Thị Tư", "Cao Văn Năm")]
    more = [
        Unplanned(
            str(visit.id),
            "roles",
            Sentence("Ngày {day} thiếu người.", {"day": THURSDAY}),
            Sentence("Ngày {day} thêm người thì được.", {"day": day}),
            proved=True,
        )
        for visit, day in zip(homes, (THURSDAY, date(2026, 11, 27)), strict=True)
    ]
    document = plan_to_json(Plan((), tuple(more)))
    plan.document = plan.document | {
        "unplanned": [*plan.document["unplanned"], *document["unplanned"]]
    }
    links = [f'href="/households/{visit.household_id}"' for visit in homes]
    session.commit()
    page = text(as_("leader").get(f"/plans/{plan_id}"))
    assert "2 chuyến: Thiếu người có thẩm quyền" in page
    assert "Ngày 27/11/2026 thêm người thì được." in page
    assert page.count("Chưa chứng minh được: máy chưa kịp thử hết") == 1  # the one not proved
    assert all(link in page for link in links)


def test_only_a_leader_is_offered_to_publish(as_, plan_id):
    assert "/publish" not in text(as_("registrar").get(f"/plans/{plan_id}"))


def test_the_day_has_a_line_a_table_and_a_text_without_names(as_, plan_id):
    page = text(as_("leader").get(f"/plans/{plan_id}/days/2026-11-26"))
    assert 'class="line__stop"' in page
    chat = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]
    assert "Đội A" in chat
    assert "Bùi Thị Sáu" not in chat
    assert "Cán bộ" not in chat


def test_a_day_without_a_team_says_so(as_, plan_id):
    assert "không đội nào đi" in text(as_("leader").get(f"/plans/{plan_id}/days/2026-11-27"))


def test_a_day_that_does_not_exist_is_no_page(as_, plan_id):
    assert as_("leader").get(f"/plans/{plan_id}/days/2026-02-31").status_code == 404


def test_the_sheet_shows_the_way_and_the_work_but_no_numbers_of_papers(as_, plan_id, session):
    for person in session.query(makers.CitizenRow):
        person.id_number, person.ethnicity = "079123456789", "Khmer"
    session.commit()
    page = text(as_("police").get(f"/plans/{plan_id}/days/2026-11-26/A"))
    assert "Bùi Thị Sáu" in page
    assert "079123456789" not in page
    assert "Khmer" not in page


def test_the_sheet_says_a_second_try_and_when_neighbours_said_somebody_is_home(
    as_, plan_id, session
):
    told = [{"weekdays": [3], "start": 7 * 3600, "end": 11 * 3600}]
    session.query(VisitRow).update({"attempt": 2, "told": told, "told_binds": True})
    session.commit()
    page = text(as_("police").get(f"/plans/{plan_id}/days/2026-11-26/A"))
    assert "Đến lần thứ 2" in page
    assert "Hàng xóm nói có nhà: thứ Năm 7:00–11:00" in page
    assert "không xếp theo giờ ấy được" not in page


def test_a_team_that_stays_in_has_no_sheet(as_, plan_id):
    assert as_("leader").get(f"/plans/{plan_id}/days/2026-11-26/B").status_code == 404


def test_the_map_stands_in_a_sandbox_under_a_policy_of_its_own(as_, plan_id):
    answer = as_("leader").get(f"/plans/{plan_id}/map")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox allow-scripts" in policy
    assert "default-src 'none'" in policy
    nonce = re.search(r"'nonce-([^']+)'", policy)[1]
    assert f'<script nonce="{nonce}">' in text(answer)
    page = text(as_("leader").get(f"/plans/{plan_id}"))
    assert 'sandbox="allow-scripts"' in page


@pytest.mark.parametrize("day", ["2026-11-26", "nonsense"])
def test_the_map_of_a_day_or_of_all(as_, plan_id, day):
    assert as_("leader").get(f"/plans/{plan_id}/map?day={day}").status_code == 200


def press(client, plan_id, act, version, token):
    return client.post(f"/plans/{plan_id}/{act}", data={"version": version, "form_token": token})


def test_publishing_pressed_twice_is_done_once_and_can_be_taken_back(as_, plan_id, session):
    client = as_("leader")
    for _ in range(2):
        assert press(client, plan_id, "publish", 0, "a").status_code == 302
    assert session.query(RouteRow).count() == 1
    session.commit()
    assert "Đã công bố" in text(client.get(f"/plans/{plan_id}"))
    assert press(client, plan_id, "withdraw", 1, "b").status_code == 302
    assert "Đã rút lại" in text(client.get(f"/plans/{plan_id}"))


def test_publishing_what_somebody_changed_is_a_conflict_in_words(as_, plan_id):
    answer = press(as_("leader"), plan_id, "publish", 7, "a")
    assert (answer.status_code, "Tải lại trang" in text(answer)) == (409, True)


def test_a_registrar_may_make_plans_but_not_publish_them(as_, plan_id):
    assert press(as_("registrar"), plan_id, "publish", 0, "a").status_code == 403


@pytest.mark.parametrize("path", ["", "/map", "/days/2026-11-26", "/days/2026-11-26/A"])
def test_a_plan_of_another_commune_is_not_found(as_, plan_id, path):
    assert as_("leader", OTHER).get(f"/plans/{plan_id}{path}").status_code == 404


def test_a_job_of_another_commune_is_not_found(as_, session):
    job_id = queued_job(session).id
    session.commit()
    other = as_("leader", OTHER)
    assert other.get(f"/plans/jobs/{job_id}").status_code == 404
    assert other.post(f"/plans/jobs/{job_id}/cancel").status_code == 404


def test_pages_are_in_english_too(as_, plan_id):
    client = as_("leader")
    client.post("/language", data={"language": "en"})
    for path in ("/plans", "/plans/new", f"/plans/{plan_id}", f"/plans/{plan_id}/days/2026-11-26"):
        assert client.get(path).status_code == 200
