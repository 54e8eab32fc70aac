from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from louzu.lib.lifecycle import Lifecycle


class Stage(models.TextChoices):
    RAISED = "raised", _("提出")
    TALKED = "talked", _("商量")
    ASKED = "asked", pgettext_lazy("stage", "征询")
    DECIDED = "decided", _("决定")
    DOING = "doing", _("在办")
    DONE = "done", _("办成")
    KEPT = "kept", _("管着")
    DROPPED = "dropped", _("不办了")


class PromiseState(models.TextChoices):
    UNWORDED = "unworded", _("等楼组长写给邻居看")
    OPEN = "open", _("还没做到")
    KEPT = "kept", _("做到了")
    WAIVED = "waived", _("不用做了")


BEFORE_DONE = (Stage.RAISED, Stage.TALKED, Stage.ASKED, Stage.DECIDED, Stage.DOING)
ORDER = (*BEFORE_DONE, Stage.DONE, Stage.KEPT)
"""The stages of a matter that goes well, in their order."""
DONE_STAGES = (Stage.DONE, Stage.KEPT)
ENDED = (*DONE_STAGES, Stage.DROPPED)

MATTER = Lifecycle(
    Stage,
    talk=([Stage.RAISED], Stage.TALKED),
    ask=([Stage.RAISED, Stage.TALKED], Stage.ASKED),
    decide=([Stage.RAISED, Stage.TALKED, Stage.ASKED], Stage.DECIDED),
    do=([Stage.RAISED, Stage.TALKED, Stage.ASKED, Stage.DECIDED], Stage.DOING),
    finish=([Stage.DOING], Stage.DONE),
    keep=([Stage.DONE], Stage.KEPT),
    drop=(BEFORE_DONE, Stage.DROPPED),
    return_to_raised=(
        [Stage.TALKED, Stage.ASKED, Stage.DECIDED, Stage.DOING, Stage.DROPPED],
        Stage.RAISED,
    ),
    return_to_talked=([Stage.ASKED, Stage.DECIDED, Stage.DOING, Stage.DROPPED], Stage.TALKED),
    return_to_asked=([Stage.DECIDED, Stage.DOING, Stage.DROPPED], Stage.ASKED),
    return_to_decided=([Stage.DOING, Stage.DROPPED], Stage.DECIDED),
    return_to_doing=([Stage.DONE, Stage.DROPPED], Stage.DOING),
    return_to_done=([Stage.KEPT], Stage.DONE),
)
FORWARD = {
    "talk": Stage.TALKED,
    "ask": Stage.ASKED,
    "decide": Stage.DECIDED,
    "do": Stage.DOING,
    "finish": Stage.DONE,
    "keep": Stage.KEPT,
}
"""The steps with which a matter goes on, and the stage to which each leads."""

PROMISE = Lifecycle(
    PromiseState,
    word=([PromiseState.UNWORDED], PromiseState.OPEN),
    change=([PromiseState.OPEN], PromiseState.OPEN),
    keep=([PromiseState.OPEN], PromiseState.KEPT),
    waive=([PromiseState.OPEN], PromiseState.WAIVED),
    reopen=([PromiseState.KEPT, PromiseState.WAIVED], PromiseState.OPEN),
)
PENDING = (PromiseState.UNWORDED, PromiseState.OPEN)
"""States that keep a matter from being called done."""


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("还没做到")
    DONE = "done", _("做到了")
    DROPPED = "dropped", _("不用做了")


MILESTONE = Lifecycle(
    MilestoneState,
    change=([MilestoneState.PLANNED], MilestoneState.PLANNED),
    finish=([MilestoneState.PLANNED], MilestoneState.DONE),
    reopen=([MilestoneState.DONE], MilestoneState.PLANNED),
    drop=([MilestoneState.PLANNED], MilestoneState.DROPPED),
    resume=([MilestoneState.DROPPED], MilestoneState.PLANNED),
)


class ShareState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PROPOSED = "proposed", _("提出了，还没有预告")
    IN_FORCE = "in_force", _("现在这一版")
    REPLACED = "replaced", _("有了新的一版")
    WITHDRAWN = "withdrawn", _("征询撤回了")
    REJECTED = "rejected", _("没有通过")
    DISCARDED = "discarded", _("不要了")


SHARES = Lifecycle(
    ShareState,
    edit=([ShareState.DRAFT], ShareState.DRAFT),
    discard=([ShareState.DRAFT], ShareState.DISCARDED),
    propose=([ShareState.DRAFT], ShareState.PROPOSED),
    take_back=([ShareState.PROPOSED], ShareState.DRAFT),
    put_in_force=([ShareState.PROPOSED], ShareState.IN_FORCE),
    replace=([ShareState.PROPOSED, ShareState.IN_FORCE], ShareState.REPLACED),
    withdraw=([ShareState.PROPOSED, ShareState.IN_FORCE], ShareState.WITHDRAWN),
    reject=([ShareState.IN_FORCE, ShareState.REPLACED], ShareState.REJECTED),
    restore=([ShareState.REPLACED], ShareState.IN_FORCE),
)
"""A version takes the place of the one before when its question is announced, and gives it back when
that is withdrawn, or published without having passed. One whose question is withdrawn before its
announcement is given up, too."""
SHOWN_SHARES = (
    ShareState.PROPOSED,
    ShareState.IN_FORCE,
    ShareState.REPLACED,
    ShareState.WITHDRAWN,
    ShareState.REJECTED,
)
"""States of the versions that all members may read."""
GIVEN_UP_SHARES = (ShareState.WITHDRAWN, ShareState.REJECTED)
