"""Errors a person can cause or must be told of. Nothing else is caught at the edge."""

from __future__ import annotations

from http import HTTPStatus

from fieldops.domain.sentences import Sentence


class FieldopsError(Exception):
    """Base of all expected errors: a stable code, an HTTP status, a sentence."""

    code = "fieldops.error"
    status = HTTPStatus.BAD_REQUEST

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.template)
        self.sentence = sentence


class NotFound(FieldopsError):
    """The record is not there, or is another commune's: from outside the two look the same."""

    code = "fieldops.not_found"
    status = HTTPStatus.NOT_FOUND


class Forbidden(FieldopsError):
    """The person is known, but their role may not do this."""

    code = "fieldops.forbidden"
    status = HTTPStatus.FORBIDDEN


class Conflict(FieldopsError):
    """Someone was there first, or the state no longer allows it."""

    code = "fieldops.conflict"
    status = HTTPStatus.CONFLICT


class Invalid(FieldopsError):
    """What was sent breaks a rule; ``field`` names the input it came from, where there is one."""

    code = "fieldops.invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, sentence: Sentence, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class BadFile(FieldopsError):
    """A file that is not what it claims, too large, or unreadable."""

    code = "fieldops.bad_file"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class CannotOpen(FieldopsError):
    """Something sealed does not open here: its key is missing, or it was changed or moved."""

    code = "fieldops.cannot_open"
    status = HTTPStatus.SERVICE_UNAVAILABLE
