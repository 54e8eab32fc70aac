from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "begun": _("%(who)s立了一件事：“%(title)s”"),
    "edited": _("%(who)s改了事项“%(title)s”的文字或照片"),
    "photo_removed": _("%(who)s拿掉了事项“%(title)s”的一张照片"),
    "steward_named": _("%(who)s请%(whom)s看着“%(title)s”"),
    "talked": _("“%(title)s”在商量了"),
    "asked": _("“%(title)s”在问每一户了"),
    "decided": _("“%(title)s”定下来了"),
    "being_done": _("“%(title)s”动手办了"),
    "done": _("“%(title)s”办成了"),
    "kept": _("“%(title)s”办成以后，有人管着了"),
    "dropped": _("%(who)s说明“%(title)s”不办了"),
    "stepped_back": _("%(who)s把“%(title)s”退回了一步"),
    "tied": _("%(who)s把一件东西归进了“%(title)s”"),
    "untied": _("%(who)s从“%(title)s”里拿掉了一件不相干的"),
    "promised": _("“%(title)s”里写下了答应过的一件事"),
    "promise_kept": _("“%(title)s”里答应过的一件事做到了"),
    "promise_waived": _("%(who)s说明“%(title)s”里答应过的一件事不用做了"),
    "promise_reopened": _("%(who)s把“%(title)s”里答应过的一件事重新打开了"),
}
