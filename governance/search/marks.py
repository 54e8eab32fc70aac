"""Mark the words of a query in a text and escape everything else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.search.words import SearchQuery, fold, pairs_of

BEFORE, EXCERPT = 20, 72
"""Characters of an excerpt before the first match, and in all."""

Span = tuple[int, int]


def marked(text: str, question: SearchQuery) -> SafeString:
    return _with_marks(text, spans(text, question))


def excerpt(text: str, question: SearchQuery) -> SafeString:
    found = spans(text, question)
    begins = max(found[0][0] - BEFORE, 0) if found else 0
    if len(text) - begins < EXCERPT:
        begins = max(len(text) - EXCERPT, 0)
    ends = min(begins + EXCERPT, len(text))
    inside = [
        (max(a, begins) - begins, min(b, ends) - begins)
        for a, b in found
        if a < ends and b > begins
    ]
    return format_html(
        "{}{}{}",
        "…" if begins else "",
        _with_marks(text[begins:ends], inside),
        "…" if ends < len(text) else "",
    )


def spans(text: str, question: SearchQuery) -> list[Span]:
    """Return the matches in order. Adjacent ones are merged."""
    folded = fold(text)
    joined: list[Span] = []
    for begins, ends in sorted(s for word in question.words for s in _places(word, folded)):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((begins, ends))
    return joined


def _places(word: str, folded: str) -> Iterator[Span]:
    """Yield the matches of the whole word or, if there are none, of its parts."""
    for piece in [word] if word in folded else pairs_of(word):
        at = folded.find(piece)
        while at >= 0:
            yield at, at + len(piece)
            at = folded.find(piece, at + len(piece))


def _with_marks(text: str, found: list[Span]) -> SafeString:
    """Wrap each span in ``<mark>``. Spans must be ordered and disjoint."""
    edges = [0, *(edge for span in found for edge in span), len(text)]
    pieces = [text[a:b] for a, b in pairwise(edges)]
    pairs = zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    return format_html_join("", "{}{}", ((plain, _mark(match)) for plain, match in pairs))


def _mark(match: str) -> SafeString | str:
    return format_html("<mark>{}</mark>", match) if match else ""
