"""A photo from the field: what a phone says of it before it sends it; version 1 of the contract."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from fieldops.domain.photo import PhotoFate, PhotoKind
from fieldops.outcomes.report import EARLIEST, LATEST, Number, Short

LARGEST_PHOTO = 1_000_000
"""Bytes; a phone makes its photos a fifth of that."""

LARGEST_PIECE = 256 * 1024
"""Bytes sent at once."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Announcement(BaseModel):
    """
    A photo about to be sent. ``id`` is a UUIDv7 made on the phone; ``outcome_id`` the report it
    belongs to, which may come later; ``about`` the paper it shows.

    ``agreed``: the family agreed to the photo. It must be so: a photo is an opt-in of its own
    (Luật 91/2025/QH15). ``size`` and ``sha256`` are of all its bytes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_no: Literal[1] = Field(alias="schema")
    id: UUID
    outcome_id: UUID
    visit_id: Number
    case_id: Number | None = None
    kind: PhotoKind
    about: Short = ""
    agreed: Literal[True]
    taken_at: AwareDatetime = Field(ge=EARLIEST, le=LATEST)
    size: int = Field(ge=1, le=LARGEST_PHOTO)
    sha256: Sha256


class Progress(BaseModel):
    """How much of a photo is here. ``received`` is where the phone goes on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_no: int = Field(1, serialization_alias="schema")
    id: UUID
    fate: PhotoFate
    received: int
    message: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it goes over the wire."""
        return self.model_dump(mode="json", by_alias=True)
