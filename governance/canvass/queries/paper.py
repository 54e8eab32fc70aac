"""Pages of the printed text and of the roster."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance.canvass.models import Canvass, Option, Voice
from louzu.lib.markup import escape_marks
from louzu.lib.text import from_markdown, strip_marks, truncated


@dataclass(frozen=True, slots=True)
class Leaf:
    """Page ``number`` of ``of``."""

    number: int
    of: int
    voices: Sequence[Voice]


@dataclass(frozen=True, slots=True)
class SignedText:
    """The text of a canvass as it is printed with the sheet that is signed."""

    pages: list[SafeString]
    clauses: list[str]
    """First lines of the clauses, if the text does not fit on one page; else empty."""
    names: list[str]
    """The options in short, for below the clauses. Empty if there is no room for them, too."""

    @property
    def annex(self) -> list[SafeString]:
        """The pages that follow the sheet, because the text does not fit on its first page."""
        return self.pages if self.clauses else []


CHARACTERS_ON_A_PAGE = 34
"""Characters per line of the printed text, in 14 points."""
LINES_ON_A_PAGE = 23
"""Lines of the printed text on a page, besides its head and foot."""
CHARACTERS_OF_QUESTION = 20
"""Characters per line of the question above it."""
LINES_BESIDE_CLAUSES, LINES_OF_CLAUSE = 5, 1.14
"""Lines of what stands on a page with clauses besides them, and lines that each of them takes."""
LINES_OF_STRIP = 11
"""Lines whose place a strip takes that stands below the text."""
LINES_OF_OPTION = 3
"""Lines of an option: its title with two lines of details."""
LINES_OF_PHOTOS = 8
"""Lines whose place the printed photos take."""
MAX_CLAUSES, FEWEST_CLAUSES = 14, 4
CLAUSE_LENGTH = 30
CLAUSE = re.compile(
    r"\s*(?:[1-9]\d*\.\s|[-*]\s|#{1,6}\s|第[一二三四五六七八九十百\d]+[条章]|[一二三四五六七八九十]+、)"
)
"""The beginning of a line that begins a clause inside a paragraph."""


def voices_by_number(canvass: Canvass) -> list[Voice]:
    return list(Voice.objects.filter(canvass=canvass).order_by("number"))


def pages_of(voices: Sequence[Voice], size: int) -> list[Leaf]:
    parts = [voices[at : at + size] for at in range(0, len(voices), size)] or [[]]
    return [Leaf(number, len(parts), part) for number, part in enumerate(parts, start=1)]


def signed_text(canvass: Canvass) -> SignedText:
    """Return the text in full if it fits on the first page, else its clauses and all its pages.

    Photos and options are printed below it; if the text has other pages, its last ones end with the
    options.
    """
    body, options = canvass.body, canvass.present_options
    items = [_item(option) for option in options]
    room = LINES_ON_A_PAGE - _further_lines(canvass.question)
    first = room - sum(map(_height, items))
    first -= bool(items)  # the line that says how many to tick
    photos = any(file.kind == "photo" for file in canvass.documents)
    first -= LINES_OF_PHOTOS * photos
    blocks = [part for block in _blocks(body) for part in _parts(block)]
    if sum(map(_height, blocks)) <= first:
        return SignedText([from_markdown(body)], [], [])
    pages: list[list[str]] = [[]]
    for block in (*blocks, *items):
        if pages[-1] and sum(map(_height, [*pages[-1], block])) > room:
            pages.append([])
        pages[-1].append(block)
    bodies = ["\n\n".join(page) for page in pages]
    left = int((room - LINES_BESIDE_CLAUSES) / LINES_OF_CLAUSE) - len(items)
    named = left >= FEWEST_CLAUSES + 1
    names = [f"{one.number}. {truncated(str(one), CLAUSE_LENGTH)}" for one in options]
    clauses = first_clauses(clauses_of(body), left if named else left + len(items))
    return SignedText([from_markdown(body) for body in bodies], clauses, names if named else [])


def _further_lines(question: str) -> float:
    """Return the lines of text whose place a long question takes besides its first line."""
    return 1.25 * (math.ceil(len(question) / CHARACTERS_OF_QUESTION) - 1)


def fits_with_strip(canvass: Canvass) -> bool:
    """Return whether text, options and a strip fit on one page. Attachments may have photos, so they
    never do."""
    lines = sum(map(_height, _blocks(canvass.body))) + LINES_OF_OPTION * len(
        canvass.present_options
    )
    rules = 2 * canvass.has_options  # one in the text, one on the strip
    room = LINES_ON_A_PAGE - LINES_OF_STRIP - rules - 2 * _further_lines(canvass.question)
    return not canvass.attachments.all() and lines <= room


def _item(option: Option) -> str:
    words = f"{option}：{option.details}" if option.details else str(option)
    return f"{option.number}. {escape_marks(' '.join(words.split()))}"


def clauses_of(body: str) -> list[str]:
    """Return the first line of each clause, with its number if the text has numbers, else counted.

    A paragraph is a clause, and so is each numbered or listed line in it.
    """
    firsts = [_first_words(block.split("\n", 1)[0]) for block in _blocks(body)]
    if not any(re.match(r"\d+\.|第", first) for first in firsts):
        firsts = [f"{number}. {first}" for number, first in enumerate(firsts, start=1)]
    return firsts


def first_clauses(clauses: list[str], rows: int) -> list[str]:
    """Return the clauses if they fit in so many rows, else the first ones and how many there are more.
    At most ``MAX_CLAUSES`` are kept, and one at least."""
    if len(clauses) <= min(rows, MAX_CLAUSES):
        return clauses
    most = max(1, min(rows - 1, MAX_CLAUSES))
    return [*clauses[:most], _("还有%(n)s条，见附页") % {"n": len(clauses) - most}]


def _first_words(line: str) -> str:
    words = strip_marks(line)
    sentence = re.split(r"(?<=[。！？；])", words, maxsplit=1)[0]
    return truncated(sentence, CLAUSE_LENGTH)


def _blocks(body: str) -> list[str]:
    """Return the paragraphs and list items that may stand on different pages."""
    blocks: list[str] = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        for at, line in enumerate(paragraph.splitlines()):
            if at == 0 or CLAUSE.match(line):
                blocks.append(line)
            else:
                blocks[-1] += f"\n{line}"
    return blocks


def _parts(block: str) -> Iterator[str]:
    """Cut a paragraph that is higher than a page, after a sentence if it has one."""
    most = CHARACTERS_ON_A_PAGE * (LINES_ON_A_PAGE - 2)
    while _height(block) > LINES_ON_A_PAGE and len(block) > most // 3:
        room = block[:most]
        end = max(room.rfind(mark) for mark in "。；\n") + 1
        cut = end if end > most // 3 else most
        yield block[:cut]
        block = block[cut:].lstrip("\n")
    yield block


def _height(block: str) -> float:
    """Return the lines that a paragraph takes, with the space below it."""
    lines = [max(1, math.ceil(len(line) / CHARACTERS_ON_A_PAGE)) for line in block.splitlines()]
    return sum(lines) + 0.5
