"""The bytes of photos: files under a folder per commune, outside what the web server serves."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PhotoFiles:
    """
    ``folder`` of one commune. What has come so far of a photo is the length of its ``.part``.

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
        part = self._part(photo_id)
        return part.stat().st_size if part.exists() else 0

    def append(self, photo_id: str, offset: int, piece: bytes) -> bool:
        """Add a piece, on the disk when this returns; False where it does not follow on."""
        handle = os.open(self._part(photo_id), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file.fileno()).st_size != offset:
                return False
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        return True

    def sent(self, photo_id: str) -> bytes:
        """All that came."""
        return self._part(photo_id).read_bytes()

    def drop_part(self, photo_id: str) -> None:
        """Forget what came."""
        self._part(photo_id).unlink(missing_ok=True)

    def keep(self, photo_id: str, picture: bytes) -> None:
        """Keep the finished picture: whole, or not at all."""
        fresh = self.folder / f"{photo_id}.new"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(picture)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._kept(photo_id))

    def kept(self, photo_id: str) -> bytes | None:
        """The finished picture; None where the file is lost."""
        path = self._kept(photo_id)
        return path.read_bytes() if path.exists() else None

    def _part(self, photo_id: str) -> Path:
        return self.folder / f"{photo_id}.part"

    def _kept(self, photo_id: str) -> Path:
        return self.folder / f"{photo_id}.jpg"
