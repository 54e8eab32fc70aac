from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.lounge.queries import posts_by, threads_by
from residents.holdings import BUILDING, Holding, holds

STAYS = _("一直保留；您要求删除以后，写的是“一位前住户”")

holds(
    "lounge",
    Holding(
        "threads",
        _("在客厅说起的事"),
        seen_by=BUILDING,
        until=STAYS,
        of=threads_by,
        columns={"title": _("标题"), "kind": _("种类"), "last_post_at": _("最后一句")},
    ),
    Holding(
        "posts",
        _("在客厅说的话"),
        seen_by=BUILDING,
        until=STAYS,
        of=posts_by,
        columns={"text": _("说的话"), "at": _("时间")},
    ),
)
