"""What shows that a milestone was reached, and what is missing for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.matters.inputs import ReachedInput
from governance.matters.models import Document, Milestone
from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a milestone may not have been reached yet."""

    asked: StrOrPromise
    """The sentence for whoever reports it."""
    caveat: Promise
    """The sentence for its readers, if it is reported all the same."""

    @property
    def question(self) -> str:
        return str(self.asked)

    @property
    def stored_caveat(self) -> str:
        return stored(self.caveat)


NO_CANVASS = Doubt(
    _("这一步要先征询各家，您没有选是哪一次征询。真的做到了吗？"), _("记的时候没有写是哪次征询")
)
NOT_PUBLISHED = Doubt(
    _("这次征询的结果到那天还没有公布。真的做到了吗？"), _("那天征询的结果还没有公布")
)
NOT_PASSED = Doubt(_("这次征询没有通过。真的做到了吗？"), _("征询没有通过"))
NO_POSTING = Doubt(
    _("这一步要贴出来公示，您没有选是哪一份公示。真的做到了吗？"), _("记的时候没有写是哪份公示")
)
NO_PAPER = _("这一步要的“%(names)s”还没有放上来。真的做到了吗？")
MISSING_PAPER = _("记的时候要的文件还没有放上来")
NOT_OVER = Doubt(_("公示到那天还没有贴满天数。真的做到了吗？"), _("那天公示还没有满"))


def doubt_about(milestone: Milestone, data: ReachedInput) -> Doubt | None:
    """Return what is missing for the milestone, or None. Its documents are asked for last."""
    return _doubt_about_evidence(milestone, data) or _doubt_about_documents(milestone)


def _doubt_about_evidence(milestone: Milestone, data: ReachedInput) -> Doubt | None:
    found = data.evidence
    if isinstance(found, Canvass):
        return _doubt_about_canvass(found, data.done_on)
    if isinstance(found, Notice) and found.is_posting:
        return _doubt_about_posting(found, data.done_on)
    if milestone.canvass_kind:
        return NO_CANVASS
    if milestone.period:
        return NO_POSTING
    return None


def _doubt_about_documents(milestone: Milestone) -> Doubt | None:
    """Those that leader and committee alone may read are not asked for, since a steward may report."""
    missing = milestone.wants.filter(
        versions=None, unneeded=False, audience=Document.Audience.RESIDENTS
    )
    names = list(missing.values_list("name", flat=True))
    if not names:
        return None
    return Doubt(NO_PAPER % {"names": quoted("、".join(names))}, MISSING_PAPER)


def _doubt_about_canvass(canvass: Canvass, day: dt.date) -> Doubt | None:
    if canvass.state != CanvassState.PUBLISHED or canvass.published_at is None:
        return NOT_PUBLISHED
    if timezone.localdate(canvass.published_at) > day:
        return NOT_PUBLISHED
    if canvass.rule.get("tests") and not canvass.count_of.result.get("passed"):
        return NOT_PASSED
    return None


def _doubt_about_posting(notice: Notice, day: dt.date) -> Doubt | None:
    hung = notice.state == NoticeState.POSTED and notice.announced
    over = notice.expires_at is not None and notice.expired
    if not (hung and over and notice.expires_at):
        return NOT_OVER
    return NOT_OVER if timezone.localdate(notice.expires_at) > day else None
