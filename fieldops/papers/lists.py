"""Sheets for many homes at once: the register-signing list, and labels for envelopes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.papers.nouns import Office
from fieldops.papers.typesetting import Template, typeset

REGISTER_LIST = Template("register_list", 1)
LABELS = Template("envelope_labels", 1)


@dataclass(frozen=True, slots=True)
class EntryToSign:
    """One line: the entry, whose it is, where they live. ``entry`` reads "số 07, quyển 01/2026"."""

    code: str
    entry: str
    person: str
    home: str
    planned_on: date | None


@dataclass(frozen=True, slots=True)
class RegisterList:
    """
    Entries whose families still sign the register, at the second visit, note "Đăng ký lưu động".

    Source: Thông tư 04/2020/TT-BTP, art. 25. ``register`` names it: "khai sinh", "khai tử".
    """

    office: Office
    register: str
    made_on: date
    entries: tuple[EntryToSign, ...]

    def pdf(self) -> bytes:
        return typeset(REGISTER_LIST, self)


@dataclass(frozen=True, slots=True)
class Label:
    """The front of an envelope: to whom, where, and our number to find the case by."""

    to: str
    home: str
    note: str
    code: str


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Two columns of seven on each A4 sheet (105 × 42 mm a label, cut along the lines)."""

    office: Office
    labels: tuple[Label, ...]

    def pdf(self) -> bytes:
        return typeset(LABELS, self)
