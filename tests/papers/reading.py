"""A PDF read back as text, page by page, with spaces as one space."""

import io
import re

from pypdf import PdfReader


def pages_of(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    return [tidy(page.extract_text()) for page in reader.pages]


def text_of(pdf):
    return "\n---\n".join(pages_of(pdf))


def tidy(text):
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
