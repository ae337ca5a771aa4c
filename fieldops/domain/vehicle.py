"""Vehicles a team travels by; the kind decides speed, ways and which doors it reaches."""

from __future__ import annotations

from enum import StrEnum


class VehicleKind(StrEnum):
    """What a team travels by. One team, one kind a day."""

    MOTORBIKE = "motorbike"
    CAR = "car"
    BOAT = "boat"
