"""Invented people by the thousand, with names as they are spread in the delta."""

from __future__ import annotations

import random

_SURNAMES = """
Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Lâm Thạch Sơn
"""
_MIDDLES = "Thị Thị Thị Văn Văn Văn Hữu Ngọc Minh Kim Thanh Hoàng Quốc Mỹ Sa Cẩm"
_GIVEN = """
Bảy Tám Chín Hoa Hòa Hóa Hoà Lan Loan Lành Ngân Nga Nghĩa Thuỷ Thủy Thuý Thụy Đèo Được Đức Út Mười
Sáu Tư Năm Hai Phước Phúc Quỳnh Quyên Rươl Sương Sang Tâm Tấm Vân Văn Xuân Yến Ý
"""
_WORDS = [text.split() for text in (_SURNAMES, _MIDDLES, _GIVEN)]


def name(draw: random.Random) -> str:
    """One invented name of three words."""
    return " ".join(draw.choice(words) for words in _WORDS)
