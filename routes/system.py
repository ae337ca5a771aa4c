"""What stands at the root of the site for machines: is it up, and the phones' service worker."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, jsonify, render_template, send_from_directory
from flask.typing import ResponseReturnValue

from fieldops.services import health
from routes.access import open_to_all
from routes.assets import asset
from routes.context import now, session

bp = Blueprint("system", __name__)


@bp.get("/sw.js")
@open_to_all("code of the phone pages, without any data")
def service_worker() -> ResponseReturnValue:
    """The phone pages' service worker: from the root, and asked for anew each time."""
    folder = Path(current_app.static_folder or "") / "build"
    answer = send_from_directory(folder, "sw.js", mimetype="text/javascript", max_age=0)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/no-signal")
@open_to_all("a page for phones without signal, without any data")
def no_signal() -> ResponseReturnValue:
    """What a phone shows where there is neither signal nor a packed page."""
    return render_template("field/no_signal.html")


@bp.get("/manifest.webmanifest")
@open_to_all("the name and icons of the phone app, without any data")
def manifest() -> ResponseReturnValue:
    """What a phone needs to put the phone pages on its home screen."""
    icons = [_icon("192", 192), _icon("512", 512), _icon("maskable", 512) | {"purpose": "maskable"}]
    answer = jsonify(
        id="/field",
        name="fieldops – hộ tịch tại nhà",
        short_name="fieldops",
        description="Tuyến trong ngày, ghi kết quả tại nhà, cả khi không có sóng.",
        lang="vi",
        start_url="/field",
        scope="/field",
        display="standalone",
        orientation="portrait",
        background_color="#f4f6f8",
        theme_color="#0b5394",
        icons=icons,
    )
    answer.mimetype = "application/manifest+json"
    return answer


def _icon(name: str, size: int) -> dict[str, str]:
    return {"src": asset(f"icon-{name}.png"), "sizes": f"{size}x{size}", "type": "image/png"}


@bp.get("/field/lock")
@open_to_all("the lock of the phone, without any data; it must open without signal")
def lock() -> ResponseReturnValue:
    """Asks a phone's PIN, or has one made; everything about it is decided on the phone."""
    return render_template("field/lock.html")


@bp.get("/field/help")
@open_to_all("help in few words, without any data; it must open without signal")
def guide() -> ResponseReturnValue:
    """What a volunteer does from leaving to coming home, and when something goes wrong."""
    return render_template("field/help.html")


@bp.get("/healthz")
@open_to_all("monitors have no login; the answer holds no personal data")
def healthz() -> ResponseReturnValue:
    """
    200 when the database answers and the keys open it.

    The planner's last sign of life is told, not judged.
    """
    report = health.report(session(), now())
    return report, 200 if report.get("keys") == "ready" else 503
