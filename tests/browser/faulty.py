"""The site for drills: it dies at the step of a sync that a file names, or serves a newer build."""

import io
import os
import re
import signal
from contextlib import suppress
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.browser import shifted

STEPS = ("before reading", "after reading", "before commit", "after commit")
"""When the server can be told to die while it takes a batch in; the last: answered to nobody."""

BUILT = re.compile(rb"\b(field|field_map|lock)-([A-Z0-9]{8})\.(js|css)")
NEWER = re.compile(r"\b(field|field_map|lock)-([a-z0-9]{8})\.(js|css)")
VERSION = re.compile(rb"assets-([0-9a-f]{8})")


def site():
    """For gunicorn: ``tests.browser.faulty:site()``."""
    app = shifted.site()
    app.wsgi_app = NewerBuild(Dying(app.wsgi_app, app.config["VAR"]), app.config["VAR"])
    return app


def die_at(site, step):
    """The next batch kills the server at that step, once."""
    (Path(site.env["VAR"]) / "die").write_text(step)


def serve_a_newer_build(site):
    """From now on every script has another name, and the service worker another version."""
    (Path(site.env["VAR"]) / "newer").touch()


def serve_the_build(site):
    """The build as it is, again."""
    (Path(site.env["VAR"]) / "newer").unlink()


class Dying:
    """A server that is killed as by ``kill -9``, children and all."""

    def __init__(self, app, folder):
        self.app, self.file, self.taking = app, folder / "die", False
        event.listen(Session, "before_commit", lambda _: self.taking and self.at("before commit"))

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] != "/api/v1/outcomes":
            return self.app(environ, start_response)
        self.at("before reading")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        self.at("after reading")
        self.taking = True
        answer = b"".join(self.app(environ, start_response))
        self.taking = False
        self.at("after commit")
        return [answer]

    def at(self, step):
        with suppress(FileNotFoundError):
            if self.file.read_text() == step:
                self.file.unlink()
                os.killpg(os.getpgrp(), signal.SIGKILL)


class NewerBuild:
    """The same site as another build would serve it: hashes in small letters stand for new ones."""

    def __init__(self, app, folder):
        self.app, self.file = app, folder / "newer"

    def __call__(self, environ, start_response):
        if not self.file.exists():
            return self.app(environ, start_response)
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        environ["PATH_INFO"] = NEWER.sub(
            lambda found: f"{found[1]}-{found[2].upper()}.{found[3]}", environ["PATH_INFO"]
        )
        said = []
        answer = self.app(environ, lambda *start: said.append(start) or (lambda _: None))
        body = BUILT.sub(rb"\1-#\2.\3", b"".join(answer))
        body = re.sub(rb"-#([A-Z0-9]{8})", lambda found: b"-" + found[1].lower(), body)
        body = VERSION.sub(lambda found: b"assets-" + found[1][::-1], body)
        ((status, headers, *_),) = said
        headers = [pair for pair in headers if pair[0].lower() != "content-length"]
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]
