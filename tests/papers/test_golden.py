"""Each paper as text, held to a golden file; ``UPDATE_GOLDEN=1 pytest …`` writes them anew."""

import os
from pathlib import Path

import pytest

from tests.papers import makers
from tests.papers.reading import pages_of, text_of

GOLDEN = Path(__file__).parent / "golden"

PAPERS = {
    "birth_declaration": makers.birth_declaration,
    "birth_declaration_assisted": lambda: makers.birth_declaration(assisted=True),
    "death_declaration": makers.death_declaration,
    "death_declaration_assisted": lambda: makers.death_declaration(assisted=True),
    "birth_declaration_again": lambda: makers.birth_declaration(again=True, assisted=True),
    "death_declaration_again": lambda: makers.death_declaration(again=True, assisted=True),
    "receipt_slip": makers.receipt,
    "handover_receipt": makers.handover,
    "supplement_request": makers.supplement_request,
    "apology": makers.apology,
    "letter_condolence": makers.condolence,
    "letter_new_member": makers.new_member,
    "letter_wedding": makers.wedding,
    "register_list": makers.register_list,
    "envelope_labels": makers.labels,
    "citizen_card": makers.citizen_card,
    "day_sheet": makers.day_sheet,
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_reads_as_its_golden_text(name):
    text = text_of(PAPERS[name]().pdf()) + "\n"
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text)
    assert text == path.read_text()


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_facts_make_the_same_bytes(name):
    assert PAPERS[name]().pdf() == PAPERS[name]().pdf()


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("birth_declaration", 1),
        ("birth_declaration_assisted", 1),  # the finger is pressed beneath what was declared
        ("death_declaration", 1),
        ("death_declaration_assisted", 1),
        ("birth_declaration_again", 1),
        ("death_declaration_again", 1),
        ("receipt_slip", 1),
        ("handover_receipt", 1),
        ("supplement_request", 1),
        ("apology", 1),
        ("letter_condolence", 1),
    ],
)
def test_a_signature_stands_on_the_page_of_what_is_signed(name, pages):
    found = pages_of(PAPERS[name]().pdf())
    assert len(found) == pages
    if "declaration" in name:
        assert "Tôi cam đoan" in found[-1]


def test_no_golden_file_is_left_over():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PAPERS)
