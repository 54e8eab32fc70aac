"""How the journal's verbs read. Each room tells its own in its ``verbs.py``, as one table."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {}


def tell(room: str, **sentences: str | Promise) -> None:
    """``tell("notices", posted=_("%(who)s张贴了“%(title)s”"))`` words the verb ``notices.posted``.

    ``who`` did it to ``whom``: both as far as they agreed to be named, who acts in an office by name.
    ``name`` is the latter's in full, for acts that make it public and those which only the leader
    and the committee read.
    """
    SENTENCES.update({f"{room}.{verb}": sentence for verb, sentence in sentences.items()})


tell(
    "residents",
    appointed=_("%(name)s开始担任%(title)s"),
    office_ended=_("%(name)s不再担任%(title)s"),
    roster_imported=_("%(who)s更新了住户名册：%(title)s"),
    roster_exported=_("%(who)s导出了住户名册（%(title)s）"),
    phone_seen=_("%(who)s看了%(name)s的手机号（%(title)s）"),
    forgotten=_("%(name)s的个人信息按本人要求删除了"),
)
