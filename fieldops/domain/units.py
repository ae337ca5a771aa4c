"""Units. Aliases, not types: they are read by people, and cost nothing at a call."""

from typing import TypeAlias

Seconds: TypeAlias = int
"""Whole seconds. A clock time is seconds after local midnight of its day."""

Metres: TypeAlias = int
"""Whole metres along the ground or water."""

MINUTE: Seconds = 60
HOUR: Seconds = 3600
