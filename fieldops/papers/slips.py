"""What stays with the family: the receipt with its appointment, and the receipt of the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.papers.nouns import Office
from fieldops.papers.typesetting import Template, typeset

RECEIPT = Template("receipt_slip", 2)
HANDOVER = Template("handover_receipt", 2)


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """
    The receipt and appointment slip.

    ``return_by`` is the last day, inclusive, to bring the result home: of the commune's own clock
    for the procedure; None prints a blank. ``fee`` is a sentence. ``qr`` is an SVG of an opaque
    address; ``code`` says the same number in letters. ``dossier_code`` is the official one.
    ``steps`` are what the office goes on to do with the family, once the result is there.
    """

    office: Office
    code: str
    dossier_code: str
    qr: str
    person: str
    informant: str
    informant_phone: str
    procedure: str
    procedure_code: str
    papers: tuple[str, ...]
    fee: str
    received_on: date | None
    return_by: date | None
    result: str
    steps: tuple[str, ...] = ()

    def pdf(self) -> bytes:
        return typeset(RECEIPT, self)


@dataclass(frozen=True, slots=True)
class HandoverReceipt:
    """
    Who got which paper, and how they signed. Unknown parts are written at the door.

    ``fingerprint`` and ``read_aloud``: art. 26 of Thông tư 04/2020/TT-BTP for one who cannot write.
    ``survey_qr`` is an SVG that opens a ticket of the anonymous survey; "" leaves it out.
    """

    office: Office
    code: str
    person: str
    result: str
    register_entry: str
    registered_on: date | None
    received_by: str = ""
    relation: str = ""
    handed_over_on: date | None = None
    fingerprint: bool = False
    read_aloud: bool = False
    survey_qr: str = ""

    def pdf(self) -> bytes:
        return typeset(HANDOVER, self)
