from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("筹备中")
    INVITED = "invited", _("已邀请")
    HELD = "held", _("正在开")
    DRAFTED = "drafted", _("整理记录")
    OPEN = "open", _("核对记录")
    PUBLISHED = "published", _("记录已公布")
    CANCELLED = "cancelled", _("已取消")


MEETING = Lifecycle(
    MeetingState,
    prepare=([MeetingState.PLANNED], MeetingState.PLANNED),
    invite=([MeetingState.PLANNED], MeetingState.INVITED),
    change=([MeetingState.INVITED], MeetingState.INVITED),
    cancel=([MeetingState.PLANNED, MeetingState.INVITED], MeetingState.CANCELLED),
    hold=([MeetingState.INVITED], MeetingState.HELD),
    note=([MeetingState.HELD], MeetingState.HELD),
    close=([MeetingState.HELD], MeetingState.DRAFTED),
    revise=([MeetingState.DRAFTED], MeetingState.DRAFTED),
    open=([MeetingState.DRAFTED], MeetingState.OPEN),
    amend=([MeetingState.OPEN], MeetingState.OPEN),
    publish=([MeetingState.OPEN], MeetingState.PUBLISHED),
    correct=([MeetingState.PUBLISHED], MeetingState.PUBLISHED),
)
AHEAD = (MeetingState.PLANNED, MeetingState.INVITED)
"""States in which the agenda can change."""
WRITTEN_IN = (MeetingState.HELD, MeetingState.DRAFTED, MeetingState.OPEN, MeetingState.PUBLISHED)
"""States with minutes: the meeting took place."""
READ_BY_ALL = (MeetingState.OPEN, MeetingState.PUBLISHED)
"""States in which all residents can read the minutes. Before, only their writers can."""
WRITING = {
    MeetingState.HELD: "note",
    MeetingState.DRAFTED: "revise",
    MeetingState.OPEN: "amend",
    MeetingState.PUBLISHED: "correct",
}
"""The step to take for a change of the minutes in each state."""


class TaskState(models.TextChoices):
    OPEN = "open", _("在办")
    DONE = "done", _("办好了")
    DROPPED = "dropped", _("不办了")


TASK = Lifecycle(
    TaskState,
    change=([TaskState.OPEN, TaskState.DROPPED], TaskState.OPEN),
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
