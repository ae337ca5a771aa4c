"""The bytes of electronic results: files under a folder per commune, outside what is served."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ResultFiles:
    """``folder`` of one commune. Ids are UUIDs of ours: they are names of files."""

    folder: Path

    @staticmethod
    def of(var: Path, commune_code: str) -> ResultFiles:
        """The folder of that commune, readable by the server only."""
        folder = var / "results" / commune_code
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return ResultFiles(folder)

    def keep(self, file_id: str, content: bytes) -> None:
        """Keep the file: whole and on the disk, or not at all."""
        fresh = self.folder / f"{file_id}.new"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / f"{file_id}.pdf")

    def kept(self, file_id: str) -> bytes | None:
        """The file; None where it is lost."""
        path = self.folder / f"{file_id}.pdf"
        return path.read_bytes() if path.exists() else None
