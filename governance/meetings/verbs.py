from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "planned": _("%(who)s排了一次会：“%(title)s”"),
    "invited": _("%(who)s请大家来开会：“%(title)s”"),
    "changed": _("%(who)s改了会议“%(title)s”的安排"),
    "cancelled": _("%(who)s取消了会议“%(title)s”"),
    "proposed": _("%(who)s给会议“%(title)s”提了一个议题"),
    "proposal_taken_back": _("%(who)s收回了给会议“%(title)s”提的议题"),
    "proposal_accepted": _("%(who)s把邻居提的一个议题列进了会议“%(title)s”"),
    "proposal_declined": _("%(who)s答复了给会议“%(title)s”提的议题"),
    "held": _("会议“%(title)s”开始了"),
    "sheet_kept": _("%(who)s存下了会议“%(title)s”的签到表"),
    "resolved": _("%(who)s记下了会议“%(title)s”的一条决议"),
    "attachment_removed": _("%(who)s拿掉了会议“%(title)s”一条决议的附件"),
    "closed": _("会议“%(title)s”散了，%(who)s在整理记录"),
    "minutes_opened": _("会议“%(title)s”的记录写好了，请到会的邻居核对"),
    "correction_asked": _("%(who)s对会议“%(title)s”的记录提了意见"),
    "correction_accepted": _("%(who)s按邻居的意见改了会议“%(title)s”的记录"),
    "correction_answered": _("%(who)s答复了对会议“%(title)s”记录的意见"),
    "published": _("%(who)s公布了会议“%(title)s”的记录"),
    "corrected": _("%(who)s公布了会议“%(title)s”记录的新一版"),
    "task_done": _("%(who)s办好了会议“%(title)s”交代的一件事"),
    "task_dropped": _("%(who)s说明会议“%(title)s”交代的一件事不办了"),
    "task_reopened": _("%(who)s接着办会议“%(title)s”交代的一件事"),
}
