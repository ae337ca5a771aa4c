"""Structured logs: one JSON object a line, without personal data."""

from __future__ import annotations

import logging

import structlog


def configure(level: str) -> None:
    """Set up structlog; an event names endpoints, ids and counts, never paths, forms or names."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
    )
