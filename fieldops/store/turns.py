"""
Turns at writing: phones that come home together wait in a queue, not in a scramble.

SQLite lets one writer in, and those who wait ask again and again: under a crowd some are passed
over until they give up. The system's own file lock wakes them one after another, in all processes
of this machine.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO


def take(folder: Path) -> IO[bytes] | None:
    """Wait for one's turn; ends when the file that is given back is closed, or the process dies."""
    if sys.platform == "win32":
        return None
    import fcntl  # noqa: PLC0415 - not on every system

    file = (folder / "turns").open("ab")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file
