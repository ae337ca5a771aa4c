"""
Text of before Unicode made readable: the fonts TCVN3 (ABC) and VNI, and UTF-8 read as Latin.

In such a font a Latin character only looks like a Vietnamese letter: TCVN3 draws ``¶`` as ả, VNI
writes ả as ``aû``. Sources: TCVN 5712:1993 (VN3) and the keyboard table of the VNI Windows fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import tidy
from fieldops.registry.review_lists.sheets import SheetRow
from fieldops.registry.syllables import is_syllable

FEW = 3
"""Words that no Vietnamese hand wrote: fewer are typing slips, or names from elsewhere."""

_READABLE = 0.95
"""Share of the words that must read as Vietnamese for a font to be taken for the right one."""

_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
_TONES = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VNI_ALONE = dict(zip("ñíìæóòîôö", ("đ", "í", "ì", "ỉ", "ĩ", "ị", "ỵ", "ơ", "ư"), strict=True))


def _vni_pairs() -> dict[str, str]:
    """Every two characters that the VNI font draws as one letter, small and capital."""
    shapes = [("aeouy", "", "ùøûõï"), ("aeo", _CIRCUMFLEX, "áàåãä"), ("a", _BREVE, "éèúüë")]
    pairs = {"aê": "ă"} | {base + "â": base + _CIRCUMFLEX for base in "aeo"}
    for bases, shape, marks in shapes:
        for mark, tone in zip(marks, _TONES, strict=True):
            pairs |= {base + mark: base + shape + tone for base in bases}
            pairs |= {"ôö"[at] + mark: "ou"[at] + _HORN + tone for at in (0, 1) if not shape}
    small = {pair: unicodedata.normalize("NFC", letter) for pair, letter in pairs.items()}
    return small | {
        p[0].upper() + m: v.upper() for p, v in small.items() for m in (p[1], p[1].upper())
    }


_VNI = _vni_pairs() | _VNI_ALONE | {k.upper(): v.upper() for k, v in _VNI_ALONE.items()}
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_LETTERS = frozenset(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwzáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
_TCVN3_SIGNS = frozenset("¨®¬\u00adµ¸¶·¹»¾¼½¿§¡£¢")
_VNI_PAIR = re.compile("[ae][à-ý]")
"""The VNI font writes ễ as eã; in Vietnamese no accented letter follows a plain a or e."""

_NOT_A_LETTER = re.compile(r"[\x00-@\[-`{-\x7f\u2010-\u2027\u2030-\u205e]+")
_BEYOND_LATIN = re.compile(r"[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")


def readable(rows: Sequence[SheetRow]) -> tuple[SheetRow, ...]:
    """
    The rows in Unicode, whatever font they were typed in, tidied.

    Raises BadFile where no font makes the text Vietnamese, and where a file mixes fonts so that a
    cell could be read in two ways: a name is never garbled.
    """
    texts = [cell for row in rows for cell in row.cells if isinstance(cell, str)]
    change = _mend_one if _are_readable(texts) else _mending(texts)
    return tuple(
        SheetRow(row.line, tuple(change(c) if isinstance(c, str) else c for c in row.cells))
        for row in rows
    )


def is_readable(rows: Iterable[SheetRow]) -> bool:
    """Whether the words read as Vietnamese, as they stand."""
    return _are_readable(cell for row in rows for cell in row.cells if isinstance(cell, str))


def is_clean(rows: Iterable[SheetRow]) -> bool:
    """Whether not one word is one that no Vietnamese hand wrote."""
    texts = (cell for row in rows for cell in row.cells if isinstance(cell, str))
    return not any(map(_strange, _words(texts)))


def _are_readable(texts: Iterable[str]) -> bool:
    return sum(_strange(word) for word in _words(texts)) < FEW


def _mending(texts: Sequence[str]) -> Callable[[str], str]:
    """What to do with each cell of a file that holds text of an old font."""
    mixed = any(_BEYOND_LATIN.search(text) for text in texts)
    read = _font_of([text for text in texts if _is_old(text, mixed)])
    return partial(_mend, read=read, mixed=mixed)


def _is_old(text: str, mixed: bool) -> bool:
    """In a file of one font every cell is; in a mixed one, those with a word that is no word."""
    return not mixed or any(map(_strange, _words([text])))


def _font_of(texts: Sequence[str]) -> Callable[[str], str]:
    """The font that makes these texts Vietnamese. Raises BadFile when none does."""
    words = list(_words(texts))
    shares = [sum(_reads(read(word)) for word in words) / len(words) for read in _FONTS]
    best = max(range(len(_FONTS)), key=lambda at: shares[at])
    if shares[best] < _READABLE:
        raise BadFile(_OLD_FONT)
    return _FONTS[best]


def _mend(cell: str, read: Callable[[str], str], mixed: bool) -> str:
    if cell.isascii():
        return tidy(cell)
    if _is_old(cell, mixed):
        return tidy(read(cell))
    if mixed and not _BEYOND_LATIN.search(cell) and read(cell) != cell and _all_read(read(cell)):
        raise BadFile(_two_ways(cell[:60], read(cell)[:60]))
    return tidy(cell)


def _mend_one(cell: str) -> str:
    """
    A cell of a file that is Unicode but for a word or two: typed on an old machine, and copied in.

    A name from elsewhere that no font explains stays as it is.
    """
    if not any(map(_strange, _words([cell]))):
        return tidy(cell)
    found = {tidy(read(cell)) for read in _FONTS if _all_read(read(cell))}
    if len(found) > 1:
        raise BadFile(_two_ways(*sorted(found)[:2]))
    return found.pop() if found else tidy(cell)


def _all_read(text: str) -> bool:
    return all(map(_reads, _words([text])))


def _words(texts: Iterable[str]) -> Iterable[str]:
    """The words with more than plain letters; ``£`` and ``§`` are letters of TCVN3."""
    for text in texts:
        for word in _NOT_A_LETTER.split(text):
            if not word.isascii():
                yield word


def _reads(word: str) -> bool:
    return word.isascii() or is_syllable(word)


def _strange(word: str) -> bool:
    """A word with signs or letters that Vietnamese never has inside one."""
    small = word.lower()
    if _VNI_PAIR.search(small):
        return True
    if not re.search("[a-z]", small):
        return False
    return any(
        c in _TCVN3_SIGNS or unicodedata.combining(c) or (c.isalpha() and c not in _LETTERS)
        for c in unicodedata.normalize("NFC", small)
    )


def _from_tcvn3(text: str) -> str:
    """
    Most accented capitals have no code in this font: people typed the small letter, drawn large by
    a second font. A word in capitals gets them back, and so does the first letter of a name.
    """
    typed = text.split(" ")
    named = not any(word[:1].isascii() and word[:1].islower() for word in typed)
    return " ".join(_recase(word, word.translate(_TCVN3), named) for word in typed)


def _recase(typed: str, word: str, named: bool) -> str:
    plain = [c for c in typed if c in "¡¢§£¤¥¦" or (c.isascii() and c.isalpha())]
    if len(plain) > 1 and not any(c.islower() for c in plain):
        return word.upper()
    has_no_capital = word[:1] not in "ăâđêôơư" and not word[:1].isascii()
    return word[:1].upper() + word[1:] if named and has_no_capital else word


def _from_vni(text: str) -> str:
    return _VNI_LETTER.sub(lambda found: _VNI[found.group()], text)


def _from_misread_utf8(text: str) -> str:
    """UTF-8 that some program took for Latin text; a word that lost a byte stays as it is."""
    return " ".join(map(_reread, text.split(" ")))


def _reread(word: str) -> str:
    try:
        return b"".join(map(_byte, word)).decode("utf-8")
    except UnicodeError:
        return word


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


_FONTS: tuple[Callable[[str], str], ...] = (_from_tcvn3, _from_vni, _from_misread_utf8)

_OLD_FONT = Sentence(
    "Chữ trong tệp gõ bằng phông cũ hoặc sai bảng mã mà không nhận ra được. "
    "Chuyển sang Unicode rồi tải lại."
)


def _two_ways(text: str, other: str) -> Sentence:
    return Sentence(
        "Tệp lẫn chữ Unicode và phông cũ: “{text}” có thể là “{other}”. "
        "Chuyển cả tệp sang Unicode rồi tải lại.",
        {"text": text, "other": other},
    )
