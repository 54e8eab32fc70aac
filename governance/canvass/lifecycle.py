from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class State(models.TextChoices):
    DRAFT = "draft", _("拟稿")
    ANNOUNCED = "announced", _("预告中")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已截止")
    COUNTED = "counted", _("已清点")
    PUBLISHED = "published", _("已公布")
    WITHDRAWN = "withdrawn", _("已撤回")


CANVASS = Lifecycle(
    State,
    edit=([State.DRAFT], State.DRAFT),
    announce=([State.DRAFT], State.ANNOUNCED),
    entrust=([State.ANNOUNCED], State.ANNOUNCED),
    open=([State.ANNOUNCED], State.OPEN),
    answer=([State.OPEN], State.OPEN),
    enter_late=([State.CLOSED], State.CLOSED),
    reword=([State.OPEN], State.OPEN),
    extend=([State.OPEN], State.OPEN),
    close=([State.OPEN], State.CLOSED),
    count=([State.CLOSED], State.COUNTED),
    publish=([State.COUNTED], State.PUBLISHED),
    withdraw=([State.DRAFT, State.ANNOUNCED, State.OPEN], State.WITHDRAWN),
    withdraw_closed=([State.CLOSED], State.WITHDRAWN),
)


class Stand(models.TextChoices):
    """Where an objection stands."""

    RAISED = "raised", _("刚提出")
    IN_TALKS = "in_talks", _("在谈")
    OFFERED = "offered", _("有了办法")
    WITHDRAWN = "withdrawn", _("收回了")
    MET = "met", _("谈成了")
    STANDS = "stands", _("保留")


UNDER_WAY = (Stand.RAISED, Stand.IN_TALKS, Stand.OFFERED)
OBJECTION = Lifecycle(
    Stand,
    talk=([Stand.RAISED, Stand.IN_TALKS], Stand.IN_TALKS),
    talk_on=([Stand.OFFERED], Stand.OFFERED),
    offer=(UNDER_WAY, Stand.OFFERED),
    withdraw=([Stand.RAISED, Stand.IN_TALKS], Stand.WITHDRAWN),
    meet=([Stand.OFFERED], Stand.MET),
    stand=(UNDER_WAY, Stand.STANDS),
    withdraw_late=([Stand.STANDS], Stand.WITHDRAWN),
)
