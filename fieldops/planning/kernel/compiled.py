"""How the kernel's functions are compiled: once, kept on disk, free of the interpreter's lock."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import numba

_F = TypeVar("_F", bound=Callable[..., object])
_HERE = Path(__file__).parent


def _sources() -> str:
    """A name for the kernel as it is written now."""
    digest = hashlib.sha256()
    for path in sorted(_HERE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_directory() -> Path:
    """
    Where the machine code is kept: a folder of its own for each state of the kernel's sources.

    numba looks only at the file of the function itself, so a change in a function it calls would
    leave old code in use.
    """
    beside = _HERE / "__pycache__"
    if os.access(beside if beside.exists() else _HERE, os.W_OK):
        return beside / _sources()
    return Path(tempfile.gettempdir()) / f"fieldops-kernel-{os.getuid()}" / _sources()


numba.config.CACHE_DIR = str(cache_directory())  # type: ignore[attr-defined]


def compiled(function: _F) -> _F:
    """Compile with numba at the first call, and keep the machine code."""
    return cast(_F, numba.njit(cache=True, nogil=True)(function))
