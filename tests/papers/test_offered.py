from datetime import date

import pytest

from fieldops.domain.case import CaseState, Register
from fieldops.domain.partial_date import PartialDate
from fieldops.papers.offered import STOPPED, CasePaper, Standing, offered

TODAY = date(2026, 11, 23)


def papers(state="received", register=Register.BIRTH, **kw):
    standing = {"has_intake": True, "has_return": True} | kw
    return offered(Standing(register=register, state=CaseState(state), **standing), TODAY)


@pytest.mark.parametrize("state", ["requested", "supplement", "received"])
def test_before_the_result_there_is_a_declaration_and_a_receipt(state):
    assert papers(state) == (
        CasePaper.DECLARATION,
        CasePaper.ASSISTED_DECLARATION,
        CasePaper.RECEIPT,
        CasePaper.ENVELOPE,
    )


def test_what_the_office_owes_in_writing():
    assert CasePaper.SUPPLEMENT in papers("supplement", awaits_papers=True)
    assert CasePaper.APOLOGY in papers("received", apologised=True)
    assert not {CasePaper.SUPPLEMENT, CasePaper.APOLOGY} & set(papers("received"))


@pytest.mark.parametrize("state", ["processed", "handed_over"])
def test_with_the_result_there_is_its_receipt(state):
    assert papers(state) == (CasePaper.HANDOVER, CasePaper.ENVELOPE)


@pytest.mark.parametrize("state", sorted(STOPPED))
def test_a_stopped_case_gets_no_paper(state):
    assert papers(state, Register.DEATH) == ()


def test_a_death_is_condoled_at_every_step():
    for state in sorted(set(CaseState) - STOPPED):
        assert CasePaper.CONDOLENCE in papers(state, Register.DEATH)


def test_nothing_is_declared_where_no_register_is_written():
    assert papers("requested", None) == (CasePaper.RECEIPT, CasePaper.ENVELOPE)


def test_what_is_done_on_the_spot_needs_no_receipt():
    assert papers("requested", None, has_return=False) == (CasePaper.ENVELOPE,)


@pytest.mark.parametrize(
    ("born", "welcomed"),
    [
        (PartialDate(2026, 11, 20), True),
        (PartialDate(2025, 11, 23), True),  # 365 days ago
        (PartialDate(2025, 11, 22), False),
        (PartialDate(2026), True),  # counted from the first day it can have been
        (PartialDate(2025), False),
        (PartialDate(1942), False),
        (None, False),
    ],
)
def test_only_a_newborn_is_welcomed(born, welcomed):
    assert (CasePaper.NEW_MEMBER in papers(birth=born)) is welcomed
