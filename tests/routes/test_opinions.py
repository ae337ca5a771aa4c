"""Opinions at the door: kept apart from the visit, taken in once, leaving nobody's trace."""

import pytest

from fieldops.domain.people import Role
from fieldops.services.survey import LATEST
from fieldops.store.tables import AuditRow, OutcomeRow, SurveyAnswerRow
from tests.conftest import HOME, OTHER
from tests.routes.test_survey import ANSWERS

TOLD = {
    "schema": 1,
    "id": "1f0c2d9be4a87f60c31d5e9ab7420f66",
    "how": "p",
    "week_on": "2026-11-16",
    **ANSWERS,
}


def send(client, *opinions, **kw):
    return client.post("/api/v1/opinions", json={"schema": 1, "opinions": list(opinions)}, **kw)


def fates(answer):
    return [one["fate"] for one in answer.json["answers"]]


def kept(session):
    rows = session.query(SurveyAnswerRow).execution_options(all_communes=True).all()
    session.expunge_all()
    session.rollback()  # else the test's own reading would keep the database locked
    return rows


def test_what_waited_is_taken_in_once_in_the_week_it_was_told(as_, session):
    youth = as_(Role.YOUTH)
    assert fates(send(youth, TOLD)) == ["stored"]
    assert fates(send(youth, TOLD | {"satisfied": "not"}, TOLD)) == ["already", "already"]
    [row] = kept(session)
    assert (row.satisfied, row.channel, str(row.week_on)) == ("very", "p", "2026-11-16")
    assert row.commune_code == HOME


def test_nothing_leads_back_to_the_phone_the_person_or_the_id(as_, session):
    send(as_(Role.YOUTH), TOLD)
    [row] = kept(session)
    assert TOLD["id"] not in row.id
    assert session.query(AuditRow).count() == session.query(OutcomeRow).count() == 0


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("2026-11-23", "2026-11-23"),  # this week's Monday
        ("2026-11-18", "2026-11-16"),  # a Wednesday: its own week's Monday
        ("2026-10-26", "2026-10-26"),  # four weeks ago, the oldest believed
        ("2026-10-25", "2026-11-23"),  # a day older
        ("2026-11-30", "2026-11-23"),  # a week to come: a wrong clock
        ("1970-01-01", "2026-11-23"),
    ],
)
def test_a_clock_that_cannot_be_right_is_not_believed(as_, session, told, counted):
    assert LATEST.days == 28
    send(as_(Role.YOUTH), TOLD | {"week_on": told})
    assert str(kept(session)[0].week_on) == counted


@pytest.mark.parametrize(
    "wrong",
    [
        {"how": "q"},
        {"id": "1"},
        {"id": TOLD["id"].upper()},
        {"satisfied": "yes"},
        {"polite": ""},
        {"week_on": "hôm qua"},
        {"words": "a" * 501},
        {"words": "a\x00b"},
        {"schema": 2},
        {"name": "Nguyễn Thị Bảy"},
        {"visit_id": 12},
    ],
)
def test_one_that_cannot_be_read_holds_up_no_other(as_, session, wrong):
    good = TOLD | {"id": "0" * 32}
    assert fates(send(as_(Role.YOUTH), TOLD | wrong, good)) == ["unreadable", "stored"]
    assert len(kept(session)) == 1


@pytest.mark.parametrize("body", [[], {}, {"schema": 1}, {"schema": 1, "opinions": 3}, None])
def test_what_is_no_batch_is_refused(as_, session, body):
    assert as_(Role.YOUTH).post("/api/v1/opinions", json=body).status_code == 400
    assert kept(session) == []


def test_more_than_a_batch_is_refused_whole(as_, session):
    many = [TOLD | {"id": f"{at:032x}"} for at in range(101)]
    youth = as_(Role.YOUTH)
    assert send(youth, *many).status_code == 413
    assert fates(send(youth, *many[:100])) == ["stored"] * 100


def test_somebody_elses_box_is_not_taken_in_this_persons_commune(as_, session):
    answer = send(as_(Role.YOUTH), TOLD, headers={"Fieldops-Person": "999"})
    assert (answer.status_code, answer.json["code"]) == (409, "phone.other_person")
    assert kept(session) == []


def test_only_those_who_go_out_send(client, as_):
    assert send(client, TOLD).status_code == 401
    assert send(as_(Role.HAMLET_HEAD), TOLD).status_code == 403


def test_each_commune_counts_its_own(as_, session):
    send(as_(Role.YOUTH, OTHER), TOLD)
    assert [row.commune_code for row in kept(session)] == [OTHER]
    assert "0 trên 0" in as_(Role.LEADER).get("/reports/survey").text


@pytest.mark.parametrize(
    ("path", "channel"), [("/field/opinion", "p"), ("/field/opinion/spoken", "s")]
)
def test_a_phone_that_keeps_nothing_gives_the_answers_to_the_office(as_, session, path, channel):
    youth = as_(Role.YOUTH)
    data = ANSWERS | {"form_token": "8a6f1c9e-0000-4000-8000-000000000002"}
    for _ in range(2):
        assert youth.post(path, data=data).location == "/field"
    [row] = kept(session)
    assert row.channel == channel


def test_an_open_question_is_asked_again(as_, session):
    answer = as_(Role.YOUTH).post("/field/opinion", data=ANSWERS | {"polite": ""})
    assert answer.status_code == 422
    assert "Chọn một câu trả lời." in answer.text
    assert kept(session) == []


def test_the_page_shows_the_family_no_menu_and_no_home(as_):
    page = as_(Role.YOUTH).get("/field/opinion").text
    assert "Người youth" not in page
    assert "bar__menu" not in page
    assert 'class="tabbar"' not in page


def test_the_questions_are_packed_with_the_day(as_):
    pages = {one["url"]: one["html"] for one in as_(Role.YOUTH).get("/field/pack").json["pages"]}
    assert 'data-opinion="p"' in pages["/field/opinion"]
    assert 'data-opinion="s"' in pages["/field/opinion/spoken"]
