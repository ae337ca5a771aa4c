"""What an entry in a civil register must satisfy before it is believed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from fieldops.domain.case import Register
from fieldops.domain.errors import Invalid
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence

LAST_ENTRY = 99_999
"""More entries than a commune writes in a year: beyond it, it is a slip of the hand."""
VOLUME_LENGTH = 40
DOSSIER_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One entry of a register as it is written on paper.

    ``number`` runs from 1 in each register and year, shown with at least two digits; the year is
    that of ``registered_on``, never typed. ``volume`` and ``dossier_code`` are kept as given.
    """

    register: Register
    number: int
    volume: str
    registered_on: date
    dossier_code: str = ""

    @property
    def year(self) -> int:
        return self.registered_on.year


def entry(
    register: Register, number: int, volume: str, registered_on: date, dossier_code: str = ""
) -> Entry:
    """An entry whose own parts make sense; raises Invalid naming the field that does not."""
    if not 1 <= number <= LAST_ENTRY:
        told = Sentence("Số đăng ký phải là số nguyên từ 1 đến {last}.", {"last": LAST_ENTRY})
        raise Invalid(told, field="number")
    volume, dossier_code = tidy(volume), tidy(dossier_code)
    if not volume:
        raise Invalid(Sentence("Nhập quyển số ghi trên sổ hộ tịch."), field="volume")
    if len(volume) > VOLUME_LENGTH:
        raise Invalid(Sentence("Quyển số dài quá 40 ký tự. Kiểm tra lại."), field="volume")
    if len(dossier_code) > DOSSIER_LENGTH:
        raise Invalid(Sentence("Mã hồ sơ dài quá 60 ký tự. Kiểm tra lại."), field="dossier_code")
    return Entry(register, number, volume, registered_on, dossier_code)


def tidy(text: str) -> str:
    """Composed accents, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def check_dates(registered_on: date, received_on: date, today: date) -> None:
    """An entry is written between receipt and today, both inclusive; raises Invalid."""
    if registered_on > today:
        told = Sentence("Ngày đăng ký {day} chưa tới. Nhập ngày đã ghi trong sổ.")
    elif registered_on < received_on:
        told = Sentence("Ngày đăng ký {day} trước ngày tiếp nhận hồ sơ {received}.")
    else:
        return
    facts = {"day": registered_on, "received": received_on}
    raise Invalid(Sentence(told.template, facts), field="registered_on")


def check_life(birth: PartialDate | None, death: PartialDate | None, registered_on: date) -> None:
    """
    A person is born, dies, and is registered, in that order; raises Invalid where it is not so.

    Dates known in part are given the benefit of the doubt: "1950" and "03/1950" may be in order.
    """
    if birth and death and death.latest < birth.earliest:
        told = Sentence(
            "Ngày chết {death} trước ngày sinh {birth}. Sửa lại trước khi đăng ký.",
            {"death": str(death), "birth": str(birth)},
        )
        raise Invalid(told, field="event_date")
    for event in (birth, death):
        if event and event.earliest > registered_on:
            told = Sentence(
                "Sự kiện ngày {event} sau ngày đăng ký {day}. Kiểm tra lại hai ngày này.",
                {"event": str(event), "day": registered_on},
            )
            raise Invalid(told, field="event_date")
