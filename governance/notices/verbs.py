from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "drafted": _("%(who)s起草了通知“%(title)s”"),
    "redrafted": _("%(who)s修改了通知草稿“%(title)s”"),
    "discarded": _("%(who)s作废了通知草稿“%(title)s”"),
    "scheduled": _("%(who)s排定了通知“%(title)s”"),
    "posted": _("%(who)s张贴了通知“%(title)s”"),
    "publicised": _("%(who)s公示了“%(title)s”"),
    "papered": _("%(who)s拍下了墙上贴着的“%(title)s”"),
    "prolonged": _("%(who)s把“%(title)s”多挂了几天"),
    "missed": _("“%(title)s”轮到张贴时已经过了期，没有问过各家"),
    "ended": _("公示期满：%(title)s"),
    "corrected": _("%(who)s修改了通知“%(title)s”"),
    "withdrawn": _("%(who)s撤下了通知“%(title)s”"),
}
