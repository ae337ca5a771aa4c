"""Headers of every answer: what the browser may load, and whom it may tell."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request


def csp_nonce() -> str:
    """The nonce of this answer, for the few scripts that must stand in the page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def install(app: Flask) -> None:
    """Add the headers, unless a view set a policy of its own."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    tiles = app.config["TILES_URL"].split("/{", 1)[0]

    @app.after_request
    def add(response: Response) -> Response:
        locked = request.endpoint == "system.lock"
        response.headers.setdefault("Content-Security-Policy", _policy(tiles, wasm=locked))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self)")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _policy(tiles: str, *, wasm: bool) -> str:
    """``wasm``: the phone's lock page, and no other, runs argon2 as WebAssembly."""
    scripts = f"script-src 'self' 'nonce-{csp_nonce()}'" + (" 'wasm-unsafe-eval'" if wasm else "")
    images = " ".join(filter(None, ["'self'", "data:", "blob:", tiles]))
    return "; ".join(
        (
            "default-src 'self'",
            scripts,
            f"style-src 'self' 'nonce-{csp_nonce()}'",
            f"img-src {images}",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
            "form-action 'self'",
        )
    )
