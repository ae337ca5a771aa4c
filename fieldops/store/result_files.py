"""Electronic results: sealed files under a folder per commune, outside what is served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldops.store import sealed_files


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
        sealed_files.keep(self._path(file_id), content, self._place(file_id))

    def kept(self, file_id: str) -> bytes | None:
        """The file; None where it is lost. Raises CannotOpen."""
        return sealed_files.kept(self._path(file_id), self._place(file_id))

    def _path(self, file_id: str) -> Path:
        return self.folder / f"{file_id}.pdf"

    def _place(self, file_id: str) -> str:
        return f"results/{self.folder.name}/{file_id}"
