"""Turn people's text into safe HTML, or shorten it (ADR 29).

Notices, circulars and canvasses are written in a subset of Markdown; all other text is plain. In both,
URLs and telephone numbers become links, and dates and times are not broken over two lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe

from louzu.lib.markup import markdown_parser, plain_parser

ALLOWED_TAGS = {
    "p",
    "br",
    "strong",
    "ul",
    "ol",
    "li",
    "a",
    "h2",
    "h3",
    "hr",
    "blockquote",
    "span",
}
LINK_SCHEMES = {"http", "https", "mailto", "tel"}
MAX_MARKDOWN_LENGTH = 30_000
"""Characters. Forms allow fewer, but a preview renders whatever was sent."""
MARKS = re.compile(
    r"(?m)^[^\S\n]*+(?:(?:\#{1,6}|[-*])[^\S\n]++|>[^\S\n]++(?![=＝]|\d++(?!\.\s)))++|(?<!\d)\*\*|\*\*(?!\d)"
    r"|\\(?=[*\[\]])|^\\(?=[\#>+-])|(?<=\d)\\(?=[.)])"
)

_marked = markdown_parser()
_plain = plain_parser()


SENTENCE = re.compile(r".*?[。！？!?…]+[”’」』）]*")


def from_markdown(source: str) -> SafeString:
    return _clean(_marked.render(source[:MAX_MARKDOWN_LENGTH]))


def from_plain(source: str) -> SafeString:
    return _clean(_plain.render(source).rstrip("\n"))


def line_from_plain(source: str) -> SafeString:
    """Like ``from_plain``, for use inside a paragraph: empty lines begin no new paragraph."""
    return _clean(_plain.renderInline(source))


def strip_marks(source: str) -> str:
    words = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", source)  # takes linear time
    return join_lines(MARKS.sub("", words))


def join_lines(source: str) -> str:
    return " ".join(source.split())


def excerpt(source: str, length: int = 80) -> str:
    return truncated(strip_marks(source), length)


def truncated(line: str, length: int = 80) -> str:
    """Return a line of at most ``length`` characters. A longer one is cut and ends with an ellipsis,
    which never follows a comma or an opening bracket."""
    if len(line) <= length:
        return line
    return line[: length - 1].rstrip(" 　（(“‘「『《〈【[…，、；：,") + "…"


def first_sentence(source: str) -> str:
    """Return the first sentence of a plain text on one line, or the whole text if none ends."""
    line = " ".join(source.split())
    found = SENTENCE.match(line)
    return found[0] if found else line


def join_first(words: Sequence[str], most: int) -> str:
    """Join at most ``most`` of the words with ideographic commas, and add an ellipsis if there are more."""
    return "、".join(words[:most]) + ("…" if len(words) > most else "")


def _clean(html: str) -> SafeString:
    safe = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "li": {"value"}},
        allowed_classes={"span": {"whole"}},
        url_schemes=LINK_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(safe)  # noqa: S308 -- nh3 has just cleaned it
