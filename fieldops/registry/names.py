"""Vietnamese names: tidied for keeping, folded for finding, keyed for sorting."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The Vietnamese alphabet in its own order; f, j, w and z stand where Latin script has them."""

_RANK = {letter: f"{rank:02}" for rank, letter in enumerate("0123456789" + _LETTERS, start=1)}

_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook, tilde, acute, dot below: the order of CLDR's collation for Vietnamese."""

_SHAPES = str.maketrans({"\u0306": "1", "\u0302": "2", "\u031b": "3"})
_SHAPED = {"a1": "ă", "a2": "â", "e2": "ê", "o2": "ô", "o3": "ơ", "u3": "ư"}

_INVISIBLE = dict.fromkeys((0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
"""Characters of no width that chat programs leave between letters."""

_WORDS = 8_192
"""Words kept folded: Vietnamese has about seven thousand syllables, a commune's names a few."""


def tidy(text: str) -> str:
    """The text as it is kept: composed (NFC), single spaces, case as written, nothing invisible."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_INVISIBLE).split())


def fold(text: str) -> str:
    """
    The text as it is searched: lower case, no diacritics, đ as d, words set apart by one space.

    ``Thuỵ`` and ``Thụy`` fold alike, composed or not; so do ``Đại Ân 1`` and ``dai an 1``.
    """
    return " ".join(filter(None, map(_folded, text.split())))


@lru_cache(_WORDS)
def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold()).replace("đ", "d")
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_A_WORD.sub(" ", kept).strip()


def spell(text: str) -> str:
    """
    The words as typed, for telling ``Hòa`` from ``Hoa``: lower case, each word's tone behind it.

    Where the tone mark stands does not matter: ``Thuỵ`` and ``Thụy`` are spelled alike. A space
    stands before and after each word, so that ``" hòa "`` finds the word and not a part of one.
    """
    return f" {' '.join(map(_tone_last, tidy(text).split()))} "


@lru_cache(_WORDS)
def _tone_last(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.casefold())
    tone = next((c for c in apart if c in _TONES), "")
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES)) + tone


def given_name(name: str) -> str:
    """The last word, which Vietnamese lists sort by; empty for an empty name."""
    return name.split()[-1] if name.split() else ""


def sort_key(name: str) -> str:
    """
    A key of digits that puts names in Vietnamese order, whatever the database's own collation.

    The given name comes first, then the rest, word by word. Within each, the letters decide
    (a ă â b c d đ …), and tones break ties.
    """
    words = tidy(name).split()
    rest, given = words[:-1], words[-1:]
    return "00".join((_weigh(given), _weigh(rest)))


def alphabet_key(text: str) -> str:
    """A key like ``sort_key`` for what is no person's name: places sort by their first word."""
    return _weigh(tidy(text).split())


def _weigh(words: list[str]) -> str:
    """Letters of all words, ``00`` between and after them, then the tones of all words."""
    split = [_letters_and_tones(word) for word in words]
    letters = "".join("".join(_RANK.get(c, "99") for c in word) + "00" for word, _ in split)
    return letters + "".join(tones for _, tones in split)


def _letters_and_tones(word: str) -> tuple[str, str]:
    """``bảy`` → its letters ``bay``, and one digit for its tone (0 is the level tone)."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    tone = next((str(_TONES.index(c) + 1) for c in decomposed if c in _TONES), "0")
    marked = "".join(c for c in decomposed if c not in _TONES).translate(_SHAPES)
    for pair, letter in _SHAPED.items():
        marked = marked.replace(pair, letter)
    return "".join(c for c in marked if c.isalnum()), tone
