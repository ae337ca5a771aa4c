import io
import re

from fieldops.domain.people import Role
from tests import makers
from tests.services.test_files import PDF


def processed(session):
    case = makers.case(
        session, makers.citizen(session, makers.household(session)), state="processed"
    )
    number = case.id
    session.commit()
    return number


def attach(client, number, content=PDF):
    data = {"file": (io.BytesIO(content), "ket-qua.pdf")}
    return client.post(f"/cases/{number}/result", data=data)


def test_a_result_is_attached_and_opened_by_those_who_may(desk, session):
    number = processed(session)
    registrar = desk(Role.REGISTRAR)
    assert attach(registrar, number).location == f"/cases/{number}#results"
    page = registrar.get(f"/cases/{number}").text
    path = re.search(r'action="(/cases/results/[0-9a-f-]+)"', page)[1]
    answer = registrar.post(path)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", PDF)
    assert desk(Role.INSPECTOR).post(path).status_code == 200
    assert desk(Role.YOUTH).post(path).status_code == 403
    assert attach(desk(Role.LEADER), number).status_code == 403


def test_what_is_no_pdf_is_said(desk, session):
    number = processed(session)
    registrar = desk(Role.REGISTRAR)
    attach(registrar, number, b"MZ")
    assert "không phải tệp PDF nguyên vẹn" in registrar.get(f"/cases/{number}").text
    registrar.post(f"/cases/{number}/result")
    assert "không phải tệp PDF nguyên vẹn" in registrar.get(f"/cases/{number}").text


def test_a_paper_is_noted_on_the_page(desk, session):
    number = processed(session)
    registrar = desk(Role.REGISTRAR)
    page = registrar.get(f"/cases/{number}").text
    paper = re.search(r'name="paper" value="([^"]+)"', page)[1]
    registrar.post(f"/cases/{number}/given", data={"paper": paper})
    assert "đã có từ 23/11/2026" in registrar.get(f"/cases/{number}").text
    assert registrar.post(f"/cases/{number}/given", data={"paper": "sổ đỏ"}).status_code == 404
