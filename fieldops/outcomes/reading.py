"""Reading what a phone sent: a report, or something to keep as it came."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter, ValidationError

from fieldops.domain.sentences import Sentence
from fieldops.outcomes.report import SCHEMAS, Report, SequenceNumber


@dataclass(frozen=True, slots=True)
class Unreadable:
    """
    What cannot be read. ``key`` is the same however often the same content is sent.

    ``sent_id`` is the id it carried, if any; the sentence says what is wrong with it. ``device_id``
    and ``seq`` are its place in a device's sequence, where that much can be read: else it would
    be missed there for ever.
    """

    key: str
    sent_id: str | None
    content: dict[str, Any]
    reason: Sentence
    device_id: str
    seq: int | None


def read(item: Any) -> Report | Unreadable:
    """A report of any schema ever shipped; Unreadable rather than an error."""
    if not isinstance(item, dict):
        return _unreadable(item, Sentence("Báo cáo không phải là một đối tượng JSON."))
    if item.get("schema") not in SCHEMAS:
        return _unreadable(item, Sentence("Máy chủ chưa biết phiên bản báo cáo này."))
    try:
        return Report.model_validate(item)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        return _unreadable(item, Sentence("Chỗ “{place}” không đọc được.", {"place": place}))


def _unreadable(item: Any, reason: Sentence) -> Unreadable:
    content = item if isinstance(item, dict) else {"sent": item}
    sent_id = content.get("id") if isinstance(content.get("id"), str) else None
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    key = str(UUID(bytes=digest[:16], version=5))
    return Unreadable(key, sent_id, content, reason, *_place(content))


def _place(content: dict[str, Any]) -> tuple[str, int | None]:
    """The device and number it carries; both, or neither."""
    try:
        return str(UUID(content["device_id"])), _SEQ.validate_python(content["seq"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return "", None


_SEQ: TypeAdapter[int] = TypeAdapter(SequenceNumber, config=ConfigDict(strict=True))
