"""A report from the field: one outcome as a phone sends it, version 1 of the phone contract."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from fieldops.domain.outcome import Fate, Result
from fieldops.domain.told_hours import ToldHours
from fieldops.domain.units import HOUR

SCHEMAS = (1,)
"""Every schema ever shipped; none is ever taken out, old phones live for months."""

MOST = 100
"""Outcomes in one batch."""

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Clocks outside this are no clocks."""

_NO_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps no NUL in text: what carries one is kept whole, unread."""

Short = Annotated[str, StringConstraints(max_length=120, strip_whitespace=True, pattern=_NO_NUL)]
Middling = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True, pattern=_NO_NUL)]
Long = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True, pattern=_NO_NUL)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
"""An id or a count, within what every database keeps."""


SequenceNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""A device's reports are counted from 1."""


class CaseResult(StrEnum):
    """What was done for one case at the door."""

    DONE = "done"
    PAPERS_MISSING = "papers_missing"
    REFUSED = "refused"
    NOT_DONE = "not_done"


class Mark(StrEnum):
    """How the receiver signed."""

    SIGNATURE = "signature"
    FINGERPRINT = "fingerprint"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Point(_Part):
    """Where the phone was when the report was recorded, if its owner let it look."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    accuracy_m: int = Field(ge=0, le=1_000_000)


class Met(_Part):
    """Who was met at the door."""

    name: Short
    relation: Short = ""


class Handover(_Part):
    """A paper given into someone's hand. ``read_aloud`` where the receiver cannot read it."""

    received_by: Annotated[Short, Field(min_length=1)]
    relation: Short = ""
    mark: Mark
    read_aloud: bool = False


class CaseReport(_Part):
    """
    What was done for one case. ``papers`` are the names of the papers taken in.

    ``written_for`` and ``read_back``: the declaration was written for someone who cannot write,
    and read back to them before the mark (Thông tư 04/2020/TT-BTP, art. 26). Since contract 1.2
    ``written_by`` names who wrote, and ``mark`` says how the informant confirmed it.
    """

    case_id: Number
    result: CaseResult
    papers: tuple[Short, ...] = Field((), max_length=20)
    missing: Middling = ""
    written_for: bool = False
    written_by: Short = ""
    read_back: bool = False
    mark: Mark | None = None
    handover: Handover | None = None


class HomeWhen(_Part):
    """
    When neighbours say someone will be home: from ``start`` until ``end``, whole seconds after
    local midnight, on these weekdays (Monday is 0; none: any day). Since contract 1.3.
    """

    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field((), max_length=7)
    start: int = Field(ge=0, le=24 * HOUR)
    end: int = Field(ge=0, le=24 * HOUR)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end must be after start")
        return self

    def told(self) -> ToldHours:
        """As the books keep it, each weekday once."""
        return ToldHours(tuple(sorted(set(self.weekdays))), self.start, self.end)


class Report(_Part):
    """
    One visit, as found. ``id`` is a UUIDv7 made on the phone, and the same however often it is
    sent. ``seq`` counts the device's reports from 1 without a gap. ``recorded_at`` is the phone's
    clock. A correction names the report it replaces in ``supersedes``.

    A case not listed in ``cases`` shares the visit's result. ``home_when`` counts only where the
    result is that nobody was home.
    """

    schema_no: Literal[1] = Field(alias="schema")
    id: UUID
    device_id: UUID
    seq: SequenceNumber
    visit_id: Number
    plan_id: Number | None = None
    plan_version: Number | None = None
    recorded_at: AwareDatetime = Field(ge=EARLIEST, le=LATEST)
    result: Result
    met: Met | None = None
    cases: tuple[CaseReport, ...] = Field((), max_length=50)
    note: Long = ""
    point: Point | None = None
    supersedes: UUID | None = None
    home_when: tuple[HomeWhen, ...] = Field((), max_length=14)

    def about(self, case_id: int) -> CaseReport | None:
        """What the report says of one case by itself."""
        return next((one for one in self.cases if one.case_id == case_id), None)


class Device(_Part):
    """
    What a phone says of its own numbers beside a batch.

    We should have all its numbers up to ``last`` with this batch; ``lost`` are those we asked for
    that it no longer has.
    """

    id: UUID
    last: Number = 0
    lost: tuple[Number, ...] = Field((), max_length=1000)


class Batch(_Part):
    """
    What ``POST /api/v1/outcomes`` takes; each outcome is read, and answered, on its own.

    A phone with nothing to send may ask with an empty list. ``device`` came with contract 1.1; one
    that cannot be read is passed over, since no outcome may wait for it.
    """

    schema_no: int = Field(alias="schema", ge=1)
    outcomes: list[JsonValue] = Field(max_length=MOST)
    device: Device | None = None

    @field_validator("device", mode="wrap")
    @classmethod
    def _or_none(cls, value: Any, read: ValidatorFunctionWrapHandler) -> Device | None:
        try:
            found: Device | None = read(value)
        except ValidationError:
            return None
        return found


class Answer(_Part):
    """What became of one outcome. ``id`` is as sent, or None where there was none to read."""

    id: str | None
    fate: Fate
    message: str = ""


class Answers(_Part):
    """
    One answer per outcome, in the order sent.

    ``missing`` lists, per device, the numbers that never came and should be sent again. ``epoch``
    changes when the database was put back from a backup: phones then send everything again.
    """

    schema_no: int = Field(1, serialization_alias="schema")
    answers: tuple[Answer, ...]
    missing: dict[str, list[int]] = Field(default_factory=dict)
    epoch: str

    def to_json(self) -> dict[str, Any]:
        """As it goes over the wire."""
        return self.model_dump(mode="json", by_alias=True)
