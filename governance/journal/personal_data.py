from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.journal.queries import (
    kept_line,
    lines_about,
    lines_by,
    phone_look_ups_of,
    shown_line,
)
from residents.rooms.personal_data import COMMITTEE, DataCategory

KEPT_FOREVER = _("一直保留，不能改；里面不写名字，您要求删除以后，显示的是“一位前住户”")
LINE = {"at_text": _("时间"), "text": _("记录")}
READERS = _("每一条后面写着")
LINE_WITH_READERS = {**LINE, "readers": _("谁看得到")}

DATA_CATEGORIES = (
    DataCategory(
        "phone_seen",
        _("谁看过我的手机号"),
        seen_by=COMMITTEE,
        until=KEPT_FOREVER,
        rows_of=phone_look_ups_of,
        columns=LINE,
        present=shown_line,
    ),
    DataCategory(
        "acts",
        _("楼组日志里我做的事"),
        seen_by=READERS,
        until=KEPT_FOREVER,
        rows_of=lines_by,
        columns=LINE_WITH_READERS,
        present=kept_line,
    ),
    DataCategory(
        "about",
        _("楼组日志里关于我的其他事"),
        seen_by=READERS,
        until=KEPT_FOREVER,
        rows_of=lines_about,
        columns=LINE_WITH_READERS,
        present=kept_line,
    ),
)
