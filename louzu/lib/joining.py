"""Join names and parts of a line with the punctuation of the reader's language, also as template tags."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(words: Iterable[object]) -> str:
    """Join names or numbers."""
    return pgettext("between names", "、").join(map(str, words))


def with_commas(words: Iterable[object]) -> str:
    return comma().join(map(str, words))


def comma() -> str:
    return pgettext("between parts of a line", "，")


def bracketed(words: object) -> str:
    return pgettext("behind a name", "（%(words)s）") % {"words": words}
