"""
Epochs: how a database put back from a backup is noticed, so that phones send again what it lost.

Outcomes are never deleted, so their number only grows. Beside the database, in VAR, a file named
by the epoch is as many bytes long as outcomes this server took in it, or shorter: it grows after
each commit. A database with fewer outcomes than that has lost some: a new epoch begins.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy.orm import Session

from fieldops.store import epochs


def now(session: Session, folder: Path, at: datetime) -> str:
    """The epoch, after looking whether a new one has to begin; once per process will do."""
    epoch, kept = epochs.latest(session), epochs.outcomes_kept(session)
    if epoch is None or kept < _taken(folder, epoch):
        return begin(session, folder, at)
    return epoch


def latest(session: Session) -> str | None:
    """The epoch as the database has it."""
    return epochs.latest(session)


def begin(session: Session, folder: Path, at: datetime) -> str:
    """
    A new epoch.

    Its file is there before the commit: a crash between the two leaves a file of no epoch, which
    nobody asks for, and the next start notices again.
    """
    epoch = str(uuid4())
    _file(folder, epoch).write_bytes(b"." * epochs.outcomes_kept(session))
    epochs.begin(session, epoch, at)
    return epoch


def took(folder: Path, epoch: str, outcomes: int) -> None:
    """
    So many outcomes more are committed. Several processes may say so at once: it is an append.

    A disk that is full must not take back what is committed: the count then merely lags.
    """
    try:
        with _file(folder, epoch).open("ab") as file:
            file.write(b"." * outcomes)
    except OSError:
        return


def _taken(folder: Path, epoch: str) -> int:
    file = _file(folder, epoch)
    return file.stat().st_size if file.exists() else 0


def _file(folder: Path, epoch: str) -> Path:
    return folder / f"outcomes-{epoch}"
