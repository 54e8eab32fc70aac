from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.meetings.queries import meetings_called_by
from residents.holdings import BUILDING, Holding, holds

holds(
    "meetings",
    Holding(
        "called",
        _("召集的会"),
        seen_by=BUILDING,
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        of=meetings_called_by,
        columns={"title": _("商量什么"), "starts_at": _("什么时候开始"), "place": _("在哪里")},
    ),
)
