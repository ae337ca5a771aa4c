"""A photo made anew from its picture alone: whatever else a file carried is left behind."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 24_000_000
"""More than any phone sends; a small file that unpacks to more is an attack."""

SIDE = 2000
"""Pixels of the longer side of what is kept: a sheet of A4 can still be read."""

QUALITY = 80


class NotAPicture(ValueError):
    """The bytes are no picture that can be kept."""


def made_anew(raw: bytes) -> bytes:
    """The picture as JPEG, upright, without place, time or device; raises NotAPicture."""
    try:
        with Image.open(io.BytesIO(raw), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture("too many pixels")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPicture(str(error)) from error
    upright.thumbnail((SIDE, SIDE))
    kept = Image.new("RGB", upright.size)
    kept.paste(upright)  # the pixels, and nothing that came along with them
    out = io.BytesIO()
    kept.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
