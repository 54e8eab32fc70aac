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
MOBILE = 11
"""Digits of a mobile number."""

_markdown = (
    MarkdownIt("zero", {"html": False, "breaks": True})
    .enable(["emphasis", "list", "link", "autolink", "heading", "hr", "blockquote", "escape"])
    .enable(["newline", "entity"])
)


def from_markdown(source: str) -> SafeString:
    """Paragraphs, bold, lists, links, headings (shown as second and third level), quotes."""
    html = _markdown.render(source)
    html = re.sub(r"<(/?)h2>", r"<\1h3>", html)
    html = re.sub(r"<(/?)h1>", r"<\1h2>", html)
    return _clean(html)


def from_plain(source: str) -> SafeString:
    """Plain text: lines stay lines, addresses become links, nothing else is understood."""
    return _clean(linebreaks(django_urlize(escape(source), nofollow=True)))


def excerpt(source: str, length: int = 80) -> str:
    """The beginning of a text without its Markdown marks, on one line."""
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", source)
    bare = " ".join(re.sub(r"(?m)^\s*(?:[#>]+|[-*+]|\d+\.)\s+|[*_`]+", "", bare).split())
    return bare if len(bare) <= length else bare[: length - 1] + "…"


def masked(phone: str) -> str:
    """``138****8888``: the first three and the last four digits; of a shorter number the last two."""
    first, last = (3, 4) if len(phone) >= MOBILE else (0, 2)
    stars = max(len(phone) - first - last, 0)
    return phone[:first] + "*" * stars + phone[first + stars :]


def _clean(html: str) -> SafeString:
    safe = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes=LINK_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(safe)  # noqa: S308 -- nh3 has just cleaned it
