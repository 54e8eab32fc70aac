"""Questions and results as they are forwarded to a chat group."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import DECIDING, Canvass, Purpose
from governance.canvass.queries.outcomes import outcome_sentence
from governance.canvass.queries.progress import progress_sentence, shared_canvass_in
from louzu.lib.time import format_moment
from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    canvass = shared_canvass_in(page.building, pk) if page.standing.member else None
    if canvass is None:
        return None
    if canvass.state == CanvassState.PUBLISHED:
        return ShareCard(
            kind=_("结果"),
            title=canvass.question,
            state=outcome_sentence(canvass)
            if canvass.purpose in DECIDING
            else progress_sentence(canvass),
            url=canvass.get_absolute_url(),
            asks=_("扫一扫，看结果"),
        )
    return ShareCard(
        kind=canvass.get_purpose_display(),
        title=canvass.question,
        when=_when(canvass),
        state=progress_sentence(canvass) if canvass.opened_at else "",
        url=canvass.get_absolute_url(),
        asks=_("扫一扫，看一看") if canvass.purpose == Purpose.TELL else _("扫一扫，替您家答一声"),
    )


def page_of(page: PageContext, pk: int) -> str:
    """A canvass that was withdrawn has a page that says why."""
    found = page.building.canvass_set.seen_by_residents().select_related("building")
    canvass = found.filter(pk=pk).first() if page.standing.member else None
    return canvass.get_absolute_url() if canvass else ""


def _when(canvass: Canvass) -> str:
    if canvass.state == CanvassState.ANNOUNCED:
        return _("%(when)s开始") % {"when": format_moment(canvass.opens_at)}
    if canvass.taking_answers:
        return _("%(when)s截止") % {"when": format_moment(canvass.closes_at)}
    return _("截止了，等清点")


SHAREABLE = {"canvass.canvass": Shareable(gettext_lazy("征询"), card_of, page_of)}
