"""Nested Chinese quotation marks: “他说‘好’”, 《读〈公约〉》."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

QUOTED_WORD = re.compile(r"“%\((\w+)\)s”")
SWAP_TITLE_MARKS = str.maketrans("《》〈〉", "〈〉《》")


def quoted(text: object, mark: str = "“") -> str:
    """Return ``text`` for use between “ and ” (or 《 and 》). Its own marks become those of the next
    level."""
    return str(text).translate(SWAP_TITLE_MARKS) if mark == "《" else "".join(_deeper(str(text)))


def _deeper(text: str) -> Iterator[str]:
    """Replace “ ” by ‘ ’, and ‘ ’ inside them by “ ”. Any other ’ is an apostrophe."""
    double = single = 0
    for character in text:
        if character == "“":
            double += 1
            yield "‘"
        elif character == "”":
            double -= 1
            yield "’"
        elif character == "‘" and double > 0:
            single += 1
            yield "“"
        elif character == "’" and single > 0:
            single -= 1
            yield "”"
        else:
            yield character


def format_quoted(sentence: str, words: Mapping[str, object]) -> str:
    """Return ``sentence % words``, with ``quoted`` applied to words that the sentence puts in “ ”."""
    return QUOTED_WORD.sub(lambda found: _escaped(f"“{quoted(words[found[1]])}”"), sentence) % words


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
