from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class LongJobState(models.TextChoices):
    WAITING = "waiting", _("等着开始")
    RUNNING = "running", _("正在办")
    FINISHED = "finished", _("办好了")
    CANCELLED = "cancelled", _("停下了")
    FAILED = "failed", _("没办成")


OPEN = (LongJobState.WAITING, LongJobState.RUNNING)
LONG_JOB = Lifecycle(
    LongJobState,
    go_on=(OPEN, LongJobState.RUNNING),
    finish=([LongJobState.RUNNING], LongJobState.FINISHED),
    cancel=(OPEN, LongJobState.CANCELLED),
    fail=(OPEN, LongJobState.FAILED),
)
