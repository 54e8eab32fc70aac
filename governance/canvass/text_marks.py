"""Short marks of texts, printed on paper and shown on pages, so that people can compare the two."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from louzu.lib.attachments import AbstractAttachment

MARK_LENGTH = 8
"""Hex digits."""


def text_mark(version: int, body: str, files: Iterable[AbstractAttachment]) -> str:
    """Return the mark of a text with its version and attachments. Another text, another version and
    another file have another mark."""
    named = sorted(str(file.file) for file in files)
    whole = "\0".join([str(version), body, *named])
    return hashlib.sha256(whole.encode()).hexdigest()[:MARK_LENGTH]
