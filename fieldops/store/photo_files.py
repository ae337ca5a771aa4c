"""Photos: sealed files under a folder per commune, outside what the web server serves."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from fieldops.domain.errors import CannotOpen
from fieldops.store import keyring, sealed_files

LENGTH = 4
"""Bytes before each sealed piece that tell its length."""


@dataclass(frozen=True, slots=True)
class PhotoFiles:
    """
    ``folder`` of one commune. What has come so far of a photo lies in its ``.coming``, each piece
    sealed for its offset.

    Ids are UUIDs, checked before they come here: they are names of files.
    """

    folder: Path

    @staticmethod
    def of(var: Path, commune_code: str) -> PhotoFiles:
        """The folder of that commune, readable by the server only."""
        folder = var / "photos" / commune_code
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return PhotoFiles(folder)

    def received(self, photo_id: str) -> int:
        """Bytes that have come so far."""
        path = self._coming(photo_id)
        return _walk(path.read_bytes())[0] if path.exists() else 0

    def append(self, photo_id: str, offset: int, piece: bytes) -> bool:
        """Add a piece, on the disk when this returns; False where it does not follow on."""
        handle = os.open(self._coming(photo_id), os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            received, end, _ = _walk(file.read())
            if received != offset:
                return False
            sealed = keyring.ring().seal(piece, f"{self._place(photo_id)}.{offset}")
            file.seek(end)
            file.truncate()
            file.write(len(sealed).to_bytes(LENGTH, "big") + sealed)
            file.flush()
            os.fsync(file.fileno())
        return True

    def sent(self, photo_id: str) -> bytes:
        """All that came; nothing where a piece was spoiled on the disk: the phone still has it."""
        ring, place = keyring.ring(), self._place(photo_id)
        pieces = _walk(self._coming(photo_id).read_bytes())[2]
        try:
            return b"".join(ring.open(one, f"{place}.{offset}") for offset, one in pieces)
        except CannotOpen:
            return b""

    def drop_part(self, photo_id: str) -> None:
        """Forget what came."""
        self._coming(photo_id).unlink(missing_ok=True)

    def keep(self, photo_id: str, picture: bytes) -> None:
        """Keep the finished picture: whole, or not at all."""
        sealed_files.keep(self._kept(photo_id), picture, self._place(photo_id))

    def has(self, photo_id: str) -> bool:
        """Whether the finished picture is here."""
        return self._kept(photo_id).exists()

    def kept(self, photo_id: str) -> bytes | None:
        """The finished picture; None where the file is lost. Raises CannotOpen."""
        return sealed_files.kept(self._kept(photo_id), self._place(photo_id))

    def _place(self, photo_id: str) -> str:
        return f"photos/{self.folder.name}/{photo_id}"

    def _coming(self, photo_id: str) -> Path:
        return self.folder / f"{photo_id}.coming"

    def _kept(self, photo_id: str) -> Path:
        return self.folder / f"{photo_id}.jpg"


def _walk(held: bytes) -> tuple[int, int, list[tuple[int, bytes]]]:
    """Bytes that came, where the last whole piece ends, and the sealed pieces by their offset."""
    received, at, pieces = 0, 0, []
    while len(held) >= at + LENGTH:
        size = int.from_bytes(held[at : at + LENGTH], "big")
        end = at + LENGTH + size
        if size < keyring.MORE or end > len(held):
            break  # what a stopped server wrote half
        sealed = held[at + LENGTH : end]
        pieces.append((received, sealed))
        received, at = received + len(sealed) - keyring.MORE, end
    return received, at, pieces
