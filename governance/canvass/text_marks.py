"""Short marks of texts, printed on paper and shown on pages, so that people can compare the two."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from governance.canvass.models import Option
    from louzu.lib.attachments import AbstractAttachment

MARK_LENGTH = 8
"""Hex digits."""


def text_mark(
    version: int,
    body: str,
    files: Iterable[AbstractAttachment],
    options: Iterable[Option] = (),
) -> str:
    """Return the mark of a text with its version, attachments and options. If any of them is
    another, the mark is."""
    named = sorted(str(file.file) for file in files)
    asked = [f"{option.number} {option.words}" for option in options]
    whole = "\0".join([str(version), body, *named, *asked])
    return hashlib.sha256(whole.encode()).hexdigest()[:MARK_LENGTH]
