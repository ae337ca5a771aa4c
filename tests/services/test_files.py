from datetime import UTC, date, datetime

import pytest

from fieldops.domain.case import Procedure
from fieldops.domain.errors import BadFile, Conflict, NotFound
from fieldops.domain.people import Role
from fieldops.services import cases, dispatch, given_papers, results
from fieldops.services.audit import Actor
from fieldops.store.result_files import ResultFiles
from fieldops.store.tables import AuditRow, GivenPaperRow
from tests import makers
from tests.conftest import HOME

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
WHO = Actor(None, "Người thử")
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NOTICE = "giấy chứng sinh"


@pytest.fixture
def files(tmp_path):
    return ResultFiles.of(tmp_path, HOME)


@pytest.fixture
def case(session):
    return makers.case(
        session, makers.citizen(session, makers.household(session)), state="processed"
    )


def lasting(session, case):
    return {one.name: one.given is not None for one in given_papers.needed(session, case, TODAY)}


def test_a_paper_is_noted_once_and_counts_in_the_next_case(session):
    person = makers.citizen(session, makers.household(session))
    first = makers.case(session, person, procedure="birth_with_papers", state="withdrawn")
    name = next(iter(lasting(session, first)))
    for _ in range(2):
        given_papers.note(session, WHO, first.id, name, TODAY, AT)
    assert session.query(GivenPaperRow).count() == 1
    procedure = Procedure.BIRTH_WITH_PAPERS
    again = cases.request(session, WHO, person.household_id, person.id, procedure, TODAY, AT)
    assert lasting(session, again)[name]
    with pytest.raises(NotFound):
        given_papers.note(session, WHO, again.id, "sổ đỏ", TODAY, AT)


def test_a_declaration_is_made_anew_each_time(session, case):
    assert not any(name.startswith("tờ khai") for name in lasting(session, case))


def test_the_team_does_not_ask_for_what_was_given(session):
    person = makers.citizen(session, makers.household(session))
    case = makers.case(session, person)
    name = next(iter(lasting(session, case)))
    staff = makers.staff_of(session, Role.REGISTRAR)
    makers.route(session, makers.visit(session, case), members=[staff], day=TODAY)

    def asked():
        sheet = dispatch.route_sheet(session, staff.id, TODAY, sensitive=True, today=TODAY, now=AT)
        return {paper.name for paper in sheet.route.stops[0].cases[0].papers}

    assert name in asked()
    given_papers.note(session, WHO, case.id, name, TODAY, AT)
    assert name not in asked()
    assert asked()  # the declaration stays


def test_a_result_is_kept_once_and_given_with_a_trace(session, files, case):
    row = results.attach(session, files, WHO, case.id, PDF, AT)
    assert results.attach(session, files, WHO, case.id, PDF, AT).id == row.id
    assert results.give(session, files, WHO, row.id, AT) == PDF
    actions = [one.action for one in session.query(AuditRow).order_by(AuditRow.seq)]
    assert actions == ["case.result_attached", "case.result_opened"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90",
        PDF[:-7],
        PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>"),
        PDF + b" " * results.LARGEST,
    ],
)
def test_only_a_plain_pdf_is_taken(session, files, case, content):
    with pytest.raises(BadFile):
        results.attach(session, files, WHO, case.id, content, AT)
    assert list(files.folder.iterdir()) == []


def test_there_is_no_result_before_the_case_has_one(session, files):
    open_case = makers.case(session, makers.citizen(session, makers.household(session)))
    with pytest.raises(Conflict):
        results.attach(session, files, WHO, open_case.id, PDF, AT)


def test_a_file_that_changed_on_the_disk_is_not_given(session, files, case):
    row = results.attach(session, files, WHO, case.id, PDF, AT)
    files.keep(row.id, PDF + b"x")
    with pytest.raises(NotFound):
        results.give(session, files, WHO, row.id, AT)
