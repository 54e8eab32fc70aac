"""What shows that a milestone was reached, and what is missing for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.kinds import ALL_KINDS, kind_of
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass, Electorate
from governance.matters.inputs import ReachedInput
from governance.matters.models import Document, Milestone
from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice
from governance.notices.presets import PERIODS
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
    document: Document | None = None
    """A document that is still to be collected, or None."""

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
NOT_CHOSEN = Doubt(_("这次征询没有选出结果。真的做到了吗？"), _("征询没有选出结果"))
NO_POSTING = Doubt(
    _("这一步要贴出来公示，您没有选是哪一份公示。真的做到了吗？"), _("记的时候没有写是哪份公示")
)
OTHER_KIND = _("这一步要的是“%(needed)s”，您选的这次是“%(shown)s”。真的做到了吗？")
OTHER_KIND_CAVEAT = _("记的时候选的征询，不是这一步要的那一种")
NOT_ALL_OWNERS = Doubt(
    _("这一步要问每一位业主，您选的这次只问了一部分。真的做到了吗？"),
    _("记的时候选的征询，没有问每一位业主"),
)
OTHER_PEOPLE = Doubt(
    _("这一步要问的人，和您选的这次问的不一样：一个问业主，一个问住户。真的做到了吗？"),
    _("记的时候选的征询，问的人不一样"),
)
OTHER_POSTING = _("这一步要贴的是“%(needed)s”，您选的这份是“%(shown)s”。真的做到了吗？")
OTHER_POSTING_CAVEAT = _("记的时候选的公示，不是这一步要的那一种")
STRICTER = {"ordinary": {"major", "everyone"}, "major": {"everyone"}}
"""Keys of kinds of canvass, and of those that ask for more than they do."""
NO_PAPER = _("这一步要的“%(names)s”还没有放上来。真的做到了吗？")
MISSING_PAPER = _("当时要的文件还没有放上来")
NOT_OVER = Doubt(_("公示到那天还没有贴满天数。真的做到了吗？"), _("那天公示还没有满"))


def doubt_about(milestone: Milestone, data: ReachedInput) -> Doubt | None:
    """Return what is missing for the milestone, or None. Its documents are asked for last."""
    return _doubt_about_evidence(milestone, data) or _doubt_about_documents(milestone)


def _doubt_about_evidence(milestone: Milestone, data: ReachedInput) -> Doubt | None:
    """A canvass does not show a step that needs a posting alone, nor a posting one that needs a
    canvass alone."""
    found, canvass, posting = data.evidence, milestone.canvass_kind, milestone.period
    if isinstance(found, Canvass) and (canvass or not posting):
        doubt = _doubt_about_canvass(found, data.done_on)
        return doubt or (_doubt_about_kind(canvass, found) if canvass else None)
    if isinstance(found, Notice) and found.is_posting and (posting or not canvass):
        doubt = _doubt_about_posting(found, data.done_on)
        return doubt or (_doubt_about_period(posting, found) if posting else None)
    if canvass:
        return NO_CANVASS
    return NO_POSTING if posting else None


def _doubt_about_documents(milestone: Milestone) -> Doubt | None:
    """Those that leader and committee alone may read are not asked for, since a steward may report."""
    missing = milestone.wants.filter(
        versions=None, unneeded=False, audience=Document.Audience.RESIDENTS
    )
    papers = list(missing)
    if not papers:
        return None
    words = {"names": quoted("、".join(paper.name for paper in papers))}
    return Doubt(NO_PAPER % words, MISSING_PAPER, papers[0])


def _doubt_about_canvass(canvass: Canvass, day: dt.date) -> Doubt | None:
    if canvass.state != CanvassState.PUBLISHED or canvass.published_at is None:
        return NOT_PUBLISHED
    if timezone.localdate(canvass.published_at) > day:
        return NOT_PUBLISHED
    decides = canvass.has_options or canvass.rule.get("tests")
    if decides and not canvass.count_of.result.get("passed"):
        return NOT_CHOSEN if canvass.has_options else NOT_PASSED
    return None


def _doubt_about_kind(key: str, canvass: Canvass) -> Doubt | None:
    """Whether another kind was asked than the milestone needs, or other people."""
    needed = ALL_KINDS[key]
    shown = kind_of(canvass.purpose, canvass.preset, canvass.kind)
    if shown.key not in {key, *STRICTER.get(key, ())}:
        words = {"needed": quoted(str(needed.title)), "shown": quoted(str(shown.title))}
        return Doubt(OTHER_KIND % words, OTHER_KIND_CAVEAT)
    of_owners = needed.preset.electorate != Electorate.HOUSEHOLDS
    if of_owners != (canvass.electorate != Electorate.HOUSEHOLDS):
        return OTHER_PEOPLE
    return None if canvass.electorate in needed.preset.electorates else NOT_ALL_OWNERS


def _doubt_about_period(key: str, notice: Notice) -> Doubt | None:
    if notice.period == key or notice.period not in PERIODS:
        return None
    words = {
        name: quoted(gettext(PERIODS[one].title))
        for name, one in (("needed", key), ("shown", notice.period))
    }
    return Doubt(OTHER_POSTING % words, OTHER_POSTING_CAVEAT)


def _doubt_about_posting(notice: Notice, day: dt.date) -> Doubt | None:
    hung = notice.state == NoticeState.POSTED and notice.announced
    over = notice.expires_at is not None and notice.expired
    if not (hung and over and notice.expires_at):
        return NOT_OVER
    return NOT_OVER if timezone.localdate(notice.expires_at) > day else None
