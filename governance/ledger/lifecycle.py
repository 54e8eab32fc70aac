from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class EntryState(models.TextChoices):
    WAITING = "waiting", _("等核对")
    CONFIRMED = "confirmed", _("核对过")
    REFUSED = "refused", _("没有算")
    WITHDRAWN = "withdrawn", _("自己收回了")


ENTRY = Lifecycle(
    EntryState,
    confirm=([EntryState.WAITING], EntryState.CONFIRMED),
    refuse=([EntryState.WAITING], EntryState.REFUSED),
    withdraw=([EntryState.WAITING], EntryState.WITHDRAWN),
)
