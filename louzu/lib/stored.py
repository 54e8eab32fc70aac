"""Translate text that is stored for everybody into the site's language, not the actor's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise


def stored_language() -> translation.override:
    """Context manager: translate into ``settings.LANGUAGE_CODE``.

    Not for use as a decorator: one instance would be shared by the threads of a worker.
    """
    return translation.override(settings.LANGUAGE_CODE)


def stored(text: str | Promise | Callable[[], object], **words: object) -> str:
    """Return ``text`` in the site's language, with ``words`` filled in.

    ``text`` is a lazy translation, or a callable whose result is translated when it is called:
    ``stored(household.__str__)``.
    """
    with stored_language():
        sentence = str(text() if callable(text) else text)
        return sentence % words if words else sentence
