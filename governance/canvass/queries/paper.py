"""Pages of the printed text and of the roster."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
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

    @property
    def annex(self) -> list[SafeString]:
        """The pages that follow the sheet, because the text does not fit on its first page."""
        return self.pages if self.clauses else []


CHARACTERS_ON_A_PAGE = 34
"""Characters per line of the printed text, in 14 points."""
LINES_ON_A_PAGE = 23
"""Lines of the printed text on a page, besides its head and foot."""
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


def signed_text(body: str, *, photos: bool = False, options: Iterable[Option] = ()) -> SignedText:
    """Return the text in full if it fits on the first page, else its clauses and all its pages.

    ``photos`` says whether attached photos are printed below it. ``options`` are printed there, too;
    if the text has other pages, its last ones end with them.
    """
    items = [_item(option) for option in options]
    first = LINES_ON_A_PAGE - (LINES_OF_PHOTOS if photos else 0) - sum(map(_height, items))
    blocks = [part for block in _blocks(body) for part in _parts(block)]
    if sum(map(_height, blocks)) <= first:
        return SignedText([from_markdown(body)], [])
    pages: list[list[str]] = [[]]
    for block in (*blocks, *items):
        if pages[-1] and sum(map(_height, [*pages[-1], block])) > LINES_ON_A_PAGE:
            pages.append([])
        pages[-1].append(block)
    bodies = ["\n\n".join(page) for page in pages]
    return SignedText([from_markdown(body) for body in bodies], clauses_of(body, len(items)))


def fits_with_strip(canvass: Canvass) -> bool:
    """Return whether text, options and a strip fit on one page. Attachments may have photos, so they
    never do."""
    lines = sum(map(_height, _blocks(canvass.body))) + LINES_OF_OPTION * len(
        canvass.present_options
    )
    room = LINES_ON_A_PAGE - LINES_OF_STRIP
    return not canvass.attachments.all() and lines <= room


def _item(option: Option) -> str:
    words = f"{option}：{option.details}" if option.details else str(option)
    return f"{option.number}. {escape_marks(' '.join(words.split()))}"


def clauses_of(body: str, options: int = 0) -> list[str]:
    """Return the first line of each clause, with its number if the text has numbers, else counted.

    A paragraph is a clause, and so is each numbered or listed line in it. Of too many clauses, the
    last ones are left out. Each of ``options`` below them takes the place of one.
    """
    most = max(MAX_CLAUSES - options, FEWEST_CLAUSES)
    firsts = [_first_words(block.split("\n", 1)[0]) for block in _blocks(body)]
    if not any(re.match(r"\d+\.|第", first) for first in firsts):
        firsts = [f"{number}. {first}" for number, first in enumerate(firsts, start=1)]
    if len(firsts) > most:
        more = _("还有%(n)s条，见附页") % {"n": len(firsts) - most}
        return [*firsts[:most], more]
    return firsts


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
