"""Quotation marks within quotation marks: “他说‘好’”, 《读〈公约〉》."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

QUOTED_WORD = re.compile(r"“%\((\w+)\)s”")
TITLES = str.maketrans("《》〈〉", "〈〉《》")


def quoted(text: object, mark: str = "“") -> str:
    """``text`` as it stands between “ and ” (or 《 and 》), its own marks one level deeper."""
    return str(text).translate(TITLES) if mark == "《" else "".join(_deeper(str(text)))


def _deeper(text: str) -> Iterator[str]:
    """What stands in ‘ ’ within “ ” comes into “ ” again; the apostrophe of don’t stays."""
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
    """``sentence % words``; whatever the sentence puts between “ and ” is quoted."""
    return QUOTED_WORD.sub(lambda found: _escaped(f"“{quoted(words[found[1]])}”"), sentence) % words


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
