"""Sheets of the commune: lists and labels for many homes, a person's card, a letter to a couple."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fieldops.domain.case import Register, case_code
from fieldops.domain.errors import Conflict, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.papers import letters
from fieldops.papers.card import CitizenCard, card_code
from fieldops.papers.lists import EntryToSign, LabelSheet, RegisterList
from fieldops.papers.qr import qr_svg
from fieldops.services import paper_facts as facts
from fieldops.services.paper_desk import Desk, Printed, made
from fieldops.store import communes
from fieldops.store import papers as rows
from fieldops.store.tables import CitizenRow


def card(session: Session, desk: Desk, citizen_id: int) -> Printed:
    """The transaction card of a person."""
    row = _citizen(session, citizen_id)
    sheet = CitizenCard(
        office=facts.office(communes.current(session)),
        code=card_code(row.id),
        qr=qr_svg(desk.address(card_code(row.id))),
        name=row.full_name,
        hamlet=row.household.hamlet.name,
    )
    return made(session, desk, sheet, ("citizen", row.id), "citizen-card", sheet.code)


def register_list(
    session: Session, desk: Desk, register: Register, planned_on: date | None = None
) -> Printed:
    """
    Entries still to be signed at the second visit; of one day's visits when a day is given.

    Raises Conflict when there is none: an empty list is no paper.
    """
    waiting = {row.id: row for row in rows.results_on_their_way(session)}
    days = rows.planned_days(session, waiting)
    commune = communes.current(session)
    entries = tuple(
        EntryToSign(
            code=case_code(row.case_id),
            entry=facts.entry(row),
            person=waiting[row.case_id].citizen.full_name,
            home=facts.home(waiting[row.case_id].household, commune),
            planned_on=days.get(row.case_id),
        )
        for row in rows.entries_of(session, waiting, register.value)
        if planned_on in (None, days.get(row.case_id))
    )
    if not entries:
        raise Conflict(Sentence("Không có việc nào đang chờ ký sổ này."))
    sheet = RegisterList(facts.office(commune), facts.REGISTER_WORDS[register], desk.today, entries)
    kind = f"register-list-{register.value}"
    return made(session, desk, sheet, ("commune", commune.code), kind, f"{desk.today:%Y%m%d}")


def labels(session: Session, desk: Desk) -> Printed:
    """A label for each result on its way; Conflict when there is none."""
    waiting = rows.results_on_their_way(session)
    if not waiting:
        raise Conflict(Sentence("Không có kết quả nào đang chờ trao, nên chưa có nhãn để in."))
    commune = communes.current(session)
    sheet = LabelSheet(
        facts.office(commune), tuple(facts.label(case, commune, desk.today) for case in waiting)
    )
    subject = ("commune", commune.code)
    return made(session, desk, sheet, subject, "envelope-labels", f"{desk.today:%Y%m%d}")


def wedding_letter(
    session: Session, desk: Desk, names: tuple[str, str], on: date | None
) -> Printed:
    """A letter to a couple; their names are printed and not kept."""
    commune = communes.current(session)
    sheet = letters.Letter(
        facts.office(commune),
        letters.WEDDING,
        name=f"anh {names[0]}",
        second=f"chị {names[1]}",
        on=on,
    )
    subject = ("commune", commune.code)
    return made(session, desk, sheet, subject, "wedding-letter", f"{desk.today:%Y%m%d}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many lines each sheet for many homes would have now."""

    results: int
    entries: dict[Register, int]


def waiting(session: Session) -> Waiting:
    """What the papers page offers."""
    ids = [row.id for row in rows.results_on_their_way(session)]
    return Waiting(
        len(ids), {one: len(rows.entries_of(session, ids, one.value)) for one in Register}
    )


def home_of_card(session: Session, number: int) -> int:
    """The household of the person whose card bears the number."""
    return _citizen(session, number).household_id


def _citizen(session: Session, citizen_id: int) -> CitizenRow:
    row = rows.citizen(session, citizen_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy người này trong xã."))
    return row
