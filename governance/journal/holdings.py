from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.journal.queries import lines_about, lines_by, looks_at, told
from residents.privacy.holdings import BUILDING, COMMITTEE, Holding, holds

STAYS = _("一直保留，不能改；里面不写名字，您要求删除以后，显示的是“一位前住户”")
LINE = {"at_text": _("时间"), "text": _("记录")}

holds(
    "journal",
    Holding(
        "phone_seen",
        _("谁看过我的手机号"),
        seen_by=COMMITTEE,
        until=STAYS,
        of=looks_at,
        columns=LINE,
        told=told,
    ),
    Holding(
        "acts",
        _("楼组日志里我做的事"),
        seen_by=BUILDING,
        until=STAYS,
        of=lines_by,
        columns=LINE,
        told=told,
    ),
    Holding(
        "about",
        _("楼组日志里关于我的其他事"),
        seen_by=BUILDING,
        until=STAYS,
        of=lines_about,
        columns=LINE,
        told=told,
    ),
)
