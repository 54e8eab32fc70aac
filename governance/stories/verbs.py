from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "begun": _("%(who)s开始写故事“%(title)s”"),
    "edited": _("%(who)s改了故事“%(title)s”"),
    "people_named": _("%(who)s写下了故事“%(title)s”里有谁"),
    "asked": _("%(who)s去问故事“%(title)s”里的人同不同意"),
    "rewritten": _("%(who)s把故事“%(title)s”拿回来再改"),
    "agreed": _("%(who)s同意登在故事“%(title)s”里"),
    "refused": _("%(who)s不同意登在故事“%(title)s”里"),
    "answer_recorded": _("%(who)s记下了故事“%(title)s”里一位的回话"),
    "published": _("故事“%(title)s”发出去了"),
    "withdrawn": _("故事“%(title)s”收回了"),
    "taken_up": _("%(title)s照着我们楼的故事做了"),
    "credited": _("%(who)s照着%(title)s的故事立了一件事"),
    "articles_suggested": _("%(who)s把照来的条文提进了楼组公约"),
}
