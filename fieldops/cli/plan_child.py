"""The solver's process as the worker sees it: lines out, ``stop`` in, and no survivors."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO, Any, cast

COMMAND = (sys.executable, "-m", "fieldops.planning.child")


class Died(Exception):
    """The process ended without a plan."""


class Child:
    """One run of the solver; use it as a context, which ends with the process gone."""

    def __init__(self, document: dict[str, Any], command: Sequence[str] = COMMAND) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._said: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._tell(json.dumps(document))

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            _close(cast(IO[str], pipe))

    def hear(self, timeout: float) -> dict[str, Any] | None:
        """The next thing it says; None when it says nothing for so long. Raises Died."""
        try:
            line = self._said.get(timeout=timeout)
        except queue.Empty:
            return None
        if line is None:
            raise Died
        heard: dict[str, Any] = json.loads(line)
        return heard

    def stop(self) -> None:
        """Ask for the best plan found so far."""
        self._tell("stop")

    def _tell(self, line: str) -> None:
        pipe = cast(IO[str], self._process.stdin)
        try:
            pipe.write(line + "\n")
            pipe.flush()
        except OSError:
            self._said.put(None)  # it is gone: ``hear`` says so

    def _read(self) -> None:
        for line in cast(IO[str], self._process.stdout):
            self._said.put(line)
        self._said.put(None)


def _close(pipe: IO[str]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was still to be written has no reader any more
