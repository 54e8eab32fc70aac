from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.lounge.queries import personal_data
from residents.rooms.personal_data import BUILDING, COMMITTEE, ONLY_ME, DataCategory

KEPT_FOREVER = _("一直保留；您要求删除以后，写的是“一位前住户”")
FORGOTTEN = _("到您要求删除为止")
ABOUT, WHEN, WHY = _("哪件事"), _("时间"), _("为什么")

DATA_CATEGORIES = (
    DataCategory(
        "threads",
        _("在客厅说起的事"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=personal_data.threads_by,
        columns={"title": _("标题"), "kind": _("种类"), "last_post_at": _("最后一句")},
    ),
    DataCategory(
        "unnamed",
        _("没写名字说起的事"),
        seen_by=_("内容全楼能看；是您说的，只有写明原因查看过的楼组长和居委知道"),
        until=KEPT_FOREVER,
        rows_of=personal_data.unnamed_threads_by,
        columns={"thread": ABOUT},
    ),
    DataCategory(
        "posts",
        _("在客厅说的话"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=personal_data.posts_by,
        columns={"text": _("说的话"), "at": WHEN},
    ),
    DataCategory(
        "bookmarks",
        _("看到哪里、关注了什么"),
        seen_by=ONLY_ME,
        until=FORGOTTEN,
        rows_of=personal_data.bookmarks_of,
        columns={"thread": ABOUT, "read_up_to": _("看到第几段"), "follows": _("关注")},
    ),
    DataCategory(
        "supports",
        _("点过的“我也是”“支持”"),
        seen_by=_("邻居只看到一共几位"),
        until=KEPT_FOREVER,
        rows_of=personal_data.supports_by,
        columns={"thread": ABOUT},
    ),
    DataCategory(
        "offers",
        _("说过“我来帮”的"),
        seen_by=_("您自己和需要帮忙的人"),
        until=KEPT_FOREVER,
        rows_of=personal_data.offers_by,
        columns={"thread": ABOUT, "at": WHEN},
    ),
    DataCategory(
        "attendances",
        _("答应去不去的相约"),
        seen_by=_("您自己和发起的人"),
        until=KEPT_FOREVER,
        rows_of=personal_data.attendances_of,
        columns={"thread": ABOUT, "people": _("几个人")},
    ),
    DataCategory(
        "reports",
        _("反映过的话"),
        seen_by=COMMITTEE,
        until=KEPT_FOREVER,
        rows_of=personal_data.reports_by,
        columns={"reason": WHY, "at": WHEN},
    ),
    DataCategory(
        "hidings",
        _("您被收起的话、您收起的话"),
        seen_by=COMMITTEE,
        until=KEPT_FOREVER,
        rows_of=personal_data.hidings_about,
        columns={"reason": WHY, "appeal": _("本人怎么说"), "answer": _("居委怎么答复"), "at": WHEN},
    ),
    DataCategory(
        "pauses",
        _("暂停发言"),
        seen_by=COMMITTEE,
        until=KEPT_FOREVER,
        rows_of=personal_data.pauses_about,
        columns={"reason": WHY, "until": _("到哪天止"), "at": WHEN},
    ),
    DataCategory(
        "wishes",
        _("记下要办的事"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=personal_data.wishes_by,
        columns={"thread": ABOUT, "kind": _("怎么办"), "at": WHEN},
    ),
    DataCategory(
        "unmaskings",
        _("谁看过您没写的名字、您看过谁的"),
        seen_by=COMMITTEE,
        until=KEPT_FOREVER,
        rows_of=personal_data.unmaskings_about,
        columns={"thread": ABOUT, "reason": WHY, "at": WHEN},
    ),
)
