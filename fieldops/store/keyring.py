"""
The key ring: the keys under which the server seals what must not be read off its disk (ADR 20).

A sealed value is 1 byte of version, 4 of key id, 12 of nonce, then AES-256-GCM's ciphertext and
tag. Its *place* (table.column.row, or a file's name) is authenticated with it, so that a value
moved elsewhere does not open. Nonces are drawn by lot: NIST SP 800-38D allows 2**32 values a key.
"""

from __future__ import annotations

import hmac
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldops.domain.errors import CannotOpen
from fieldops.domain.sentences import Sentence

FORMAT = "fieldops.keys/1"
VERSION = b"\x01"
HEAD, NONCE = 5, 12
MORE = HEAD + NONCE + 16
"""Bytes by which a sealed value is longer."""
INDEX_BYTES = 16
"""Of a blind index: two of 50,000 different numbers meet by chance once in 10**29 registers."""


class Sealed(bytes):
    """A value as the ring sealed it; columns of sealed values take nothing else."""

    __slots__ = ()


@dataclass(frozen=True)
class KeyRing:
    """Keys by id (8 hex digits); ``current`` seals, all open. ``index`` is for blind indexes."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)

    @cached_property
    def _ciphers(self) -> dict[bytes, AESGCM]:
        return {bytes.fromhex(name): AESGCM(key) for name, key in self.keys.items()}

    @cached_property
    def _seal_with(self) -> tuple[bytes, AESGCM]:
        name = bytes.fromhex(self.current)
        return VERSION + name, self._ciphers[name]

    def seal(self, content: bytes, place: str) -> Sealed:
        """The content, to be opened at that place only."""
        head, cipher = self._seal_with
        nonce = os.urandom(NONCE)
        return Sealed(head + nonce + cipher.encrypt(nonce, content, place.encode()))

    def open(self, sealed: bytes, place: str) -> bytes:
        """The content. Raises CannotOpen: no such key, changed, or sealed for another place."""
        cipher = self._ciphers.get(sealed[1:HEAD]) if sealed[:1] == VERSION else None
        if cipher is None:
            raise _no_key(key_of(sealed), place)
        try:
            start = HEAD + NONCE
            return cipher.decrypt(sealed[HEAD:start], sealed[start:], place.encode())
        except (InvalidTag, ValueError):
            raise changed(place) from None

    def derived(self, key: str, salt: bytes) -> bytes:
        """A key for one file, made of that key and the file's own salt (HKDF, RFC 5869)."""
        return HKDF(SHA256(), 32, salt, b"fieldops file").derive(self.keys[key])

    def blind(self, value: str, place: str) -> bytes:
        """What stands for the value where it is looked up: equal values are equal, no more."""
        return hmac.digest(self.index, f"{place}\n{value}".encode(), "sha256")[:INDEX_BYTES]


def key_of(sealed: bytes) -> str:
    """The id of the key a value was sealed with; "" for what no ring sealed."""
    return sealed[1:HEAD].hex() if sealed[:1] == VERSION and len(sealed) > HEAD + NONCE else ""


def new() -> KeyRing:
    """A ring of one key, drawn by lot."""
    name = os.urandom(4).hex()
    return KeyRing(name, {name: AESGCM.generate_key(256)}, os.urandom(32))


def rotated(ring: KeyRing) -> KeyRing:
    """The ring with one key more, which seals from now on; blind indexes stay as they are."""
    fresh = new()
    return KeyRing(fresh.current, {**ring.keys, **fresh.keys}, ring.index)


def load(path: Path) -> KeyRing:
    """The ring in the file. Raises CannotOpen with what to do."""
    try:
        said = json.loads(path.read_text())
        keys = {name: b64decode(key, validate=True) for name, key in said["keys"].items()}
        ring = KeyRing(said["current"], keys, b64decode(said["index"], validate=True))
        ring.seal(b"", "")
        if said["format"] != FORMAT or len(ring.index) != 32:
            raise ValueError(said["format"])
    except FileNotFoundError:
        raise CannotOpen(_missing(path)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CannotOpen(_unreadable(path)) from None
    return ring


def make(path: Path) -> KeyRing:
    """A new ring in the file, readable by its owner only; if it is there already, that one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = _written(path, new())
    with suppress(FileExistsError):
        os.link(own, path)  # of two processes the first wins, and nobody reads half of one
    own.unlink()
    return load(path)


def replace(path: Path, ring: KeyRing) -> None:
    """The file now holds this ring: whole, or as before."""
    _written(path, ring).replace(path)


def _written(path: Path, ring: KeyRing) -> Path:
    own = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    said = {
        "format": FORMAT,
        "current": ring.current,
        "keys": {name: b64encode(key).decode() for name, key in ring.keys.items()},
        "index": b64encode(ring.index).decode(),
    }
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(said, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return own


@dataclass(slots=True)
class _Held:
    path: Path | None = None
    ring: KeyRing | None = None


_held = _Held()


def use(path: Path) -> None:
    """Of this process from now on: the ring in this file, read when first needed."""
    _held.path, _held.ring = path, None


def ring() -> KeyRing:
    """The ring of this process. Raises CannotOpen where its file is missing or unreadable."""
    if _held.ring is None:
        if _held.path is None:
            raise RuntimeError("no key file was named")
        _held.ring = load(_held.path)
    return _held.ring


def opened(sealed: bytes, place: str) -> bytes:
    """``ring().open``, after another look at the file where another process has added a key."""
    if key_of(sealed) not in ring().keys and _held.path is not None:
        _held.ring = load(_held.path)
    return ring().open(sealed, place)


def derived(key: str, salt: bytes, place: str) -> bytes:
    """``ring().derived``. Raises CannotOpen where the ring lacks the key."""
    if key not in ring().keys and _held.path is not None:
        _held.ring = load(_held.path)
    if key not in ring().keys:
        raise _no_key(key, place)
    return ring().derived(key, salt)


def _missing(path: Path) -> Sentence:
    return Sentence(
        "Máy chủ không có tệp khoá {file}, nên dữ liệu đã niêm phong không mở được. "
        "Đặt tệp khoá đã cất riêng vào chỗ đó rồi khởi động lại. Đừng tạo khoá mới.",
        {"file": path.name},
    )


def _unreadable(path: Path) -> Sentence:
    return Sentence(
        "Tệp khoá {file} không đọc được. Đặt lại bản đã cất riêng rồi khởi động lại.",
        {"file": path.name},
    )


def _no_key(name: str, place: str) -> CannotOpen:
    return CannotOpen(
        Sentence(
            "Tệp khoá không có khoá {key} để mở {place}. "
            "Đặt đúng tệp khoá của máy chủ này rồi khởi động lại.",
            {"key": name or "–", "place": place},
        )
    )


def changed(place: str) -> CannotOpen:
    """What to say of something that the right key does not open."""
    return CannotOpen(
        Sentence(
            "Dữ liệu ở {place} không mở được: đã bị sửa, hoặc chép từ chỗ khác sang. "
            "Đừng ghi đè; báo quản trị để lấy lại từ bản sao lưu.",
            {"place": place},
        )
    )
