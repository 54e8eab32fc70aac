from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class State(models.TextChoices):
    DRAFT = "draft", _("草稿")
    POSTED = "posted", _("已张贴")
    WITHDRAWN = "withdrawn", _("已撤下")
    DISCARDED = "discarded", _("已作废")


class CircularState(models.TextChoices):
    SENT = "sent", _("已发出")
    WITHDRAWN = "withdrawn", _("已全部撤回")


CIRCULAR = Lifecycle(CircularState, withdraw=([CircularState.SENT], CircularState.WITHDRAWN))
NOTICE = Lifecycle(
    State,
    edit=([State.DRAFT], State.DRAFT),
    correct=([State.POSTED], State.POSTED),
    post=([State.DRAFT], State.POSTED),
    withdraw=([State.POSTED], State.WITHDRAWN),
    discard=([State.DRAFT], State.DISCARDED),
)
