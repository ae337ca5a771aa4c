from datetime import UTC, date, datetime, timedelta

import pytest

from fieldops.domain.errors import NotFound
from fieldops.domain.survey import Reply, Satisfaction, SurveyChannel
from fieldops.papers.qr import qr_svg
from fieldops.services import survey, survey_tickets
from fieldops.services.audit import Actor
from fieldops.services.survey import Answer, Share
from fieldops.store.sealed import column
from fieldops.store.tables import AuditRow, SurveyAnswerRow
from tests.conftest import HOME, OTHER

KEY = b"a key for tests only"
WEDNESDAY, MONDAY = date(2026, 11, 25), date(2026, 11, 23)
AT = datetime(2026, 11, 25, 5, tzinfo=UTC)


def told(satisfied=Satisfaction.CONTENT, **kw):
    given = {"polite": Reply.YES, "on_time": Reply.YES, "asked_twice": Reply.NO} | kw
    return Answer(satisfied, **given)


def ticket(channel=SurveyChannel.QR, commune=HOME):
    return survey_tickets.read(KEY, survey_tickets.draw(KEY, commune, channel))


def test_a_ticket_is_read_back_and_fits_a_code_on_paper():
    text = survey_tickets.draw(KEY, HOME, SurveyChannel.PHONE)
    known = survey_tickets.read(KEY, text)
    assert (known.commune_code, known.channel) == (HOME, SurveyChannel.PHONE)
    assert qr_svg(f"https://xa.example/y/{text}")


@pytest.mark.parametrize(
    "forge",
    [
        lambda text: text[:-1] + ("b" if text[-1] != "b" else "c"),
        lambda text: text.replace(HOME, OTHER),
        lambda text: text.replace("-q", "-p"),
        lambda text: "31633-q",
        lambda text: text + "b",
    ],
)
def test_a_ticket_that_was_not_drawn_here_is_refused(forge):
    text = survey_tickets.draw(KEY, HOME, SurveyChannel.QR)
    with pytest.raises(NotFound):
        survey_tickets.read(KEY, forge(text))


def test_another_servers_ticket_is_refused():
    with pytest.raises(NotFound):
        survey_tickets.read(b"other", survey_tickets.draw(KEY, HOME, SurveyChannel.QR))


def test_a_ticket_answers_once(session):
    known = ticket()
    survey.take(session, known, told(), WEDNESDAY)
    survey.take(session, known, told(Satisfaction.NOT), WEDNESDAY)
    row = session.query(SurveyAnswerRow).one()
    assert (row.satisfied, row.week_on) == ("content", MONDAY)


def test_an_answer_leaves_no_trace_of_its_hour(session):
    """Neither an audit entry nor a counter: their order would tell who answered what."""
    survey.take(session, ticket(), told(), WEDNESDAY)
    survey.take_spoken(session, told(), WEDNESDAY)
    assert session.query(AuditRow).count() == 0
    columns = {column.name for column in SurveyAnswerRow.__table__.columns}
    assert columns == {
        "id", "commune_code", "week_on", "channel", "satisfied", "polite", "on_time",
        "asked_twice", "words",
    }  # fmt: skip
    assert SurveyAnswerRow.__table__.dialect_options["sqlite"]["with_rowid"] is False


def test_shares_have_their_denominators_and_unsure_is_in_neither(session):
    for level in (Satisfaction.VERY, Satisfaction.CONTENT, Satisfaction.SO_SO, Satisfaction.NOT):
        survey.take_spoken(session, told(level, on_time=Reply.UNSURE), WEDNESDAY)
    survey.take_spoken(session, told(asked_twice=Reply.YES), WEDNESDAY)
    results = survey.results(session, MONDAY, WEDNESDAY)
    assert results.satisfied == Share(3, 5)
    assert results.satisfied.percent == 60.0
    assert results.on_time == Share(1, 1)
    assert results.not_asked_twice == Share(4, 5)
    assert sum(results.levels.values()) == sum(results.channels.values()) == 5


def test_too_few_answers_tell_no_share():
    assert Share(4, 4).percent is None


def test_words_are_forgotten_after_a_month(session):
    survey.take_spoken(session, told(words="Chờ hơi lâu."), WEDNESDAY)
    assert [row.words for row in survey.words(session, WEDNESDAY)] == ["Chờ hơi lâu."]
    later = WEDNESDAY + timedelta(days=40)
    assert list(survey.words(session, later)) == []
    survey.take_spoken(session, told(), later)
    assert (
        session.query(SurveyAnswerRow).filter(column(SurveyAnswerRow, "words") != b"").count() == 0
    )


def test_words_that_were_read_go_and_the_answer_stays(session):
    survey.take_spoken(session, told(words="Chờ hơi lâu."), WEDNESDAY)
    (row,) = survey.words(session, WEDNESDAY)
    survey.forget_one(session, Actor(None, "Người thử"), row.id, AT)
    assert list(survey.words(session, WEDNESDAY)) == []
    assert survey.results(session, MONDAY, MONDAY).answered == 1
    with pytest.raises(NotFound):
        survey.forget_one(session, Actor(None, "Người thử"), row.id, AT)
