from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class State(models.TextChoices):
    PLANNED = "planned", _("筹备中")
    INVITED = "invited", _("已邀请")
    CANCELLED = "cancelled", _("已取消")


MEETING = Lifecycle(
    State,
    invite=([State.PLANNED], State.INVITED),
    change=([State.INVITED], State.INVITED),
    cancel=([State.PLANNED, State.INVITED], State.CANCELLED),
)
