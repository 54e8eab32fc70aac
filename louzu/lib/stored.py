"""Text that is stored for everybody is written in the site's language, whatever the actor reads."""

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
    """``text`` in the language of the record, with ``words`` filled in.

    ``text`` is a lazy translation, or a callable that returns something to be written with
    ``str()``, for text that is translated as it is made: ``stored(household.__str__)``.
    """
    with stored_language():
        said = str(text() if callable(text) else text)
        return said % words if words else said
