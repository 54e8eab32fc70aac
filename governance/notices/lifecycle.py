from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    POSTED = "posted", _("已张贴")
    WITHDRAWN = "withdrawn", _("已撤下")
    DISCARDED = "discarded", _("已作废")


class CircularState(models.TextChoices):
    SENDING = "sending", _("正在发")
    SENT = "sent", _("已发出")
    STOPPED = "stopped", _("只发了一部分")
    WITHDRAWN = "withdrawn", _("已全部撤回")


CIRCULAR = Lifecycle(
    CircularState,
    finish=([CircularState.SENDING], CircularState.SENT),
    stop=([CircularState.SENDING], CircularState.STOPPED),
    resend=([CircularState.STOPPED], CircularState.SENDING),
    withdraw=(
        [CircularState.SENDING, CircularState.SENT, CircularState.STOPPED],
        CircularState.WITHDRAWN,
    ),
)
NOTICE = Lifecycle(
    NoticeState,
    edit=([NoticeState.DRAFT], NoticeState.DRAFT),
    correct=([NoticeState.POSTED], NoticeState.POSTED),
    post=([NoticeState.DRAFT], NoticeState.POSTED),
    withdraw=([NoticeState.POSTED], NoticeState.WITHDRAWN),
    discard=([NoticeState.DRAFT], NoticeState.DISCARDED),
)
