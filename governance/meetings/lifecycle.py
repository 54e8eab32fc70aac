from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class State(models.TextChoices):
    PLANNED = "planned", _("筹备中")
    INVITED = "invited", _("已邀请")
    HELD = "held", _("正在开")
    DRAFTED = "drafted", _("整理记录")
    OPEN = "open", _("核对记录")
    PUBLISHED = "published", _("记录已公布")
    CANCELLED = "cancelled", _("已取消")


MEETING = Lifecycle(
    State,
    prepare=([State.PLANNED], State.PLANNED),
    invite=([State.PLANNED], State.INVITED),
    change=([State.INVITED], State.INVITED),
    cancel=([State.PLANNED, State.INVITED], State.CANCELLED),
    hold=([State.INVITED], State.HELD),
    note=([State.HELD], State.HELD),
    close=([State.HELD], State.DRAFTED),
    revise=([State.DRAFTED], State.DRAFTED),
    open=([State.DRAFTED], State.OPEN),
    amend=([State.OPEN], State.OPEN),
    publish=([State.OPEN], State.PUBLISHED),
    correct=([State.PUBLISHED], State.PUBLISHED),
)
AHEAD = (State.PLANNED, State.INVITED)
"""The agenda may still change."""
WRITTEN_IN = (State.HELD, State.DRAFTED, State.OPEN, State.PUBLISHED)
"""It took place: what was said is written down."""
READ_BY_ALL = (State.OPEN, State.PUBLISHED)
"""Neighbours read the minutes; before, only those who write them."""
WRITING = {
    State.HELD: "note",
    State.DRAFTED: "revise",
    State.OPEN: "amend",
    State.PUBLISHED: "correct",
}
"""The step that a change of the minutes takes."""


class TaskState(models.TextChoices):
    OPEN = "open", _("在办")
    DONE = "done", _("办好了")
    DROPPED = "dropped", _("不办了")


TASK = Lifecycle(
    TaskState,
    finish=([TaskState.OPEN], TaskState.DONE),
    drop=([TaskState.OPEN], TaskState.DROPPED),
    reopen=([TaskState.DONE, TaskState.DROPPED], TaskState.OPEN),
)


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("等答复")
    ACCEPTED = "accepted", _("列入议程")
    DECLINED = "declined", _("这次不列")
    TAKEN_BACK = "taken_back", _("本人收回")


PROPOSAL = Lifecycle(
    ProposalState,
    accept=([ProposalState.PROPOSED], ProposalState.ACCEPTED),
    decline=([ProposalState.PROPOSED], ProposalState.DECLINED),
    take_back=([ProposalState.PROPOSED], ProposalState.TAKEN_BACK),
    set_free=([ProposalState.ACCEPTED], ProposalState.PROPOSED),
)


class CorrectionState(models.TextChoices):
    ASKED = "asked", _("等答复")
    ACCEPTED = "accepted", _("改了")
    ANSWERED = "answered", _("不改，说明了原因")


CORRECTION = Lifecycle(
    CorrectionState,
    accept=([CorrectionState.ASKED], CorrectionState.ACCEPTED),
    answer=([CorrectionState.ASKED], CorrectionState.ANSWERED),
)
