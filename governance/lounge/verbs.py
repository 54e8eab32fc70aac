from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.journal.verbs import tell

tell(
    "lounge",
    started=_("%(who)s在客厅说起“%(title)s”"),
    replied=_("%(who)s回应了“%(title)s”"),
    settled=_("%(who)s把“%(title)s”标为已解决"),
    reopened=_("%(who)s重新提起“%(title)s”"),
)
