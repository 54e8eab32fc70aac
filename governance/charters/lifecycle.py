from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class State(models.TextChoices):
    DRAFT = "draft", _("草稿")
    POSTED = "posted", _("现行")
    REPLACED = "replaced", _("以前的")


EDITION = Lifecycle(
    State,
    post=([State.DRAFT], State.POSTED),
    replace=([State.POSTED], State.REPLACED),
)
