"""Reading what a phone sent: a report, or something to keep as it came."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from fieldops.domain.sentences import Sentence
from fieldops.outcomes.report import SCHEMAS, Report


@dataclass(frozen=True, slots=True)
class Unreadable:
    """
    What cannot be read. ``key`` is the same however often the same content is sent.

    ``sent_id`` is the id it carried, if any; the sentence says what is wrong with it.
    """

    key: str
    sent_id: str | None
    content: dict[str, Any]
    reason: Sentence


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
    return Unreadable(str(UUID(bytes=digest[:16], version=5)), sent_id, content, reason)
