import re

import pytest

from fieldops.domain.people import Role
from fieldops.domain.survey import SurveyChannel
from fieldops.services import survey_tickets
from fieldops.store.tables import SurveyAnswerRow
from tests import makers
from tests.conftest import HOME, OTHER
from tests.papers.reading import text_of

KEY = b"a key for tests only"
ANSWERS = {"satisfied": "very", "polite": "yes", "on_time": "yes", "asked_twice": "no"}


def address(commune=HOME, channel=SurveyChannel.QR):
    return f"/y/{survey_tickets.draw(KEY, commune, channel)}"


def test_a_family_answers_without_a_login(client, session):
    path = address()
    assert "hài lòng" in client.get(path).text
    assert client.post(path, data=ANSWERS | {"words": "Cảm ơn."}).location == path
    assert "Cảm ơn ông/bà" in client.get(path).text
    assert client.post(path, data=ANSWERS | {"satisfied": "not"}).status_code == 200
    row = session.query(SurveyAnswerRow).one()
    assert (row.satisfied, row.channel, row.words) == ("very", "q", "Cảm ơn.")


def test_an_unanswered_question_is_asked_again_and_nothing_is_kept(client, session):
    answer = client.post(address(), data=ANSWERS | {"polite": ""})
    assert answer.status_code == 422
    assert "Chọn một câu trả lời." in answer.text
    assert session.query(SurveyAnswerRow).count() == 0


def test_a_forged_ticket_is_not_found(client):
    assert client.get(address()[:-1] + "0").status_code == 404
    assert client.get("/y/khong-co").status_code == 404


def test_an_officer_of_another_commune_may_hold_the_phone(as_, session):
    as_(Role.YOUTH, OTHER).post(address(), data=ANSWERS)
    assert session.query(SurveyAnswerRow).one().commune_code == HOME


def test_strangers_cannot_flood_the_page(make_app):
    client = make_app(RATELIMIT_ENABLED=True).test_client()
    last = [client.post(address(), data={}).status_code for _ in range(21)][-1]
    assert last == 429


def test_the_page_shows_no_menu_and_nobody(as_):
    page = as_(Role.YOUTH).get(address()).text
    assert "Người youth" not in page
    assert "/households" not in page


def test_an_officer_types_what_was_told_once(as_, session):
    registrar = as_(Role.REGISTRAR)
    data = ANSWERS | {"form_token": "8a6f1c9e-0000-4000-8000-000000000001"}
    for _ in range(2):
        assert registrar.post("/survey/spoken", data=data).status_code == 302
    assert session.query(SurveyAnswerRow).one().channel == "s"


def test_the_results_say_how_many_stand_behind_a_share(as_):
    leader = as_(Role.LEADER)
    for at in range(5):
        leader.post("/survey/spoken", data=ANSWERS | {"form_token": f"{at}"})
    page = leader.get("/reports/survey").text
    assert "100 %" in page
    assert "5 trên 5" in page
    assert "đạt cả mức 90 % và mức 95 %" in page


def test_few_answers_give_no_share(as_):
    leader = as_(Role.LEADER)
    leader.post("/survey/spoken", data=ANSWERS)
    page = leader.get("/reports/survey").text
    assert "dưới 5 phiếu thì chưa tính tỷ lệ" in page
    assert "100 %" not in page


@pytest.mark.parametrize("role", [Role.POLICE, Role.YOUTH, Role.HAMLET_HEAD, Role.ADMINISTRATOR])
def test_results_are_for_those_who_answer_for_figures(as_, role):
    assert as_(role).get("/reports/survey").status_code == 403


def test_words_are_deleted_once_dealt_with(as_, session):
    leader = as_(Role.LEADER)
    leader.post("/survey/spoken", data=ANSWERS | {"words": "Chờ hơi lâu."})
    page = leader.get("/reports/survey").text
    path = re.search(r'action="(/reports/survey/words/[0-9a-f]+/read)"', page)[1]
    assert as_(Role.INSPECTOR).post(path).status_code == 403
    assert leader.post(path).status_code == 302
    assert "Chờ hơi lâu." not in leader.get("/reports/survey").text


def test_the_handover_receipt_carries_a_ticket(as_, session):
    case = makers.case(
        session, makers.citizen(session, makers.household(session)), state="processed"
    )
    path = f"/papers/cases/{case.id}/handover"
    session.commit()
    answer = as_(Role.REGISTRAR).post(path)
    assert "Quét mã bên cạnh" in text_of(answer.data)
    assert session.query(SurveyAnswerRow).count() == 0
