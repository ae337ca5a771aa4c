"""Whether a word could be Vietnamese: how its letters may follow each other."""

from __future__ import annotations

import re
import unicodedata

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
_PLAIN_RHYME = (
    "(?:[aăâeêioôơuưy]|ia|iê|yê|ya|ua|uô|ưa|ươ|oa|oă|oe|oo|uâ|uê|uy|uyê|uya|uơ)"
    "(?:ch|nh|ng|[cmnpt])?"
)
_GLIDING_RHYME = (
    "(?:ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu"
    "|iêu|yêu|oai|oay|oao|oeo|uôi|ươi|ươu|uây|uyu|uêu)"
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{_PLAIN_RHYME}|{_GLIDING_RHYME})|g[iì]n?h?")


def is_syllable(word: str) -> bool:
    """
    Whether the letters make a syllable of Vietnamese, with one tone at most, in any case.

    Wider than the dictionary: it tells text from garble, not right spelling from wrong.
    """
    apart = unicodedata.normalize("NFD", word.lower())
    if len(_TONES.findall(apart)) > 1:
        return False
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONES.sub("", apart))))
