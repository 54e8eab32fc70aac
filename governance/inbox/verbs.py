from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "robot_added": _("%(who)s让机器人把楼里的事发到群里：“%(title)s”"),
    "robot_removed": _("%(who)s不再让机器人往群里发：“%(title)s”"),
}
