"""Kinds of canvass that a leader can choose, each with its purpose and rule, in display order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from governance.canvass.models import Canvass, Purpose
from governance.canvass.presets import PRESETS, Preset
from governance.canvass.tally import Measure


@dataclass(frozen=True, slots=True)
class CanvassKind:
    key: str
    purpose: Purpose
    title: StrOrPromise
    preset: Preset
    days_open: int = 14

    @property
    def may_be_secret(self) -> bool:
        """Return whether the vote can be secret. Not if votes are weighted, because the weight
        would identify the voter."""
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
        CanvassKind("ordinary", Purpose.VOTE, _("业主一般事项，表决"), PRESETS["owners_ordinary"]),
        CanvassKind("major", Purpose.VOTE, _("业主重大事项，表决"), PRESETS["owners_major"]),
    )
}


def kind_of(purpose: str, preset: str) -> CanvassKind:
    return next(k for k in KINDS.values() if k.purpose == purpose and k.preset.key == preset)


def asks_yes_or_no(canvass: Canvass) -> bool:
    """Whether agree, object and abstain are all that can be answered, so that several such
    questions can be entered from one paper."""
    return not canvass.secret and canvass.purpose != Purpose.TELL
