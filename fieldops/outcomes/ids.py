"""Ids of reports made at the server for a phone that runs no script: UUIDv7, by RFC 9562."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


def uuid7(at: datetime, chance: bytes) -> UUID:
    """An id that sorts by the millisecond of ``at``; ``chance`` is ten random bytes."""
    millis = int(at.timestamp() * 1000)
    number = (millis << 80) | int.from_bytes(chance[:10])
    number = number & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=number & ~(0x3 << 62) | (0x2 << 62))
