from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.charters.queries import suggestions
from residents.rooms.personal_data import BUILDING, DataCategory

KEPT_FOREVER = _("一直保留；您要求删除以后，写的是“一位前住户”")

DATA_CATEGORIES = (
    DataCategory(
        "suggestions",
        _("对公约提过、登记过、答复过的建议"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=suggestions.suggestions_about,
        columns={
            "text": _("内容"),
            "reason": _("为什么"),
            "state": _("结果"),
            "answer": _("答复"),
            "at": _("时间"),
        },
    ),
    DataCategory(
        "comments",
        _("对公约说过、登记过的意见"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=suggestions.comments_by,
        columns={"text": _("说的话"), "at": _("时间")},
    ),
    DataCategory(
        "supports",
        _("替家里支持过的条文"),
        seen_by=_("邻居只看到一共几户"),
        until=KEPT_FOREVER,
        rows_of=suggestions.supports_by,
        columns={"wording": _("哪一条")},
    ),
)
