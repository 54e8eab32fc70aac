from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.matters.queries.personal_data import (
    PaymentRow,
    followed_by,
    milestones_reported_by,
    promises_kept_by,
    share_tables_by,
    stewardships_of,
    versions_added_by,
)
from governance.matters.queries.share_payments import payments_ever_of
from residents.rooms.personal_data import BUILDING, ONLY_ME, DataCategory

MATTER_LABEL = _("事项")

DATA_CATEGORIES = (
    DataCategory(
        "stewardships",
        _("您看着的事"),
        seen_by=BUILDING,
        until=_("到不再由您看着、您搬走或要求删除为止"),
        rows_of=stewardships_of,
        columns={"matter": MATTER_LABEL},
    ),
    DataCategory(
        "promises",
        _("请您来做的、答应过的事"),
        seen_by=BUILDING,
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        rows_of=promises_kept_by,
        columns={"matter": MATTER_LABEL, "words": _("答应了什么"), "due_on": _("到哪天做到")},
    ),
    DataCategory(
        "followed",
        _("您想听消息的事"),
        seen_by=ONLY_ME,
        until=_("到您不想听、搬走或要求删除为止"),
        rows_of=followed_by,
        columns={"matter": MATTER_LABEL},
    ),
    DataCategory(
        "milestones",
        _("您记下做到的步骤"),
        seen_by=BUILDING,
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        rows_of=milestones_reported_by,
        columns={"matter": MATTER_LABEL, "title": _("做到哪一步"), "done_on": _("哪天做到的")},
    ),
    DataCategory(
        "documents",
        _("您放上的文件"),
        seen_by=_("能看到那份文件的人"),
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        rows_of=versions_added_by,
        columns={"document": _("什么文件"), "dated_on": _("文件上的日期")},
    ),
    DataCategory(
        "share_tables",
        _("写的分摊方案"),
        seen_by=BUILDING,
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        rows_of=share_tables_by,
        columns={
            "matter": _("什么事"),
            "number": _("第几版"),
            "state": _("状态"),
            "written_at": _("什么时候写的"),
        },
    ),
    DataCategory(
        "share_payments",
        _("您家付的分摊款"),
        seen_by=_("您自己、现在的业主、楼组长和管账的人"),
        until=_("一直保留"),
        rows_of=payments_ever_of,
        columns={
            "account": _("哪一笔账"),
            "flat": _("哪一室"),
            "on": _("哪天付的"),
            "yuan": _("多少元"),
            "state": _("状态"),
        },
        present=PaymentRow,
    ),
)
