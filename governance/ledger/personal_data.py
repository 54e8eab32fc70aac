from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.ledger.queries.entries import entries_by, entries_settled_by
from residents.rooms.personal_data import BUILDING, DataCategory

KEPT_FOREVER = _("一直保留，是大家的账；您要求删除以后，写的是“一位前住户”")

DATA_CATEGORIES = (
    DataCategory(
        "entries",
        _("记的账"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=entries_by,
        columns={
            "account": _("什么账"),
            "on": _("哪天收付的"),
            "purpose": _("为了什么"),
            "state": _("状态"),
            "entered_at": _("时间"),
        },
    ),
    DataCategory(
        "settled_entries",
        _("核对过的账"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=entries_settled_by,
        columns={"account": _("什么账"), "state": _("状态"), "settled_at": _("时间")},
    ),
)
