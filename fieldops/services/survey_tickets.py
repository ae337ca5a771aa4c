"""
Tickets of the survey: each lets one family answer once, and names nobody.

A ticket is drawn by lot and sealed with the server's key; no list of them is kept, so none can be
traced to the receipt it was printed on.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from fieldops.domain.errors import NotFound
from fieldops.domain.sentences import Sentence
from fieldops.domain.survey import SurveyChannel

_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjkmnpqrstv")
"""Letters only: a QR code on paper may hold no long run of digits."""
_FORM = re.compile(r"(\d{5})-([qp])([b-v]{20})-([b-v]{16})")


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that was found true. ``answer_id`` is the id its answer has."""

    commune_code: str
    channel: SurveyChannel
    answer_id: str


def draw(key: bytes, commune_code: str, channel: SurveyChannel) -> str:
    """A new ticket, as it stands in an address."""
    lot = secrets.token_hex(10).translate(_LETTERS)
    body = f"{commune_code}-{channel}{lot}"
    return f"{body}-{_seal(key, body)}"


def read(key: bytes, text: str) -> Ticket:
    """The ticket; raises NotFound for anything this server did not draw."""
    found = _FORM.fullmatch(text)
    if found is None or not hmac.compare_digest(_seal(key, text[:-17]), found[4]):
        raise NotFound(Sentence("Phiếu góp ý này không đúng. Quét lại mã trên giấy giao nhận."))
    answer_id = hashlib.sha256(text.encode()).hexdigest()
    return Ticket(found[1], SurveyChannel(found[2]), answer_id)


def _seal(key: bytes, body: str) -> str:
    purpose = hmac.digest(key, b"survey ticket", "sha256")
    return hmac.digest(purpose, body.encode(), "sha256").hex()[:16].translate(_LETTERS)
