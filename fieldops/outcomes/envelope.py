"""
What phones seal so that only the office can open it, and how the office opens it.

A phone keeps everything of a person under one random data key. That key, with the slip the office
gave the person on that phone, is sealed to the office's public key: the *escrow*, a JWE (RFC 7516)
with RSA-OAEP-256 and A256GCM. So the office reads a sealed outbox without the person's PIN, and
knows by the slip, which only the office can make, whose it is.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldops.domain.errors import FieldopsError
from fieldops.domain.sentences import Sentence

BITS = 3072
"""As NIST SP 800-57 part 1 asks for beyond 2030; every browser since 2018 seals to it."""
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
_IV = 12


class NotOurs(FieldopsError):
    """What was handed in was not sealed to this office, or not by a phone of its people."""

    code = "phone.not_ours"
    status = 422  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Slip:
    """What the office wrote for one person on one phone; it comes back inside sealed boxes."""

    person: int
    commune: str
    phone: str


@dataclass(frozen=True, slots=True)
class Escrow:
    """An opened envelope: whose it is, and the data key (32 bytes)."""

    slip: Slip
    key: bytes


def new_key() -> str:
    """A private key for an office, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


class Office:
    """The office's key pair: seals slips, opens envelopes."""

    def __init__(self, pem: str) -> None:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("the office's key must be an RSA key")
        self._key = key
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.kid = hashlib.sha256(public).hexdigest()[:16]
        private = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._stamp = HKDF(hashes.SHA256(), 32, salt=None, info=b"fieldops slip 1").derive(private)

    def public(self) -> dict[str, Any]:
        """What phones need to seal: {"kid", "jwk"}."""
        numbers = self._key.public_key().public_numbers()
        jwk = {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}
        return {"kid": self.kid, "jwk": jwk | {"alg": "RSA-OAEP-256", "ext": True}}

    def write(self, slip: Slip) -> str:
        """The slip as text that nobody else can make."""
        content = _encoded(json.dumps([slip.person, slip.commune, slip.phone]).encode())
        return f"{content}.{self._mark(content)}"

    def read(self, text: str) -> Slip:
        """The slip; NotOurs when this office never wrote it."""
        content, _, mark = text.partition(".")
        if not hmac.compare_digest(mark.encode(), self._mark(content).encode()):
            raise NotOurs(
                Sentence(
                    "Tệp này không phải do điện thoại đã đăng ký với xã ghi ra. "
                    "Không nhận gì từ tệp."
                )
            )
        person, commune, phone = json.loads(_decoded(content))
        return Slip(person, commune, phone)

    def open(self, envelope: str) -> Escrow:
        """The data key and whose it is; NotOurs for another office's envelope, or a forged one."""
        head, *_ = parts = envelope.split(".")
        try:
            kid = json.loads(_decoded(head))["kid"]
        except (ValueError, TypeError, KeyError):
            raise NotOurs(_UNREADABLE) from None
        if kid != self.kid:
            raise NotOurs(
                Sentence(
                    "Tệp này khóa cho một máy chủ khác, hoặc cho khóa cũ của xã. "
                    "Nộp ở nơi đã cấp máy, hoặc mở điện thoại có sóng để gửi."
                )
            )
        try:
            content = json.loads(self._content(parts))
            key, slip = _decoded(content["key"]), str(content["slip"])
        except (ValueError, TypeError, KeyError, InvalidTag):
            raise NotOurs(_UNREADABLE) from None
        return Escrow(self.read(slip), key)

    def _content(self, parts: list[str]) -> bytes:
        head, wrapped, iv, sealed, tag = parts
        key = self._key.decrypt(_decoded(wrapped), _OAEP)
        return AESGCM(key).decrypt(_decoded(iv), _decoded(sealed) + _decoded(tag), head.encode())

    def _mark(self, content: str) -> str:
        return hmac.new(self._stamp, content.encode(), hashlib.sha256).hexdigest()


_UNREADABLE = Sentence(
    "Tệp bị hỏng hoặc không phải tệp chờ gửi của fieldops. Lưu lại tệp từ điện thoại rồi nộp lại."
)


def opened(key: bytes, item_id: str, sealed: str) -> Any:
    """A report as the phone kept it; NotOurs where the bytes were changed or are another's."""
    try:
        raw = _decoded(sealed)
        text = AESGCM(key).decrypt(raw[:_IV], raw[_IV:], f"items/{item_id}".encode())
        return json.loads(text)["outcome"]
    except (ValueError, TypeError, KeyError, InvalidTag):
        raise NotOurs(
            Sentence("Mục này bị hỏng, không mở được. Giữ tệp và hỏi quản trị.")
        ) from None


def _number(number: int) -> str:
    return _encoded(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
