"""Households: why they are visited at home, and how one gets there."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """Why a household or someone in it needs service at home; many at once, each dated."""

    POOR = "poor"
    NEAR_POOR = "near_poor"
    DISABLED = "disabled"
    ELDERLY = "elderly"  # 60 or older
    ALONE = "alone"  # neo đơn
    MERIT = "merit"  # người có công, gia đình chính sách
    HARDSHIP = "hardship"  # hoàn cảnh khó khăn


class Access(StrEnum):
    """The widest vehicle that reaches the door."""

    CAR = "car"
    MOTORBIKE = "motorbike"
    FOOT = "foot"  # the last stretch is a footpath or footbridge
    BOAT = "boat"


class PinSource(StrEnum):
    """Who put the pin where it is, from least to most sure."""

    HAMLET = "hamlet"  # nobody yet: the hamlet's own point stands in
    IMPORT = "import"
    STAFF = "staff"
    FIELD = "field"  # set at the door


class Sex(StrEnum):
    """As the register writes it."""

    MALE = "male"
    FEMALE = "female"


class Language(StrEnum):
    """The language a person is at ease in."""

    VIETNAMESE = "vi"
    KHMER = "km"
    HOA = "zh"
