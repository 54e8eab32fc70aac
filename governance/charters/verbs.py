from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "begun": _("%(who)s请每家说说公约里要有什么"),
    "wished": _("%(who)s说了公约里要有什么"),
    "drafting": _("%(who)s开始写公约的新一稿"),
    "edited": _("%(who)s改了公约的草稿"),
    "copied": _("%(who)s参照别的楼写公约"),
    "put_out": _("%(who)s把公约的草稿拿出来征求意见"),
    "suggested": _("%(who)s给公约的一条提了别的写法"),
    "commented": _("%(who)s对公约的一条说了意见"),
    "accepted": _("%(who)s采纳了对公约的一条建议"),
    "answered": _("%(who)s答复了对公约的一条建议"),
    "set_aside": _("%(who)s没有采纳对公约的一条建议，写了原因"),
    "withdrew": _("%(who)s收回了对公约的一条建议"),
    "signing": _("%(who)s请每家签%(title)s"),
    "reworded": _("%(who)s改了正在签的公约"),
    "enacted": _("%(title)s生效了"),
    "sent_back": _("%(title)s这次没有签成，回去再写一稿"),
    "taken_back": _("%(who)s撤回了%(title)s的签署"),
    "dropped": _("%(who)s说新的一版公约先不办了"),
    "reviewed": _("%(who)s请大家再看看%(title)s合不合用"),
    "kept": _("%(title)s再看过，继续用"),
    "lapsed": _("%(title)s不再用了"),
    "flat_shown": _("一户愿意把室号写在公约下面"),
    "flat_hidden": _("一户不再把室号写在公约下面"),
    "offered": _("%(who)s把%(title)s拿出来给别的楼做样本"),
    "offer_withdrawn": _("%(who)s不再拿%(title)s做样本"),
}
