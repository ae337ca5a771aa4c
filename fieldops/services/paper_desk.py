"""The desk where papers are made: who asks, when, and the audit entry each paper leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from fieldops.services import audit
from fieldops.services.audit import Actor

Address = Callable[[str], str]
"""From a number of ours (HS00042, CD00017) to the address a QR code opens."""

Survey = Callable[[], str]
"""The address of a fresh ticket of the opinion survey: it names neither the case nor the person."""


class Sheet(Protocol):
    """Anything that can be typeset."""

    def pdf(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Who makes a paper, when, and how numbers become addresses."""

    actor: Actor
    today: date
    at: datetime
    address: Address
    survey: Survey | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper made: the file, PDF or DOCX, and a name for it that names nobody."""

    content: bytes
    filename: str


def made(
    session: Session,
    desk: Desk,
    sheet: Sheet,
    subject: tuple[str, int | str],
    kind: str,
    number: str,
) -> Printed:
    """Typeset the sheet and note it: which kind, of which record, never of whom."""
    audit.record(session, desk.actor, "paper.made", subject, desk.at, paper=str(kind))
    return Printed(sheet.pdf(), f"{kind}-{number}.pdf")
