"""Built files of the front end, by the names their sources have."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for


def asset(name: str) -> str:
    """The URL of a built file: ``asset('desk.js')``; its content's hash is in the name."""
    folder = Path(current_app.static_folder or "") / "build"
    return url_for("static", filename=f"build/{_manifest(folder).get(name, name)}")


@cache
def _manifest(folder: Path) -> dict[str, str]:
    path = folder / "manifest.json"
    names: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return names


def install(app: Flask) -> None:
    """Give templates ``asset``; built files never change, so browsers may keep them a year."""
    app.jinja_env.globals["asset"] = asset
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 24 * 3600
