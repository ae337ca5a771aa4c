"""What people typed stays what they typed: text on paper, never markup, in composed accents."""

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldops.papers.qr import qr_svg
from fieldops.papers.typesetting import TEMPLATES, plain
from tests.papers import makers
from tests.papers.reading import pages_of, text_of


@pytest.mark.parametrize(
    "typed",
    [
        "#panic()",
        '#import "sheet.typ": facts',
        "*đậm* _nghiêng_",
        "$x^2$",
        r"\u{41} \ C:\duong",
        "\"quoted\" and 'single'",
        "`#raw`",
        "// comment /* and */",
        "[brackets] {braces} <label> @ref ~ -- ...",
        "= Heading",
        "https://example.org",
    ],
)
def test_what_was_typed_is_printed_as_typed(typed):
    text = text_of(makers.citizen_card(name=typed).pdf())
    assert "".join(typed.split()) in "".join(text.split())


@pytest.mark.parametrize(
    "paper",
    [
        lambda typed: makers.birth_declaration(
            child=makers.old_woman(name=typed, residence=typed), relation=typed
        ),
        lambda typed: makers.receipt(person=typed, informant=typed, papers=(typed,)),
        lambda typed: makers.handover(person=typed, register_entry=typed, received_by=typed),
        lambda typed: makers.condolence(name=typed, home=typed),
    ],
)
def test_markup_reaches_no_paper(paper):
    text = text_of(paper("#strong[X] $a$ *b*").pdf())
    assert "#strong[X] $a$ *b*" in text.replace("\n", " ") or "#STRONG[X] $A$ *B*" in text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80))
def test_no_text_at_all_breaks_a_paper(typed):
    assert len(pages_of(makers.citizen_card(name=typed).pdf())) == 1


def test_decomposed_accents_are_composed():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Bảy")
    assert text_of(makers.citizen_card(name=decomposed).pdf()) == text_of(
        makers.citizen_card(name="Nguyễn Thị Bảy").pdf()
    )


def test_each_letter_of_vietnamese_has_its_glyph():
    vowels = "aăâeêioôơuưy"
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = [unicodedata.normalize("NFC", v + m) for v in vowels for m in marks] + ["đ"]
    alphabet = "".join(letters + [one.upper() for one in letters])
    text = text_of(makers.condolence(name=alphabet).pdf())
    assert alphabet in text.replace("\n", "")


def test_templates_ask_for_nothing_outside_their_folder():
    for path in TEMPLATES.glob("*.typ"):
        source = path.read_text()
        assert "@preview" not in source, path
        assert "eval(" not in source, path


def test_facts_are_written_for_paper():
    facts = {"day": date(2026, 11, 3), "none": None, "line": "a\nb\x00c", "n": 7}
    assert plain(facts) == {"day": "03/11/2026", "none": "", "line": "a b c", "n": 7}


def test_a_fact_nobody_can_write_is_refused():
    with pytest.raises(TypeError, match="object"):
        plain({"x": object()})


def test_a_qr_code_holds_an_address_of_ours():
    assert qr_svg("https://xa.example:8443/q/HS00042").startswith("<svg")
    assert qr_svg("CD00017").startswith("<svg")


@pytest.mark.parametrize(
    "told",
    ["Nguyễn Thị Bảy", "https://xa.example/q?ten=Bay", "/q/094042000123", "BEGIN:VCARD"],
)
def test_a_qr_code_holds_no_fact_about_a_person(told):
    with pytest.raises(ValueError, match="opaque"):
        qr_svg(told)
