"""One line a request: which endpoint, how it went, how long it took, who asked (by id)."""

from __future__ import annotations

import time

import structlog
from flask import Flask, Response, g, request
from flask_security import current_user

log = structlog.get_logger()


def install(app: Flask) -> None:
    """Log each answer. The rule of the URL is logged, not the URL: searches may hold names."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def write(response: Response) -> Response:
        took = time.perf_counter() - g.get("started", time.perf_counter())
        response.headers["Server-Timing"] = f"app;dur={took * 1000:.1f}"
        if request.endpoint != "static":
            log.info(
                "request",
                method=request.method,
                rule=str(request.url_rule or ""),
                status=response.status_code,
                ms=round(took * 1000, 1),
                user=current_user.id if current_user and current_user.is_authenticated else None,
            )
        return response
