"""Lifecycles of each kind of thread, of hidden posts and of reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class NeedState(models.TextChoices):
    OPEN = "open", _("等人帮忙")
    OFFERED = "offered", _("有人来帮")
    MET = "met", _("解决了")


class InvitationState(models.TextChoices):
    """States of an invitation. Whether it is past depends on its time only."""

    OPEN = "open", _("欢迎参加")
    CALLED_OFF = "called_off", _("取消了")


class WorryState(models.TextChoices):
    OPEN = "open", _("刚说起")
    TALKING = "talking", _("商量中")
    SETTLED = "settled", _("解决了")


class PlanState(models.TextChoices):
    IDEA = "idea", _("有个想法")
    TALKED = "talked", _("商量中")
    TAKEN_UP = "taken_up", _("采纳了")
    POSTPONED = "set_aside", _("先放一放")  # the stored value is older


class HidingState(models.TextChoices):
    HIDDEN = "hidden", _("收起了")
    APPEALED = "appealed", _("本人申诉了")
    KEPT = "kept", _("居委维持")
    RESTORED = "restored", _("恢复了")


class ReportState(models.TextChoices):
    OPEN = "open", _("还没处理")
    HEEDED = "heeded", _("收起了")
    DISMISSED = "dismissed", _("不用处理")


NEED = Lifecycle(
    NeedState,
    offer=([NeedState.OPEN, NeedState.OFFERED], NeedState.OFFERED),
    withdraw=([NeedState.OFFERED], NeedState.OPEN),
    meet=([NeedState.OPEN, NeedState.OFFERED], NeedState.MET),
    ask_again=([NeedState.MET], NeedState.OPEN),
)
INVITATION = Lifecycle(
    InvitationState,
    change=([InvitationState.OPEN], InvitationState.OPEN),
    call_off=([InvitationState.OPEN], InvitationState.CALLED_OFF),
)
WORRY = Lifecycle(
    WorryState,
    talk=([WorryState.OPEN], WorryState.TALKING),
    settle=([WorryState.OPEN, WorryState.TALKING], WorryState.SETTLED),
    reopen=([WorryState.SETTLED], WorryState.TALKING),
)
PLAN = Lifecycle(
    PlanState,
    talk=([PlanState.IDEA], PlanState.TALKED),
    take_up=([PlanState.IDEA, PlanState.TALKED, PlanState.POSTPONED], PlanState.TAKEN_UP),
    postpone=([PlanState.IDEA, PlanState.TALKED, PlanState.TAKEN_UP], PlanState.POSTPONED),
    reopen=([PlanState.TAKEN_UP, PlanState.POSTPONED], PlanState.TALKED),
)
HIDING = Lifecycle(
    HidingState,
    appeal=([HidingState.HIDDEN], HidingState.APPEALED),
    keep=([HidingState.APPEALED], HidingState.KEPT),
    restore=([HidingState.HIDDEN, HidingState.APPEALED, HidingState.KEPT], HidingState.RESTORED),
)
REPORT = Lifecycle(
    ReportState,
    heed=([ReportState.OPEN], ReportState.HEEDED),
    dismiss=([ReportState.OPEN], ReportState.DISMISSED),
)

LIFECYCLE_OF_KIND = {"need": NEED, "invitation": INVITATION, "worry": WORRY, "plan": PLAN}
INITIAL_STATE = {"need": "open", "invitation": "open", "worry": "open", "plan": "idea"}
ENDED = ("met", "called_off", "settled", "taken_up", "set_aside")
"""States in which a thread waits for nobody. The values mean the same in all kinds."""
