from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class StoryState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    ASKING = "asking", _("正在问写到的人")
    PUBLISHED = "published", _("发出去了")
    WITHDRAWN = "withdrawn", _("收回了")


class ConsentState(models.TextChoices):
    WAITING = "waiting", _("还没回话")
    AGREED = "agreed", _("同意")
    REFUSED = "refused", _("不同意")


STORY = Lifecycle(
    StoryState,
    edit=([StoryState.DRAFT], StoryState.DRAFT),
    ask=([StoryState.DRAFT], StoryState.ASKING),
    rewrite=([StoryState.ASKING, StoryState.WITHDRAWN], StoryState.DRAFT),
    publish=([StoryState.DRAFT, StoryState.ASKING], StoryState.PUBLISHED),
    withdraw=([StoryState.PUBLISHED], StoryState.WITHDRAWN),
)

CONSENT = Lifecycle(
    ConsentState,
    agree=([ConsentState.WAITING, ConsentState.REFUSED], ConsentState.AGREED),
    refuse=([ConsentState.WAITING, ConsentState.AGREED], ConsentState.REFUSED),
    ask_again=([ConsentState.AGREED, ConsentState.REFUSED], ConsentState.WAITING),
)
"""An answer is given again after the words, the picture or the readers changed."""
