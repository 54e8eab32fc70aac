from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.inbox.queries.personal_data import (
    deliveries_to,
    mutes_of,
    news_of,
    shown_delivery,
    shown_news,
    ways_of,
)
from residents.rooms.personal_data import ONLY_ME, DataCategory

WHEN = _("时间")

DATA_CATEGORIES = (
    DataCategory(
        "ways",
        _("怎样告诉我"),
        seen_by=ONLY_ME,
        until=_("到您停用为止；停用的地址，您要求删除时一起删"),
        rows_of=ways_of,
        columns={
            "channel": _("走哪条路"),
            "address": _("地址"),
            "frequency": _("多久一次"),
            "verified_at": _("什么时候核对过"),
            "ended_at": _("什么时候停的"),
        },
    ),
    DataCategory(
        "mutes",
        _("关掉的消息"),
        seen_by=ONLY_ME,
        until=_("到您重新打开，或者要求删除为止"),
        rows_of=mutes_of,
        columns={"channel": _("走哪条路"), "topic": _("哪一类")},
    ),
    DataCategory(
        "news",
        _("告诉过我的新鲜事"),
        seen_by=ONLY_ME,
        until=_("一年，或者到您要求删除为止"),
        rows_of=news_of,
        columns={"text": _("什么消息"), "at": WHEN, "how": _("为什么告诉您")},
        present=shown_news,
    ),
    DataCategory(
        "deliveries",
        _("发给我的消息"),
        seen_by=_("您自己和系统管理员；楼组长和居委只看到哪些户还没有办法告诉"),
        until=_("半年，或者到您要求删除为止"),
        rows_of=deliveries_to,
        columns={"text": _("什么消息"), "at": WHEN, "how": _("怎么发的")},
        present=shown_delivery,
    ),
)
