"""Show docs/canvass.md as a page."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt


@cache
def guide() -> SafeString:
    """Render the guide without its first heading, which the page has itself."""
    source = (settings.BASE_DIR / "docs" / "canvass.md").read_text().split("\n", 1)[1]
    html: str = MarkdownIt("commonmark").enable("table").render(source)
    return mark_safe(html)  # noqa: S308 -- from our own documentation
