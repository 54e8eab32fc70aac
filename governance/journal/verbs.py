"""How the journal's verbs read. Each room tells its own in its ``verbs.py``, as one table."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {}
NOBODY: dict[str, str | Promise] = {}
"""Who acts in a room's lines that name nobody; the clock, where the room does not say."""


def tell(room: str, **sentences: str | Promise) -> None:
    """``tell("notices", posted=_("%(who)s张贴了“%(title)s”"))`` words the verb ``notices.posted``.

    ``who`` did it to ``whom``: both as far as they agreed to be named, who acts in an office by name.
    ``name`` is the latter's in full, for acts that make it public.
    """
    SENTENCES.update({f"{room}.{verb}": sentence for verb, sentence in sentences.items()})


def call_nobody(room: str, name: str | Promise) -> None:
    """In this room a line without an actor is a neighbour who is not to be named."""
    NOBODY[room] = name


tell(
    "residents",
    appointed=_("%(name)s开始担任%(title)s"),
    office_ended=_("%(name)s不再担任%(title)s"),
)
