"""Kinds of canvass that a leader can choose, each with its purpose and rule, in display order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from governance.canvass.models import DECIDING, Canvass, Purpose
from governance.canvass.option_tally import AnswerKind
from governance.canvass.presets import PRESETS, Preset
from governance.canvass.tally import Measure


@dataclass(frozen=True, slots=True)
class CanvassKind:
    key: str
    purpose: Purpose
    title: StrOrPromise
    preset: Preset
    days_open: int = 14
    answers: AnswerKind = AnswerKind.yes_no
    example: StrOrPromise = ""
    """A sentence for the leader who chooses the kind: who is asked, and about which options. Empty for
    yes or no."""

    @property
    def may_be_secret(self) -> bool:
        """Return whether the vote can be secret. Not if votes are weighted, because the weight
        would identify the voter, and not to find a date."""
        if self.answers == AnswerKind.dates:
            return False
        by_heads = all(test.measure == Measure.heads for test in self.preset.rule.tests)
        return self.purpose == Purpose.VOTE and by_heads


KINDS = {
    kind.key: kind
    for kind in (
        CanvassKind("tell", Purpose.TELL, _("告诉每一家"), PRESETS["tell"], 7),
        CanvassKind("hear", Purpose.HEAR, _("听听每一家的意见"), PRESETS["tell"]),
        CanvassKind("covenant", Purpose.CONSENT, _("签楼组公约"), PRESETS["covenant"]),
        CanvassKind("everyone", Purpose.CONSENT, _("家家都同意才办"), PRESETS["everyone"]),
        CanvassKind(
            "residents", Purpose.VOTE, _("居民商量的事，表决"), PRESETS["residents_meeting"]
        ),
        CanvassKind(
            "ordinary",
            Purpose.VOTE,
            _("业主的事，表决（动用维修资金、维修保养）"),
            PRESETS["owners_ordinary"],
        ),
        CanvassKind(
            "major", Purpose.VOTE, _("业主的大事，表决（装电梯、改建）"), PRESETS["owners_major"]
        ),
    )
}


OPTION_KINDS = {
    kind.key: kind
    for kind in (
        CanvassKind(
            "elect",
            Purpose.VOTE,
            _("推选楼组长、自管小组"),
            PRESETS["residents_meeting"],
            answers=AnswerKind.several,
            example=_("住户来推选，每位候选人写两行、放一张照片"),
        ),
        CanvassKind(
            "quotes",
            Purpose.VOTE,
            _("几份报价里选一份"),
            PRESETS["owners_ordinary"],
            answers=AnswerKind.one,
            example=_("业主来选，例如三家施工队的报价，每份附上照片和文件"),
        ),
        CanvassKind(
            "one",
            Purpose.VOTE,
            _("几样里选一样"),
            PRESETS["most_votes"],
            answers=AnswerKind.one,
            example=_("住户来选，例如楼道刷什么颜色"),
        ),
        CanvassKind(
            "each",
            Purpose.VOTE,
            _("几件事，一件一件表决"),
            PRESETS["residents_meeting"],
            answers=AnswerKind.each,
            example=_("住户来答，一张表上几件事，每件分开算"),
        ),
        CanvassKind(
            "each_owners",
            Purpose.VOTE,
            _("业主的几件事，一件一件表决"),
            PRESETS["owners_ordinary"],
            answers=AnswerKind.each,
            example=_("业主来答，一张表上几件一般事项，每件分开算"),
        ),
        CanvassKind(
            "date",
            Purpose.VOTE,
            _("约一个日子"),
            PRESETS["dates"],
            7,
            answers=AnswerKind.dates,
            example=_("哪几天方便，都选上；方便的人家最多的那天定下来"),
        ),
    )
}
"""Kinds that ask for more than yes or no."""
ALL_KINDS = {**KINDS, **OPTION_KINDS}


def kind_of(purpose: str, preset: str, answers: str = AnswerKind.yes_no) -> CanvassKind:
    return next(
        kind
        for kind in ALL_KINDS.values()
        if (kind.purpose, kind.preset.key, kind.answers) == (purpose, preset, answers)
    )


def asks_yes_or_no(canvass: Canvass) -> bool:
    """Whether agree, object and abstain are all that can be answered, so that several such
    questions can be entered from one paper."""
    only_tells = canvass.purpose == Purpose.TELL
    return not (canvass.secret or canvass.has_options or only_tells)


def takes_delegations(canvass: Canvass) -> bool:
    """Return whether a household may let a neighbour answer. Not in a secret vote, in which the proxy
    would learn the vote, and not where every answer is an objection."""
    return canvass.purpose in DECIDING and not canvass.secret
