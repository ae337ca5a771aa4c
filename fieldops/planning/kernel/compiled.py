"""How the kernel's functions are compiled: once, kept on disk, free of the interpreter's lock."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np

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


_OPTIONS: dict[str, Any] = {"nogil": True, "_nrt": False, "no_cfunc_wrapper": True}
"""
The kernel's functions allocate nothing, so references to arrays need not be counted: with tuples of
many arrays the counting took ten times as long as the work.
"""


_INNER: dict[str, Any] = _OPTIONS | {"no_cpython_wrapper": True}
"""Called from compiled code alone: Python calling one would end the process."""


def compiled(function: _F) -> _F:
    """Compile with numba at the first call, and keep the machine code: for calls from Python."""
    return cast(_F, numba.njit(cache=True, **_OPTIONS)(function))


def copied(function: _F) -> _F:
    """
    As ``compiled``, and copied into the compiled functions that call it.

    A call hands over every array of ``Data`` and ``State`` one by one; with these copied, a step of
    the search takes about a third less.
    """
    return cast(_F, numba.njit(cache=True, forceinline=True, **_OPTIONS)(function))


def inner(function: _F) -> _F:
    """Compile as a part of the compiled functions that call it; Python can't."""
    return cast(_F, numba.njit(**_INNER)(function))


def inlined(function: _F) -> _F:
    """As ``inner``, and copied into each caller: for what is asked at every position of a route."""
    return cast(_F, numba.njit(forceinline=True, **_INNER)(function))


@inlined
def plain(literal: int) -> int:
    """
    A number written in the code, as one among others.

    Handed to a function as it is, numba takes it for a type of its own and compiles the function,
    and all that it calls, once more.
    """
    return int(np.int64(literal))
