"""The app with a clock that starts at SITE_CLOCK, so that a test can live through two weeks."""

import os
import time
from datetime import datetime, timedelta

from flask_migrate import upgrade

from app import create_app
from fieldops.cli.demo import load_demo


def site():
    """For gunicorn: ``tests.browser.shifted:site()``."""
    start, began = datetime.fromisoformat(os.environ["SITE_CLOCK"]), time.monotonic()
    clock = {"NOW": lambda: start + timedelta(seconds=time.monotonic() - began)}
    return create_app({"RATELIMIT_ENABLED": False} | clock)  # a test logs in more often than people


if __name__ == "__main__":
    app = site()
    with app.app_context():
        upgrade()
        load_demo()
