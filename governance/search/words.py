"""What of a text can be found, and what a question looks for.

From every character on, what begins there can be found: of Chinese the character with its next one,
of letters and digits up to sixteen. So any two characters side by side find their text, whether the
dictionary knows them or not; where both stand in one of its words, the match weighs more.

Folding keeps every length: the seventh character of a folded text is that of the text, and a match
is marked where it stands.
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
"""How far what is found reaches from a character on: in Chinese, in letters and digits."""
MAX_WORDS = 12
PARTICLES = frozenset("的了吗呢吧啊呀着是在有和与及也就都还又很把被")
"""They stand everywhere: a question that says anything else does not look for them."""

_HAN = r"[\u2e80-\U0010ffff]"
_RUN = re.compile(rf"(?P<han>(?:(?=[^\W_]){_HAN})+)|(?:(?!{_HAN})[^\W_])+")


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What somebody typed, and the words to look for in it, folded; none where it says nothing."""

    typed: str
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)

    def as_tsquery(self, weights: str = "") -> str:
        """All of the words, as PostgreSQL writes it; ``AB`` asks for them in the title."""
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
    """All that can be found, as PostgreSQL writes it. Weights: A and B in the title, C and D in the
    text, the first of each inside a word. ``place`` stands for where the text belongs."""
    found: dict[str, list[str]] = defaultdict(list)
    for said, begins, in_word, across in ((title, 1, "A", "B"), (text, len(title) + 2, "C", "D")):
        for token, at, inside in _tokens(fold(said)):
            found[token].append(f"{begins + at}{in_word if inside else across}")
    tokens = (f"'{token}':{','.join(places)}" for token, places in found.items())
    return " ".join([place, *tokens])


def fold(text: str) -> str:
    """Simplified, half-width, lower case; as long as before."""
    return text.translate(_table())


def pairs_of(word: str) -> list[str]:
    """What stands for ``word`` in the index: pieces of it that overlap, or it as a beginning."""
    return [text for text, _whole in _terms(word)]


def load_tokenizer() -> None:
    """Load dictionary and table now: processes that are forked later have them in common."""
    _cutter()
    _table()


def _tokens(folded: str) -> Iterator[tuple[str, int, bool]]:
    """What can be found, where it begins, and whether it stands inside a word."""
    for run in _RUN.finditer(folded):
        text, reach = run[0], HAN_REACH if run["han"] else PLAIN_REACH
        inside = _inside_words(text) if run["han"] else {0}
        for at in range(len(text)):
            yield text[at : at + reach], run.start() + at, at in inside


def _inside_words(run: str) -> set[int]:
    """Where a character and its next one are of one word."""
    inside: set[int] = set()
    begun = 0
    for word in _cutter()(run):
        inside.update(range(begun, begun + len(word) - 1))
        begun += len(word)
    return inside


def _words_of(run: str) -> list[str]:
    """The run cut into words. What the dictionary leaves as single characters stays together."""
    if len(run) <= HAN_REACH:
        return [run]
    groups = groupby(_cutter()(run), lambda word: len(word) == 1 and word not in PARTICLES)
    parts = (["".join(words)] if single else words for single, words in groups)
    return list(chain.from_iterable(parts))


def _terms(word: str) -> list[tuple[str, bool]]:
    """Tokens that a text with ``word`` has all of; False where one only begins so."""
    reach = HAN_REACH if re.match(_HAN, word) else PLAIN_REACH
    if len(word) < reach:
        return [(word, False)]
    return [(word[at : at + reach], True) for at in range(len(word) - reach + 1)]


@cache
def _cutter() -> Callable[[str], list[str]]:
    import rjieba  # noqa: PLC0415 -- 33 MB of dictionary, for those who search or are found

    return rjieba.cut


@cache
def _table() -> dict[int, str]:
    """One character for another: by Unicode's compatible forms and case, then the simplified one."""
    _head, _newline, pairs = SIMPLIFIED.read_text("utf-8").partition("\n")
    simplified = {pair[0]: pair[1] for pair in pairs.split()}
    table = {ord(one): other for one, other in simplified.items()}
    for character in map(chr, range(0x10000)):
        plain = unicodedata.normalize("NFKC", character).casefold()
        if len(plain) == 1 and plain != character:
            table[ord(character)] = simplified.get(plain, plain)
    return table
