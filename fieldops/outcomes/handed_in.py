"""The file of what still waits on a phone, as it is handed in: shape and limits."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence

MOST_BOXES, MOST_ITEMS = 20, 2000
Id = Annotated[str, StringConstraints(max_length=64)]
Sealed = Annotated[str, StringConstraints(max_length=200_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(_Part):
    """One report, sealed under its box's data key."""

    id: Id
    seq: int
    sealed: Sealed


class Box(_Part):
    """What waits of one person. ``escrow``: their data key, sealed to the office."""

    escrow: Annotated[str, StringConstraints(max_length=10_000)]
    items: tuple[Item, ...] = Field(max_length=MOST_ITEMS)


class HandedIn(_Part):
    """A whole file, version 1."""

    fieldops: Literal["outbox"]
    schema_no: Literal[1] = Field(alias="schema")
    made_at: Annotated[str, StringConstraints(max_length=40)]
    boxes: tuple[Box, ...] = Field(max_length=MOST_BOXES)


def read(raw: bytes) -> HandedIn:
    """The file; BadFile with a sentence for anything else."""
    try:
        return HandedIn.model_validate(json.loads(raw))
    except (ValueError, RecursionError, ValidationError):
        raise BadFile(
            Sentence(
                "Đây không phải tệp chờ gửi của fieldops. "
                "Trên điện thoại, bấm “Lưu tệp chờ gửi” rồi chọn tệp có tên bắt đầu bằng cho-gui."
            )
        ) from None
