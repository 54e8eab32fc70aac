"""The text of a page."""

from __future__ import annotations

import re


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
