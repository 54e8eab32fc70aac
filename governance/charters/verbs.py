from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.journal.verbs import tell

tell("charters", posted=_("%(who)s公布了%(title)s"))
