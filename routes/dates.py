"""Days in addresses: ``<date:day>`` reads and writes 2026-11-24."""

from __future__ import annotations

from datetime import date

from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter, ValidationError


class DateConverter(BaseConverter):
    """An ISO day; anything else is no such page."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: date) -> str:
        return value.isoformat()


def install(state: BlueprintSetupState) -> None:
    """For ``Blueprint.record``, before the blueprint's first route."""
    state.app.url_map.converters.setdefault("date", DateConverter)
