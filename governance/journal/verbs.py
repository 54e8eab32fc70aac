"""How the journal's verbs read. Each room tells its own in its ``verbs.py``, as one table."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {}


def tell(room: str, **sentences: str | Promise) -> None:
    """``tell("notices", posted=_("%(who)s张贴了“%(title)s”"))`` words the verb ``notices.posted``."""
    SENTENCES.update({f"{room}.{verb}": sentence for verb, sentence in sentences.items()})


tell(
    "residents",
    appointed=_("%(title)s开始任职"),
    office_ended=_("%(title)s卸任"),
)
