from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from louzu.lib.lifecycle import Lifecycle


class EditionState(models.TextChoices):
    """State of an edition, from gathering wishes to being replaced."""

    GATHERING = "gathering", _("征集")
    DRAFTING = "drafting", _("起草")
    CONSULTING = "consulting", _("征求意见")
    SIGNING = "signing", _("签署")
    IN_FORCE = "in_force", _("生效")
    REVIEW = "review", _("生效，正在复议")
    REPLACED = "replaced", _("以前的")
    LAPSED = "lapsed", _("不再生效")
    DROPPED = "dropped", _("没有办成")


UNDER_WAY = (
    EditionState.GATHERING,
    EditionState.DRAFTING,
    EditionState.CONSULTING,
    EditionState.SIGNING,
)
IN_EFFECT = (EditionState.IN_FORCE, EditionState.REVIEW)
"""States of an edition in force."""
EDITION = Lifecycle(
    EditionState,
    gather=([EditionState.GATHERING], EditionState.GATHERING),
    draft=([EditionState.GATHERING], EditionState.DRAFTING),
    edit=([EditionState.DRAFTING], EditionState.DRAFTING),
    consult=([EditionState.DRAFTING], EditionState.CONSULTING),
    draft_next=([EditionState.CONSULTING], EditionState.DRAFTING),
    sign=([EditionState.CONSULTING], EditionState.SIGNING),
    reword=([EditionState.SIGNING], EditionState.SIGNING),
    send_back=([EditionState.SIGNING], EditionState.DRAFTING),
    take_back=([EditionState.SIGNING], EditionState.CONSULTING),
    enact=([EditionState.SIGNING], EditionState.IN_FORCE),
    review=([EditionState.IN_FORCE], EditionState.REVIEW),
    keep=([EditionState.REVIEW], EditionState.IN_FORCE),
    replace=(IN_EFFECT, EditionState.REPLACED),
    lapse=([EditionState.REVIEW], EditionState.LAPSED),
    drop=(
        [EditionState.GATHERING, EditionState.DRAFTING, EditionState.CONSULTING],
        EditionState.DROPPED,
    ),
)


class SuggestionState(models.TextChoices):
    OPEN = "open", _("还没答复")
    ACCEPTED = "accepted", _("采纳了")
    ANSWERED = "answered", _("答复了")
    DECLINED = "set_aside", _("没有采纳")  # the stored value is older
    WITHDRAWN = "withdrawn", _("自己收回了")


SUGGESTION = Lifecycle(
    SuggestionState,
    accept=([SuggestionState.OPEN], SuggestionState.ACCEPTED),
    answer=([SuggestionState.OPEN], SuggestionState.ANSWERED),
    decline=([SuggestionState.OPEN], SuggestionState.DECLINED),
    withdraw=([SuggestionState.OPEN], SuggestionState.WITHDRAWN),
    reopen=([SuggestionState.ACCEPTED], SuggestionState.OPEN),
)
