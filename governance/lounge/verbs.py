from __future__ import annotations

from django.utils.translation import gettext_lazy as _

UNNAMED_ACTOR = _("一位邻居")
SENTENCES = {
    "started": _("%(who)s在客厅说起“%(title)s”"),
    "replied": _("%(who)s回应了“%(title)s”"),
    "edited": _("%(who)s改了“%(title)s”里的一段话"),
    "deleted": _("%(who)s删去了“%(title)s”里的一段话"),
    "offered": _("%(who)s愿意帮忙：“%(title)s”"),
    "offer_withdrawn": _("%(who)s帮不上忙了：“%(title)s”"),
    "met": _("%(who)s说“%(title)s”解决了"),
    "asked_again": _("%(who)s又为“%(title)s”找人帮忙"),
    "called_off": _("%(who)s取消了相约“%(title)s”"),
    "settled": _("%(who)s把“%(title)s”标为已解决"),
    "reopened": _("%(who)s重新提起“%(title)s”"),
    "taken_up": _("%(who)s采纳了计划“%(title)s”"),
    "set_aside": _("%(who)s把计划“%(title)s”先放一放"),
    "wished": _("%(who)s把“%(title)s”记进要办的事"),
    "wish_dropped": _("%(who)s把“%(title)s”从要办的事里拿掉"),
    "reported": _("%(who)s反映“%(title)s”里有不合适的话"),
    "report_dismissed": _("%(who)s看过反映，“%(title)s”里的话不用处理"),
    "hidden": _("%(who)s收起了“%(title)s”里的一段话"),
    "restored": _("%(who)s恢复了“%(title)s”里的一段话"),
    "appealed": _("%(who)s为“%(title)s”里收起的话向居委申诉"),
    "kept_hidden": _("%(who)s答复申诉：“%(title)s”里的话仍旧收起"),
    "paused": _("%(who)s请%(whom)s暂时不在客厅发言"),
    "pause_lifted": _("%(who)s请%(whom)s恢复发言"),
    "locked": _("%(who)s锁住了“%(title)s”，不再回应"),
    "unlocked": _("%(who)s打开了“%(title)s”，可以接着回应"),
    "unmasked": _("%(who)s写明原因，查看了“%(title)s”是谁说的"),
}
