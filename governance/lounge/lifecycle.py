from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class State(models.TextChoices):
    OPEN = "open", _("进行中")
    SETTLED = "settled", _("已解决")


THREAD = Lifecycle(
    State,
    settle=([State.OPEN], State.SETTLED),
    reopen=([State.SETTLED], State.OPEN),
)
