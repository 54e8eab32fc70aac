from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "knocked": _("%(who)s敲了%(title)s的门"),
    "welcomed": _("%(who)s说%(title)s可以来敲门了"),
    "knock_taken_back": _("%(who)s撤回了在%(title)s记的一次敲门"),
    "shared": _("%(who)s请%(name)s去敲几家的门"),
    "unshared": _("%(who)s改了敲门的分工"),
}
