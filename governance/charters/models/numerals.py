"""Numbers as charters write them."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """Return ``十二`` for 12. Numbers above 99 are written as digits."""
    if n < 10:  # noqa: PLR2004 -- one digit
        return DIGITS[n]
    if n >= 100:  # noqa: PLR2004 -- charters are shorter
        return str(n)
    tens, ones = divmod(n, 10)
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")
