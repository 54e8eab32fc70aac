"""``make folding``: write the table of traditional and variant characters with their simplified
ones, from OpenCC.

Search folds single characters, so that positions in folded text are those in the original. OpenCC
would take 20 MB per worker; the table takes less than one.
"""

from __future__ import annotations

import sys
import textwrap

from opencc import OpenCC

from governance.search.words import SIMPLIFIED

HEAD = "Written by dev.folding from OpenCC (Apache-2.0): a character and its simplified one.\n"
CHARACTERS = [*map(chr, range(0x3400, 0xA000)), *map(chr, range(0x20000, 0x2EBF0))]
REGIONAL_CONFIGURATIONS = ("s2t", "s2tw", "s2hk")


def main() -> int:
    SIMPLIFIED.write_text(table_source(), "utf-8")
    return 0


def table_source() -> str:
    pairs = " ".join(f"{one}{other}" for one, other in sorted(table().items()))
    return HEAD + textwrap.fill(pairs, width=100) + "\n"


def table() -> dict[str, str]:
    """Return character → simplified character.

    It contains traditional characters, characters that Taiwan or Hong Kong use for another (著 for
    着), and simplified variants with the same traditional character (谘 and 咨).
    """
    found, ways = _changed("t2s"), [_changed(place) for place in REGIONAL_CONFIGURATIONS]
    for way in ways:
        for simple, written in way.items():
            if written not in found and not any(written in other for other in ways):
                found[written] = found.get(simple, simple)
    for simple, written in ways[0].items():
        found.setdefault(simple, found.get(written, written))
    return {
        one: last
        for one, other in found.items()
        if (last := _fully_simplified(other, found)) != one
    }


def _changed(configuration: str) -> dict[str, str]:
    converted = OpenCC(configuration).convert("\n".join(CHARACTERS)).split("\n")
    return {a: b for a, b in zip(CHARACTERS, converted, strict=True) if a != b}


def _fully_simplified(character: str, found: dict[str, str]) -> str:
    while found.get(character, character) != character:
        character = found[character]
    return character


if __name__ == "__main__":
    sys.exit(main())
