"""Numbers and days written out in Vietnamese words, as declarations ask for."""

from __future__ import annotations

from datetime import date

from fieldops.domain.partial_date import PartialDate

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def day_in_words(value: PartialDate | date | None) -> str:
    """ "ngày mười hai tháng ba năm một nghìn chín trăm bốn mươi hai"; only what is known."""
    if value is None:
        return ""
    parts = [f"năm {number_in_words(value.year)}"]
    if value.month:
        parts.insert(0, f"tháng {_month(value.month)}")
    if value.day:
        parts.insert(0, f"ngày {number_in_words(value.day)}")
    return " ".join(parts)


def _month(number: int) -> str:
    return "tư" if number == 4 else number_in_words(number)


def number_in_words(number: int) -> str:
    """A whole number from 0 to 9999; raises ValueError beyond."""
    if not 0 <= number <= 9999:
        raise ValueError(f"{number} is not written out here")
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest, spoken_zero=False)
    words = f"{_DIGITS[thousands]} nghìn"
    return f"{words} {_below_thousand(rest, spoken_zero=True)}" if rest else words


def _below_thousand(number: int, *, spoken_zero: bool) -> str:
    """``spoken_zero``: after thousands an empty hundred is said: "không trăm linh năm"."""
    hundreds, rest = divmod(number, 100)
    if not hundreds and not spoken_zero:
        return _below_hundred(rest)
    words = f"{_DIGITS[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} linh {_DIGITS[rest]}" if rest < 10 else f"{words} {_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    return f"{words} {_after_tens(tens, ones)}" if ones else words


def _after_tens(tens: int, ones: int) -> str:
    """One, four and five change their sound: hai mươi mốt, hai mươi tư, mười lăm."""
    if ones == 5:
        return "lăm"
    if tens > 1 and ones in (1, 4):
        return {1: "mốt", 4: "tư"}[ones]
    return _DIGITS[ones]
