"""Tokens of texts and of search queries.

A text is indexed from each character on: Chinese by pairs of adjacent characters, letters and
digits by up to sixteen. So any two adjacent characters find their text, whether or not the
dictionary knows them. Matches inside a word of the dictionary weigh more.

Folding keeps the length of a text, so that matches can be marked at the same positions.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby
from pathlib import Path

SIMPLIFIED = Path(__file__).with_name("simplified.txt")
HAN_REACH, PLAIN_REACH = 2, 16
"""Length of the tokens that begin at each character: Chinese, and letters or digits."""
MAX_WORDS = 12
PARTICLES = frozenset("的了吗呢吧啊呀着是在有和与及也就都还又很把被")
"""Words that are ignored in a query that has others, because they occur in most texts."""

_HAN = r"[\u2e80-\U0010ffff]"
_RUN = re.compile(rf"(?P<han>(?:(?=[^\W_]){_HAN})+)|(?:(?!{_HAN})[^\W_])+")


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search query: the typed text and its folded words. It is false if it has no words."""

    typed: str
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)

    def as_tsquery(self, weights: str = "") -> str:
        """Return the query in PostgreSQL syntax, which requires all words. ``weights`` of ``AB``
        limits it to titles."""
        terms = dict.fromkeys(term for word in self.words for term in _terms(word))
        marks = {True: weights and f":{weights}", False: f":*{weights}"}
        return " & ".join(f"'{text}'{marks[whole]}" for text, whole in terms)


def parse_query(typed: str) -> SearchQuery:
    words: list[str] = []
    for run in _RUN.finditer(fold(typed)):
        words += _words_of(run[0]) if run["han"] else [run[0]]
    telling = [word for word in words if word not in PARTICLES] or words
    return SearchQuery(typed, tuple(dict.fromkeys(telling))[:MAX_WORDS])


def as_tsvector(title: str, text: str, *, place: str) -> str:
    """Return the tokens in PostgreSQL syntax.

    Weights are A and B in the title, C and D in the text; A and C are inside of words. ``place`` is
    the token of the building.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for part, begins, in_word, across in ((title, 1, "A", "B"), (text, len(title) + 2, "C", "D")):
        for token, at, inside in _tokens(fold(part)):
            found[token].append(f"{begins + at}{in_word if inside else across}")
    tokens = (f"'{token}':{','.join(places)}" for token, places in found.items())
    return " ".join([place, *tokens])


def fold(text: str) -> str:
    """Convert to simplified characters, half width and lower case. The length stays the same."""
    return text.translate(_table())


def pairs_of(word: str) -> list[str]:
    """Return the overlapping index tokens of ``word``, or ``word`` itself if it is shorter than a
    token."""
    return [text for text, _whole in _terms(word)]


def load_tokenizer() -> None:
    """Load the dictionary and the table before forking, so that processes share the memory."""
    _cutter()
    _table()


def _tokens(folded: str) -> Iterator[tuple[str, int, bool]]:
    """Yield each token with its position, and whether it is inside a word."""
    for run in _RUN.finditer(folded):
        text, reach = run[0], HAN_REACH if run["han"] else PLAIN_REACH
        inside = _inside_words(text) if run["han"] else {0}
        for at in range(len(text)):
            yield text[at : at + reach], run.start() + at, at in inside


def _inside_words(run: str) -> set[int]:
    """Return the indexes of characters whose next character belongs to the same word."""
    inside: set[int] = set()
    begun = 0
    for word in _cutter()(run):
        inside.update(range(begun, begun + len(word) - 1))
        begun += len(word)
    return inside


def _words_of(run: str) -> list[str]:
    """Split a run of characters into words. Single characters that the dictionary leaves stay
    together."""
    if len(run) <= HAN_REACH:
        return [run]
    groups = groupby(_cutter()(run), lambda word: len(word) == 1 and word not in PARTICLES)
    parts = (["".join(words)] if single else words for single, words in groups)
    return list(chain.from_iterable(parts))


def _terms(word: str) -> list[tuple[str, bool]]:
    """Return tokens that each text with ``word`` contains. False marks a token that is a prefix."""
    reach = HAN_REACH if re.match(_HAN, word) else PLAIN_REACH
    if len(word) < reach:
        return [(word, False)]
    return [(word[at : at + reach], True) for at in range(len(word) - reach + 1)]


@cache
def _cutter() -> Callable[[str], list[str]]:
    import rjieba  # noqa: PLC0415 -- the dictionary takes 33 MB, which not every process needs

    return rjieba.cut


@cache
def _table() -> dict[int, str]:
    """Map characters by NFKC and case folding, then to simplified ones."""
    _head, _newline, pairs = SIMPLIFIED.read_text("utf-8").partition("\n")
    simplified = {pair[0]: pair[1] for pair in pairs.split()}
    table = {ord(one): other for one, other in simplified.items()}
    for character in map(chr, range(0x10000)):
        plain = unicodedata.normalize("NFKC", character).casefold()
        if len(plain) == 1 and plain != character:
            table[ord(character)] = simplified.get(plain, plain)
    return table
