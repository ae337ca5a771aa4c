"""Files that lie sealed: small ones whole, archives in blocks (ADR 20)."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any, BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldops.store import keyring

WHOLE, IN_BLOCKS = b"fieldops sealed 1\n", b"fieldops blocks 1\n"
"""How a sealed file begins; no PDF, JPEG or ZIP begins so."""
BLOCK, SALT, TAG = 1 << 20, 32, 16
_HEAD = len(IN_BLOCKS) + 4 + SALT


def keep(path: Path, content: bytes, place: str) -> None:
    """Keep the content sealed: whole and on the disk, or not at all."""
    fresh = path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(WHOLE + keyring.ring().seal(content, place))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def kept(path: Path, place: str) -> bytes | None:
    """
    The content; None where there is no file. One kept before there were seals is given as it is.

    Raises CannotOpen.
    """
    try:
        held = path.read_bytes()
    except FileNotFoundError:
        return None
    if not held.startswith(WHOLE):
        return held
    return keyring.opened(held[len(WHOLE) :], place)


def is_settled(path: Path) -> bool:
    """Whether the file lies sealed under the current key."""
    with path.open("rb") as file:
        begins = file.read(len(WHOLE) + keyring.HEAD + keyring.NONCE + 1)
    key = keyring.key_of(begins[len(WHOLE) :]) if begins.startswith(WHOLE) else ""
    return key == keyring.ring().current


def writing(target: BinaryIO) -> BinaryIO:
    """What is written here goes to ``target`` sealed; ``close`` it, or it does not open."""
    return cast(BinaryIO, Sealing(target))


def reading(source: BinaryIO, name: str) -> BinaryIO:
    """What ``writing`` took, from any place. Raises CannotOpen where it was changed or cut."""
    opening: Any = Opening(source, name)
    return io.BufferedReader(opening, BLOCK)


class Sealing(io.RawIOBase):
    """
    Seals what is written into ``target``, in blocks, without ever holding the whole.

    Each file has a key of its own, derived from the ring's, so blocks are simply counted; the last
    one says that it is the last, so a file cut short does not open.
    """

    def __init__(self, target: BinaryIO) -> None:
        salt = os.urandom(SALT)
        ring = keyring.ring()
        target.write(IN_BLOCKS + bytes.fromhex(ring.current) + salt)
        self._cipher, self._target = AESGCM(ring.derived(ring.current, salt)), target
        self._waiting, self._count = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._waiting += content
        while len(self._waiting) > BLOCK:
            self._put(last=False)
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._put(last=True)
        super().close()

    def _put(self, *, last: bool) -> None:
        block = bytes(self._waiting[:BLOCK])
        del self._waiting[:BLOCK]
        self._target.write(self._cipher.encrypt(_nonce(self._count, last=last), block, None))
        self._count += 1


def reseal(folder: Path, ends: str, kind: str) -> int:
    """
    Seal under the current key what lies in the clear or under an older one; how many those were.

    ``folder`` has a folder for each commune; what was under way in the clear is dropped, since
    its phone sends it again.
    """
    for half in folder.glob("*/*.part"):
        half.unlink()
    late = [path for path in sorted(folder.glob(f"*/*{ends}")) if not is_settled(path)]
    for path in late:
        place = f"{kind}/{path.parent.name}/{path.stem}"
        keep(path, kept(path, place) or b"", place)
    return len(late)


class Opening(io.RawIOBase):
    """Opens what ``Sealing`` wrote, one block at a time."""

    def __init__(self, source: BinaryIO, name: str) -> None:
        head = source.read(_HEAD)
        key, salt = head[len(IN_BLOCKS) : -SALT], head[-SALT:]
        self._cipher = AESGCM(keyring.derived(key.hex(), salt, name))
        self._source, self._name, self._at = source, name, 0
        sealed = source.seek(0, io.SEEK_END) - _HEAD
        self._blocks = max(1, -(-sealed // (BLOCK + TAG)))
        self._size = sealed - self._blocks * TAG
        self._held: tuple[int, bytes] = (-1, b"")
        self._block(self._blocks - 1)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, BLOCK)
        part = self._block(number)[start : start + len(into)]
        into[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _block(self, number: int) -> bytes:
        if self._held[0] != number:
            self._source.seek(_HEAD + number * (BLOCK + TAG))
            sealed = self._source.read(BLOCK + TAG)
            nonce = _nonce(number, last=number == self._blocks - 1)
            try:
                self._held = number, self._cipher.decrypt(nonce, sealed, None)
            except (InvalidTag, ValueError):
                raise keyring.changed(self._name) from None
        return self._held[1]


def is_in_blocks(path: Path) -> bool:
    """Whether ``Sealing`` wrote the file."""
    with path.open("rb") as file:
        return file.read(len(IN_BLOCKS)) == IN_BLOCKS


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
