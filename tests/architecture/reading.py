"""Who may read what in which state, declared by each room in its ``reading.py``.

A room's table has a row for each state of each lifecycle. Its ``make`` creates an object for each
row, with one marker in its text, earlier texts and files, and another in its title.
``test_reading.py`` then searches for the markers at every URL as every persona.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from tests.architecture.cast import Cast
from tests.architecture.requests import body_of
from tests.architecture.site import PERSONAS

Readers = frozenset[str]
EVERYBODY: Readers = frozenset(PERSONAS)
"""Includes strangers if the building has a public page; otherwise the same as ``MEMBERS``."""
STRANGERS: Readers = frozenset({"neighbour", "foreign_staff", "visitor"})
MEMBERS: Readers = EVERYBODY - STRANGERS
LEADS: Readers = frozenset({"leader", "staff"})
WRITERS: Readers = LEADS | {"deputed"}
HELPERS: Readers = MEMBERS - {"resident", "treasurer"}
NOBODY: Readers = frozenset()

WORD = re.compile(r"MARKED\d{3}")
MARKS = re.compile(r"</?(?:mark|ins|del|b|wbr)\b[^>]*>")


@dataclass(frozen=True)
class Row:
    """Who may read the text in this state and, if given, under these circumstances."""

    state: str
    text: Readers
    when: str = ""
    title: Readers | None = None
    """Who may know its existence and title. The default are the readers of its text."""

    @property
    def titled(self) -> Readers:
        return self.text if self.title is None else self.title


Table = dict[str, tuple[Row, ...]]


@dataclass(frozen=True)
class Shows:
    """What a URL shows: all texts of certain lifecycles to all their readers, or some text."""

    always: frozenset[str] = frozenset()
    sometimes: bool = False


def always(*lifecycles: str) -> Shows:
    """Show the text to all its readers, and at most the title to others."""
    return Shows(frozenset(lifecycles))


SOMETIMES = Shows(sometimes=True)
"""Some text can be read here in some state."""
ACTS = Shows()
"""For people who may act. They may read what they see."""


def acting(names: str) -> dict[str, Shows]:
    """Return the entries of URL names, separated by spaces, for people who may act."""
    return dict.fromkeys(names.split(), ACTS)


@dataclass(frozen=True)
class Words:
    text: str
    title: str


@dataclass
class Made:
    """An object in the state of its row, with the parameters of its URLs."""

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
    made: list[Made] = field(default_factory=list)
    readers: dict[str, Readers] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)

    def saying(self, room: str, table: Table) -> Say:
        """Return a function: ``say("NOTICE", "draft")`` gives the object of that row with its
        markers."""

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
    """Return the markers in a response, also if they are highlighted, struck out, folded, or in a
    workbook."""
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
    if not response.headers["Content-Type"].startswith("text/html"):
        return
    for query in re.findall(r'href="(\?[^"]*\b(?:after|before)=[^"]*)"', response.text):
        yield path + query.replace("&amp;", "&")
