"""
Backups: database and files as one sealed archive; believed only once it was put back.

``verify`` restores into a scratch folder and compares: checksums, SQLite's own check, the rows of
each table, the audit chain of every commune, and whether the keys open what it holds. No key is
in the archive, so it can be read only where the key file is.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from fieldops.domain.errors import BadFile, Conflict
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, epochs, keys
from fieldops.store import backup_files as files
from fieldops.store import keyring, scope
from fieldops.store.sealed_files import is_in_blocks, reading, writing

WEEK = timedelta(days=7)
DATABASE, MANIFEST, KEYS = "fieldops.sqlite", "manifest.json", "seal_keys.json"
FOLDERS = ("photos", "results")
"""Folders of VAR that hold what the database only names."""
UNDER_WAY = (".coming", ".part", ".new")
SEALED, VERIFIED = ".sealed", ".verified"
KEPT = 8
"""Backups kept: two months of weeks."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One archive. ``verified`` once it was put back whole, by whoever made or checked it."""

    path: Path
    made_at: datetime
    size: int
    verified: bool


def make(database: Path, var: Path, folder: Path, at: datetime) -> Path:
    """Write the archive; it has its name only when it is whole."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"fieldops-{at:%Y%m%d-%H%M%S}{SEALED}"
    fresh = target.with_suffix(".part")
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        copied = Path(scratch) / DATABASE
        files.copy(database, copied)
        parts = {DATABASE: copied} | dict(_beside(var))
        manifest = _manifest(copied, parts, at)
        with _writing(fresh) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            for name, path in parts.items():
                archive.write(path, name)
    fresh.replace(target)
    return target


@contextmanager
def _writing(path: Path) -> Iterator[BinaryIO]:
    """What is written goes to the disk sealed, block by block."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        with closing(writing(file)) as sealing:
            yield sealing
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    """The archive, also one made before archives were sealed."""
    with path.open("rb") as file:
        yield reading(file, path.name) if is_in_blocks(path) else file


def seal_old(folder: Path) -> int:
    """Seal the archives made before archives were sealed; how many those were."""
    old = [path for path in folder.glob("fieldops-*.zip") if not is_in_blocks(path)]
    for path in old:
        target = path.with_suffix(SEALED)
        fresh = target.with_suffix(".part")
        with path.open("rb") as clear, _writing(fresh) as file:
            shutil.copyfileobj(clear, file)
        fresh.replace(target)
        path.unlink()
    return len(old)


def _beside(var: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((var / folder).rglob("*")):
            if path.is_file() and path.suffix not in UNDER_WAY:
                yield str(path.relative_to(var)), path


def _manifest(database: Path, parts: dict[str, Path], at: datetime) -> dict[str, Any]:
    rows, heads = files.counts(database), _heads(database)  # looking into the copy may touch it
    return {
        "format": "fieldops.backup/1",
        "made_at": at.isoformat(),
        "sha256": {name: _digest(path) for name, path in parts.items()},
        "rows": rows,
        "audit": heads,
    }


def _heads(database: Path) -> dict[str, list[object]]:
    with files.opened(database) as session:
        heads = {}
        for code in files.communes(session):
            with scope.inside(session, code):
                heads[code] = files.audit_head(session)
    return heads


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(path: Path) -> dict[str, int]:
    """
    Put the archive back in a scratch folder and compare; gives the rows of each table.

    Raises BadFile for the first thing that is not as the manifest says. A good one is marked so.
    """
    with tempfile.TemporaryDirectory() as scratch:
        manifest = _unpack(path, Path(scratch))
        _compare(Path(scratch) / DATABASE, manifest)
    path.with_suffix(VERIFIED).touch(mode=0o600)
    rows: dict[str, int] = manifest["rows"]
    return rows


def _unpack(path: Path, target: Path) -> dict[str, Any]:
    try:
        with _reading(path) as file, zipfile.ZipFile(file) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            for name in manifest["sha256"]:
                archive.extract(name, target)  # extract keeps names inside the folder
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        raise _bad("archive") from None
    for name, digest in manifest["sha256"].items():
        if _digest(target / name) != digest:
            raise _bad(name)
    return manifest


def _compare(database: Path, manifest: dict[str, Any]) -> None:
    if files.faults(database):
        raise _bad("integrity")
    if files.counts(database) != manifest["rows"]:
        raise _bad("rows")
    with files.opened(database) as session:
        if "seal_key" in manifest["rows"]:
            keys.check(session)
        for code in files.communes(session):
            with scope.inside(session, code):
                if audit.broken_at(session) is not None:
                    raise _bad(f"audit {code}")
                if files.audit_head(session) != manifest["audit"].get(code):
                    raise _bad(f"audit {code}")


def _bad(what: str) -> BadFile:
    return BadFile(
        Sentence(
            "Bản sao lưu không dùng được: {what} không như lúc sao lưu. Dùng bản khác.",
            {"what": what},
        )
    )


def restore(path: Path, target: Path, at: datetime) -> Path:
    """
    Put a verified archive into ``target``, a folder without a database; gives the database file.

    A new epoch begins there, so that phones send again what came after the backup. The keys go
    there too, where the folder has none: the server that starts there needs them.
    """
    if (target / DATABASE).exists():
        raise Conflict(Sentence("Thư mục này đã có cơ sở dữ liệu. Dời nó đi trước, đừng ghi đè."))
    verify(path)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    _unpack(path, target)
    database = target / DATABASE
    with files.opened(database) as session:
        epochs.begin(session, target, at)
        session.commit()
    if not (target / KEYS).exists():
        keyring.replace(target / KEYS, keyring.ring())
    return database


def known(folder: Path, zone: Any) -> list[Backup]:
    """The archives in the folder, the newest first."""
    found = sorted(
        (path for end in (SEALED, ".zip") for path in folder.glob(f"fieldops-*{end}")),
        key=lambda path: path.stem,
        reverse=True,
    )
    return [
        Backup(
            path,
            datetime.strptime(path.stem, "fieldops-%Y%m%d-%H%M%S").replace(tzinfo=zone),
            path.stat().st_size,
            path.with_suffix(VERIFIED).exists(),
        )
        for path in found
    ]


def is_due(backups: list[Backup], at: datetime) -> bool:
    """Whether a week went by since the last one that was verified."""
    return not any(one.verified and at - one.made_at < WEEK for one in backups)


def forget_old(backups: list[Backup]) -> list[Backup]:
    """Delete all but the latest ``KEPT``; a verified one is never deleted for unverified ones."""
    good = [one for one in backups if one.verified]
    old = good[KEPT:] + [one for one in backups if not one.verified][KEPT:]
    for one in old:
        one.path.unlink(missing_ok=True)
        one.path.with_suffix(VERIFIED).unlink(missing_ok=True)
    return old
