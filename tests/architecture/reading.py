"""Who may read what in which state: the words in which each room says it in its ``reading.py``.

A room's table has a row for each state of each of its lifecycles. Its ``make`` makes one thing for
each row, which says a word of its own in its text, in its earlier texts and in its files, and another
in its title. The walk in ``test_reading.py`` then looks for these words at every address as everybody.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from tests.architecture.cast import Cast
from tests.architecture.site import PERSONAS
from tests.architecture.test_doors import body_of

Readers = frozenset[str]
EVERYBODY: Readers = frozenset(PERSONAS)
"""Strangers where the building has a public page; without one the same as ``MEMBERS``."""
STRANGERS: Readers = frozenset({"neighbour", "foreign_staff", "visitor"})
MEMBERS: Readers = EVERYBODY - STRANGERS
LEADS: Readers = frozenset({"leader", "staff"})
PEN: Readers = LEADS | {"deputed"}
CARRIES: Readers = MEMBERS - {"resident"}
NOBODY: Readers = frozenset()

WORD = re.compile(r"MARKED\d{3}")
MARKS = re.compile(r"</?(?:mark|ins|del|b|wbr)\b[^>]*>")


@dataclass(frozen=True)
class Row:
    """In this state, and where it matters in these circumstances, they may read its text."""

    state: str
    text: Readers
    when: str = ""
    title: Readers | None = None
    """They know that it exists and what it is called; those who read its text, where not said."""

    @property
    def titled(self) -> Readers:
        return self.text if self.title is None else self.title


Table = dict[str, tuple[Row, ...]]


@dataclass(frozen=True)
class Shows:
    """What is read at an address: of which lifecycles each text by all its readers, or some text."""

    always: frozenset[str] = frozenset()
    sometimes: bool = False


def always(*lifecycles: str) -> Shows:
    """Who may read the text reads it here; who may not gets no more than the title."""
    return Shows(frozenset(lifecycles))


SOMETIMES = Shows(sometimes=True)
"""Some text can be read here, in some state."""
ACTS = Shows()
"""For those who may do something. What they see of the text, they may read."""


def acting(names: str) -> dict[str, Shows]:
    """Addresses, between spaces, that are there for those who act."""
    return dict.fromkeys(names.split(), ACTS)


@dataclass(frozen=True)
class Words:
    text: str
    title: str


@dataclass
class Made:
    """A thing in the state of its row, and what its addresses take."""

    room: str
    lifecycle: str
    row: Row
    words: Words
    ids: tuple[dict[str, Any], ...] = ()
    slug: str = "114"

    def __str__(self) -> str:
        return " ".join(part for part in (self.lifecycle, self.row.state, self.row.when) if part)


Say = Callable[..., Made]
Make = Callable[[Cast, Say], None]


@dataclass
class World:
    """All things that the rooms made, and who may read which word."""

    made: list[Made] = field(default_factory=list)
    readers: dict[str, Readers] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)

    def saying(self, room: str, table: Table) -> Say:
        """``say("NOTICE", "draft")``: the thing of that row, and the words it has to say."""

        def say(lifecycle: str, state: str, when: str = "") -> Made:
            row = next(r for r in table[lifecycle] if (r.state, r.when) == (state, when))
            words = Words(*(f"MARKED{len(self.readers) + n:03d}" for n in range(2)))
            made = Made(room, lifecycle, row, words)
            self.readers |= {words.text: row.text, words.title: row.titled}
            self.where |= {words.text: f"text of {made}", words.title: f"title of {made}"}
            self.made.append(made)
            return made

        return say

    def may_read(self, persona: str, word: str, *, public: bool) -> bool:
        readers = self.readers[word]
        return persona in (readers if public else readers - STRANGERS)


def words_in(response: Any) -> set[str]:
    """The words that an answer shows, be they marked, struck out, folded or packed into a workbook."""
    body = body_of(response)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    text = body.decode(errors="replace").replace("\r\n ", "")
    if "MARKED" not in text:
        return set()
    new, old = (re.sub(rf"<{tag}\b.*?</{tag}>", "", text) for tag in ("del", "ins"))
    return {word for seen in (text, new, old) for word in WORD.findall(MARKS.sub("", seen))}


def older(path: str, response: Any) -> Iterator[str]:
    """The way to the next page of a list."""
    if not response.headers["Content-Type"].startswith("text/html"):
        return
    for query in re.findall(r'href="(\?[^"]*\b(?:after|before)=[^"]*)"', response.text):
        yield path + query.replace("&amp;", "&")
