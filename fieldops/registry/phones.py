"""Phone numbers as people write them, and whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fieldops.domain.sentences import Sentence
from fieldops.registry.names import tidy

_NUMBER = re.compile(r"(?<!\d)(?:\+?84|0)?(?:[ .\-]?\d){8,10}(?!\d)")
_LOCAL = re.compile(r"0[1-9]\d{8}")
_WRAPPING = " \t()[]:;,.-–/"


@dataclass(frozen=True, slots=True)
class Phone:
    """``number`` is ten digits from 0; ``owner`` is whose phone it is, empty when not said."""

    number: str
    owner: str = ""


def read_phone(text: str) -> Phone | None:
    """
    The first phone number in the text; the words around it say whose it is.

    Takes ``0912.345.678 (con gái)``, ``+84 912 345 678`` and ``912345678`` (a spreadsheet drops
    the first 0). None when there is no number of ten digits.
    """
    found = _NUMBER.search(text)
    number = local_number(found.group()) if found else None
    if found is None or number is None:
        return None
    around = f"{text[: found.start()]} {text[found.end() :]}"
    return Phone(number, "" if any(c.isdigit() for c in around) else tidy(around).strip(_WRAPPING))


def bad_phone(text: str) -> Sentence:
    """What to say of a number that is none."""
    return Sentence("Số điện thoại “{text}” không đủ 10 chữ số bắt đầu bằng 0.", {"text": text})


def local_number(text: str) -> str | None:
    """Ten digits from 0, or None when the text is no such number."""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    elif len(digits) == 9 and not digits.startswith("0"):
        digits = "0" + digits
    return digits if _LOCAL.fullmatch(digits) else None
