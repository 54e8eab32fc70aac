from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.notices.queries import circulars_by, notices_by, readings_of, versions_by
from residents.rooms.personal_data import BUILDING, ONLY_ME, DataCategory

KEPT_FOREVER = _("一直保留；您要求删除以后，写的是“一位前住户”")

DATA_CATEGORIES = (
    DataCategory(
        "readings",
        _("看过的通知"),
        seen_by=ONLY_ME,
        until=_("到您要求删除为止"),
        rows_of=readings_of,
        columns={"notice": _("通知"), "at": _("什么时候看的")},
    ),
    DataCategory(
        "notices",
        _("写的通知"),
        seen_by=_("能看到那份通知的人"),
        until=KEPT_FOREVER,
        rows_of=notices_by,
        columns={"title": _("标题"), "state": _("状态"), "shows_from": _("从何时起张贴")},
    ),
    DataCategory(
        "circulars",
        _("群发的通知"),
        seen_by=_("本居民区的居委"),
        until=KEPT_FOREVER,
        rows_of=circulars_by,
        columns={"title": _("标题"), "state": _("状态"), "sent_at": _("什么时候发的")},
    ),
    DataCategory(
        "versions",
        _("改过的通知文字"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=versions_by,
        columns={"title": _("标题"), "number": _("第几版"), "at": _("时间")},
    ),
)
