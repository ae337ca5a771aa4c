"""What a phone seals, made as the phone makes it (web/field/secret.js)."""

import base64
import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
DATA_KEY = bytes(range(32))


def b64(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def number(text):
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def escrow(office, slip, key=DATA_KEY, kid=None):
    """The data key and slip, sealed to ``office`` ({"kid", "jwk"})."""
    public = rsa.RSAPublicNumbers(
        number(office["jwk"]["e"]), number(office["jwk"]["n"])
    ).public_key()
    head = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": kid or office["kid"]}
    header = b64(json.dumps(head).encode())
    content, iv = os.urandom(32), os.urandom(12)
    value = json.dumps({"schema": 1, "key": b64(key), "slip": slip}).encode()
    sealed = AESGCM(content).encrypt(iv, value, header.encode())
    parts = (public.encrypt(content, OAEP), iv, sealed[:-16], sealed[-16:])
    return ".".join([header, *map(b64, parts)])


def item(outcome, key=DATA_KEY, place=None):
    """One report as it lies in the phone's outbox."""
    iv = os.urandom(12)
    value = json.dumps({"id": outcome["id"], "label": "bà Bảy", "outcome": outcome}).encode()
    sealed = AESGCM(key).encrypt(iv, value, (place or f"items/{outcome['id']}").encode())
    return {"id": outcome["id"], "seq": outcome["seq"], "sealed": b64(iv + sealed)}


def file(*boxes):
    """The file of ``(escrow, items)`` pairs."""
    listed = [{"escrow": sealed, "items": items} for sealed, items in boxes]
    made_at = "2026-11-23T05:00:00.000Z"
    return {"fieldops": "outbox", "schema": 1, "made_at": made_at, "boxes": listed}
