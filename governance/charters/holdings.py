from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.charters.queries import editions_by
from residents.holdings import BUILDING, Holding, holds

holds(
    "charters",
    Holding(
        "editions",
        _("公布的楼组公约"),
        seen_by=BUILDING,
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        of=editions_by,
        columns={"number": _("第几版"), "posted_at": _("何时公布")},
    ),
)
