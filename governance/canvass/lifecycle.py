from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class CanvassState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    ANNOUNCED = "announced", _("预告中")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已截止")
    COUNTED = "counted", _("已清点")
    PUBLISHED = "published", _("已公布")
    WITHDRAWN = "withdrawn", _("已撤回")


CANVASS = Lifecycle(
    CanvassState,
    edit=([CanvassState.DRAFT], CanvassState.DRAFT),
    announce=([CanvassState.DRAFT], CanvassState.ANNOUNCED),
    entrust=([CanvassState.ANNOUNCED], CanvassState.ANNOUNCED),
    open=([CanvassState.ANNOUNCED], CanvassState.OPEN),
    reschedule=([CanvassState.ANNOUNCED], CanvassState.ANNOUNCED),
    answer=([CanvassState.OPEN], CanvassState.OPEN),
    enter_late=([CanvassState.CLOSED], CanvassState.CLOSED),
    reword=([CanvassState.OPEN], CanvassState.OPEN),
    extend=([CanvassState.OPEN], CanvassState.OPEN),
    close=([CanvassState.OPEN], CanvassState.CLOSED),
    count=([CanvassState.CLOSED], CanvassState.COUNTED),
    publish=([CanvassState.COUNTED], CanvassState.PUBLISHED),
    withdraw=(
        [CanvassState.DRAFT, CanvassState.ANNOUNCED, CanvassState.OPEN],
        CanvassState.WITHDRAWN,
    ),
    withdraw_closed=([CanvassState.CLOSED], CanvassState.WITHDRAWN),
)


class ObjectionState(models.TextChoices):
    RAISED = "raised", _("刚提出")
    IN_TALKS = "in_talks", _("在谈")
    OFFERED = "offered", _("有了办法")
    WITHDRAWN = "withdrawn", _("收回了")
    MET = "met", _("谈成了")
    STANDS = "stands", _("保留")


UNDER_WAY = (ObjectionState.RAISED, ObjectionState.IN_TALKS, ObjectionState.OFFERED)
OBJECTION = Lifecycle(
    ObjectionState,
    talk=([ObjectionState.RAISED, ObjectionState.IN_TALKS], ObjectionState.IN_TALKS),
    talk_on=([ObjectionState.OFFERED], ObjectionState.OFFERED),
    offer=(UNDER_WAY, ObjectionState.OFFERED),
    withdraw=([ObjectionState.RAISED, ObjectionState.IN_TALKS], ObjectionState.WITHDRAWN),
    meet=([ObjectionState.OFFERED], ObjectionState.MET),
    stand=(UNDER_WAY, ObjectionState.STANDS),
    withdraw_late=([ObjectionState.STANDS], ObjectionState.WITHDRAWN),
)


class DelegationState(models.TextChoices):
    OFFERED = "offered", _("等答应")
    ACCEPTED = "accepted", _("受托了")
    DECLINED = "declined", _("没有受托")
    WITHDRAWN = "withdrawn", _("收回了")
    ENDED = "ended", _("不算了")


DELEGATION = Lifecycle(
    DelegationState,
    accept=([DelegationState.OFFERED], DelegationState.ACCEPTED),
    take_check_back=([DelegationState.ACCEPTED], DelegationState.OFFERED),
    decline=([DelegationState.OFFERED, DelegationState.ACCEPTED], DelegationState.DECLINED),
    withdraw=([DelegationState.OFFERED, DelegationState.ACCEPTED], DelegationState.WITHDRAWN),
    answer=([DelegationState.ACCEPTED], DelegationState.ACCEPTED),
    end=([DelegationState.OFFERED, DelegationState.ACCEPTED], DelegationState.ENDED),
)
