"""
A template and its facts become a PDF; text someone typed is data there, never markup.

The one home of typst. It is given its own fonts only (its serif covers Vietnamese), one folder to
read, and no clock, so the same facts make the same sheet on every machine. Papers are Vietnamese
whatever language the desk reads: they are the commune's.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import typst

from fieldops.domain.partial_date import PartialDate

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Template:
    """
    One version of one paper: the file ``<name>_<version>.typ``.

    A changed paper is a new version in a new file, so what was printed can be printed again.
    """

    name: str
    version: int

    @property
    def file(self) -> Path:
        return TEMPLATES / f"{self.name}_{self.version}.typ"


def typeset(template: Template, facts: object) -> bytes:
    """
    The PDF of a paper; ``facts`` is a dataclass or a mapping of what ``plain`` can write.

    The facts reach the template as one JSON text, which it decodes: nothing in them is evaluated.
    """
    document = plain(facts) | {"version": template.version}
    return typst.compile(
        str(template.file),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"facts": json.dumps(document, ensure_ascii=False)},
        timestamp=0,
        format="pdf",
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def plain(value: object) -> Any:
    """Facts as a template reads them: dates as dd/mm/yyyy, nothing as an empty text."""
    match value:
        case None:
            return ""
        case str():
            return _clean(value)
        case bool() | int():
            return value
        case date():
            return f"{value:%d/%m/%Y}"
        case PartialDate():
            return str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"not a fact for paper: {type(value).__name__}")


def _clean(text: str) -> str:
    """Composed accents, and no control characters: a line break in a name is a space."""
    composed = unicodedata.normalize("NFC", text)
    shown = (" " if unicodedata.category(c) == "Cc" else c for c in composed)
    return "".join(shown).strip()
