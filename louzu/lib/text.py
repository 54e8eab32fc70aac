"""Text from people made into safe HTML, or told in part. One pipeline for every room (ADR 29).

Notices, circulars and canvasses know a few marks; what is said, agreed and minuted is plain text. In
both, addresses and telephone numbers become links and days and times stay on one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe

from louzu.lib.markup import markdown_parser, plain_parser

ALLOWED_TAGS = {
    "p", "br", "strong", "ul", "ol", "li", "a", "h2", "h3", "hr", "blockquote", "span",
}  # fmt: skip
LINK_SCHEMES = {"http", "https", "mailto", "tel"}
LONGEST_MARKDOWN = 30_000
"""Characters; every form allows fewer, but a preview is made of whatever was sent."""
MARKS = re.compile(
    r"(?m)^[^\S\n]*+(?:(?:\#{1,6}|[-*])[^\S\n]++|>[^\S\n]++(?![=＝]|\d++(?!\.\s)))++|(?<!\d)\*\*|\*\*(?!\d)"
    r"|\\(?=[*\[\]])|^\\(?=[\#>+-])|(?<=\d)\\(?=[.)])"
)

_marked = markdown_parser()
_plain = plain_parser()


def from_markdown(source: str) -> SafeString:
    """Paragraphs, bold, lists, links, headings (shown as second and third level), quotes."""
    return _clean(_marked.render(source[:LONGEST_MARKDOWN]))


def from_plain(source: str) -> SafeString:
    """Plain text: lines stay lines, addresses become links, no mark is understood."""
    return _clean(_plain.render(source).rstrip("\n"))


def line_from_plain(source: str) -> SafeString:
    """The same within a paragraph that the page makes; empty lines stay empty lines."""
    return _clean(_plain.renderInline(source))


def strip_marks(source: str) -> str:
    """A text without its marks, on one line. Typed numbers stay."""
    words = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", source)  # linear: no part runs past a start
    return join_lines(MARKS.sub("", words))


def join_lines(source: str) -> str:
    return " ".join(source.split())


def excerpt(source: str, length: int = 80) -> str:
    """The beginning of a text without its marks."""
    return truncated(strip_marks(source), length)


def truncated(line: str, length: int = 80) -> str:
    return line if len(line) <= length else line[: length - 1] + "…"


def first_few(words: Sequence[str], most: int) -> str:
    """At most ``most`` of the words, with commas between them and an ellipsis where there are more."""
    return "、".join(words[:most]) + ("…" if len(words) > most else "")


def mask_phones(phone: str) -> str:
    """``138****8888``: enough to know one's own number again, too little to call it.

    Each number of several is masked; a short one keeps its last digits.
    """
    return re.sub(r"\+?[\d +-]*\d", _mask, phone)


def _mask(number: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", number[0])
    if len(digits) == 13:  # noqa: PLR2004 -- a mobile with the country's 86
        digits = digits.removeprefix("86")
    if len(digits) >= 11:  # noqa: PLR2004 -- a mobile, or a landline with its area
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if len(digits) > 4 else "****"  # noqa: PLR2004 -- nothing to keep


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
