from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.journal.verbs import tell

tell(
    "meetings",
    invited=_("%(who)s请大家来开会：“%(title)s”"),
    changed=_("%(who)s改了会议“%(title)s”的安排"),
    cancelled=_("%(who)s取消了会议“%(title)s”"),
)
