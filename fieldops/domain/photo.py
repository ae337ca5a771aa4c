"""Photos of a visit: what they show, and how far they have come."""

from __future__ import annotations

from enum import StrEnum


class PhotoKind(StrEnum):
    """What a photo shows."""

    PAPER = "paper"
    RECEIPT = "receipt"
    SIGNATURE = "signature"


class PhotoFate(StrEnum):
    """How far a photo has come. A refused one is no picture, and is not kept."""

    COMING = "coming"
    STORED = "stored"
    REFUSED = "refused"
