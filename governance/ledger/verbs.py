from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from residents.rooms.contributions import DaySum

SENTENCES = {
    "opened": _("%(who)s开了一本账“%(title)s”"),
    "edited": _("%(who)s改了账本“%(title)s”的名称或说明"),
    "closed": _("%(who)s把“%(title)s”结清了"),
    "reopened": _("%(who)s把结清了的“%(title)s”重新打开"),
    "entered": _("%(who)s在“%(title)s”里记了一笔，等别人核对"),
    "confirmed": _("%(who)s核对了一笔账：%(title)s"),
    "share_confirmed": _("%(who)s核对了“%(title)s”里一户交的钱"),
    "share_returned": _("%(who)s核对了“%(title)s”里退给一户的钱"),
    "share_reversed": _("%(who)s核对了“%(title)s”里的一笔冲正，记错的一户的钱不算了"),
    "refused": _("%(who)s核对“%(title)s”，有一笔没有算"),
    "withdrawn": _("%(who)s收回了自己记在“%(title)s”里的一笔"),
    "reversed": _("%(who)s要冲正“%(title)s”里记错的一笔，等别人核对"),
    "proved": _("%(who)s给“%(title)s”里的一笔补了收据"),
}

CHECKED = DaySum(
    ngettext_lazy("%(day)s核对了%(n)s笔账", "%(day)s核对了%(n)s笔账", "n"), "ledger:board"
)
ENTERED = DaySum(ngettext_lazy("%(day)s记了%(n)s笔账", "%(day)s记了%(n)s笔账", "n"), "ledger:board")
DAY_SUMS = {
    "confirmed": CHECKED,
    "share_confirmed": CHECKED,
    "share_returned": CHECKED,
    "share_reversed": CHECKED,
    "entered": ENTERED,
}
