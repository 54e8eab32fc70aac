from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class State(models.TextChoices):
    """Of an edition, from the first wish to the day on which the next one takes its place."""

    GATHERING = "gathering", _("征集")
    DRAFTING = "drafting", _("起草")
    CONSULTING = "consulting", _("征求意见")
    SIGNING = "signing", _("签署")
    IN_FORCE = "in_force", _("生效")
    REVIEW = "review", _("生效，正在复议")
    REPLACED = "replaced", _("以前的")
    LAPSED = "lapsed", _("不再生效")
    DROPPED = "dropped", _("没有办成")


UNDER_WAY = (State.GATHERING, State.DRAFTING, State.CONSULTING, State.SIGNING)
STANDING = (State.IN_FORCE, State.REVIEW)
"""In force, be it under review or not."""
EDITION = Lifecycle(
    State,
    gather=([State.GATHERING], State.GATHERING),
    draft=([State.GATHERING], State.DRAFTING),
    edit=([State.DRAFTING], State.DRAFTING),
    consult=([State.DRAFTING], State.CONSULTING),
    draft_next=([State.CONSULTING], State.DRAFTING),
    sign=([State.CONSULTING], State.SIGNING),
    reword=([State.SIGNING], State.SIGNING),
    send_back=([State.SIGNING], State.DRAFTING),
    take_back=([State.SIGNING], State.CONSULTING),
    enact=([State.SIGNING], State.IN_FORCE),
    review=([State.IN_FORCE], State.REVIEW),
    keep=([State.REVIEW], State.IN_FORCE),
    replace=(STANDING, State.REPLACED),
    lapse=([State.REVIEW], State.LAPSED),
    drop=([State.GATHERING, State.DRAFTING, State.CONSULTING], State.DROPPED),
)


class Fate(models.TextChoices):
    """What becomes of a suggestion."""

    OPEN = "open", _("还没答复")
    ACCEPTED = "accepted", _("采纳了")
    ANSWERED = "answered", _("答复了")
    SET_ASIDE = "set_aside", _("没有采纳")
    WITHDRAWN = "withdrawn", _("自己收回了")


SUGGESTION = Lifecycle(
    Fate,
    accept=([Fate.OPEN], Fate.ACCEPTED),
    answer=([Fate.OPEN], Fate.ANSWERED),
    set_aside=([Fate.OPEN], Fate.SET_ASIDE),
    withdraw=([Fate.OPEN], Fate.WITHDRAWN),
    reopen=([Fate.ACCEPTED], Fate.OPEN),
)
