"""Keys: whether the ring opens what the database holds, one key more, everything under it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict
from fieldops.domain.sentences import Sentence
from fieldops.store import keyring, sealed_files
from fieldops.store import seal_keys as rows
from fieldops.store.keyring import KeyRing
from fieldops.store.tables import SealKeyRow

_PROOF = b"fieldops"


def check(session: Session) -> int:
    """
    Whether the ring has each key that sealed something here; how many those are.

    Raises CannotOpen with what to do: the file is missing or unreadable, or is another server's.
    """
    marks = rows.marks(session)
    for mark in marks:
        keyring.opened(mark.proof, _place(mark.key))
    return len(marks)


def settle(session: Session, at: datetime) -> None:
    """``check``, and note the current key before it seals anything. The caller commits."""
    check(session)
    ring = keyring.ring()
    if session.get(SealKeyRow, ring.current) is None:
        proof = bytes(ring.seal(_PROOF, _place(ring.current)))
        session.add(SealKeyRow(key=ring.current, proof=proof, since=at))
        session.flush()


def make(session: Session, path: Path, at: datetime) -> None:
    """Keys for a server that has none. Raises Conflict where the database is sealed already."""
    if rows.marks(session) and not path.exists():
        raise Conflict(
            Sentence(
                "Cơ sở dữ liệu đã niêm phong bằng khoá khác. Khoá mới không mở được: "
                "đặt lại tệp khoá đã cất riêng."
            )
        )
    keyring.make(path)
    keyring.use(path)
    settle(session, at)


def rotate(session: Session, path: Path, at: datetime) -> KeyRing:
    """One key more, which seals from now on; what others sealed still opens. Commits nothing."""
    check(session)
    ring = keyring.rotated(keyring.load(path))
    keyring.replace(path, ring)
    keyring.use(path)
    settle(session, at)
    return ring


def reseal_files(var: Path) -> int:
    """Photos and results that are not yet under the current key are; how many those were."""
    photos = sealed_files.reseal(var / "photos", ".jpg", "photos")
    return photos + sealed_files.reseal(var / "results", ".pdf", "results")


def _place(key: str) -> str:
    return f"seal_key.proof.{key}"
