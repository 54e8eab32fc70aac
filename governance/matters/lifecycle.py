from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class Stage(models.TextChoices):
    RAISED = "raised", _("提出")
    TALKED = "talked", _("商量")
    ASKED = "asked", _("征询")
    DECIDED = "decided", _("决定")
    DOING = "doing", _("在办")
    DONE = "done", _("办成")
    KEPT = "kept", _("管着")
    DROPPED = "dropped", _("不办了")


BEFORE_DONE = (Stage.RAISED, Stage.TALKED, Stage.ASKED, Stage.DECIDED, Stage.DOING)
ORDER = (*BEFORE_DONE, Stage.DONE, Stage.KEPT)
"""The stages of a matter that goes well, in their order."""

MATTER = Lifecycle(
    Stage,
    talk=([Stage.RAISED], Stage.TALKED),
    ask=([Stage.RAISED, Stage.TALKED], Stage.ASKED),
    decide=([Stage.RAISED, Stage.TALKED, Stage.ASKED], Stage.DECIDED),
    do=([Stage.RAISED, Stage.TALKED, Stage.ASKED, Stage.DECIDED], Stage.DOING),
    finish=([Stage.DOING], Stage.DONE),
    keep=([Stage.DONE], Stage.KEPT),
    drop=(BEFORE_DONE, Stage.DROPPED),
    resume=([Stage.DROPPED], Stage.RAISED),
)
