"""QR codes on paper: an opaque address or number, never a fact about a person."""

from __future__ import annotations

import io
import re

import segno

_OPAQUE = re.compile(r"(https?://[\w.:\[\]-]+)?[/\w-]*", re.ASCII)


def qr_svg(address: str) -> str:
    """
    The code as an SVG, medium error correction: it survives a fold and a wet thumb.

    Raises ValueError for anything but a plain address of ours: letters, digits, ``/`` and ``-``
    leave no room for a name, and a query string is refused.
    """
    if not _OPAQUE.fullmatch(address) or re.search(r"\d{9,}", address):
        raise ValueError("a QR code on paper holds an opaque address only")
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()
