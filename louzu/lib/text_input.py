"""Remove control and invisible characters from text that people type or upload (ADR 23).

Kept are all visible characters, rare Han of any plane, the private use area (some input methods put
rare names there), variation selectors, and the joiners of emoji.
"""

from __future__ import annotations

import re
import unicodedata

BREAKS = re.compile("[\v\f\x85\u2028\u2029]")
"""Line breaks that no form sends by itself but other programs make; Word's is U+000B."""
REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls without tab and line breaks
    "\xad\u180e\u200b\u2060-\u2064\ufeff"  # invisible, and join nothing
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # change the direction of the text
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0001"  # annotations, beams of music, language tag
    "\ud800-\udfff\ufdd0-\ufdef"  # surrogates and noncharacters
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
"""Characters that are invisible by themselves but have a meaning beside others: fillers, the blank
Braille cell, joiners, selectors."""
INVISIBLE_CATEGORIES = {"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Me"}


def clean_text(text: str, *, multiline: bool = False) -> str:
    """Remove control characters, direction overrides and invisible characters.

    Line breaks and tabs become blanks unless ``multiline``. The text is not normalised, because
    names are stored as typed.
    """
    kept = REMOVED.sub("", BREAKS.sub("\n", text))
    return kept if multiline else re.sub(r"\r\n|[\t\r\n]", " ", kept)


def is_invisible(text: str) -> bool:
    return all(
        unicodedata.category(c) in INVISIBLE_CATEGORIES
        for c in INVISIBLE.sub("", REMOVED.sub("", text))
    )
