"""Text from people made into safe HTML, once, when it is written; and told in part.

Notices, charters and minutes know a small Markdown; what residents say is plain text with links.
"""

from __future__ import annotations

import re

import nh3
from django.utils.html import escape, linebreaks
from django.utils.html import urlize as django_urlize
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "hr", "blockquote",
}  # fmt: skip
LINK_SCHEMES = {"http", "https", "mailto", "tel"}

_markdown = (
    MarkdownIt("zero", {"html": False, "breaks": True})
    .enable(["emphasis", "list", "link", "autolink", "heading", "hr", "blockquote", "escape"])
    .enable(["newline", "entity"])
)


LONGEST_MARKDOWN = 30_000
"""Characters; every form allows fewer, but a preview is made of whatever was sent."""


def from_markdown(source: str) -> SafeString:
    """Paragraphs, bold, lists, links, headings (shown as second and third level), quotes."""
    html = _markdown.render(source[:LONGEST_MARKDOWN])
    html = re.sub(r"<(/?)h2>", r"<\1h3>", html)
    html = re.sub(r"<(/?)h1>", r"<\1h2>", html)
    return _clean(html)


def from_plain(source: str) -> SafeString:
    """Plain text: lines stay lines, addresses become links, nothing else is understood."""
    return _clean(linebreaks(django_urlize(escape(source), nofollow=True)))


def bare(source: str) -> str:
    """A text without its Markdown marks, on one line."""
    words = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", source)  # linear: no part runs past a start
    return " ".join(re.sub(r"(?m)^[^\S\n]*(?:[#>]+|[-*+]|\d+\.)\s+|[*_`]+", "", words).split())


def excerpt(source: str, length: int = 80) -> str:
    """The beginning of a text without its Markdown marks."""
    line = bare(source)
    return line if len(line) <= length else line[: length - 1] + "…"


def masked(phone: str) -> str:
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
        attributes={"a": {"href"}},
        url_schemes=LINK_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(safe)  # noqa: S308 -- nh3 has just cleaned it
