"""Matters as they are forwarded to a chat group."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.matters.lifecycle import Stage
from governance.matters.models import Matter
from governance.matters.queries.lists import readable_matter_in
from louzu.lib.time import format_day
from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    matter = _readable(page, pk)
    if matter is None or matter.stage == Stage.DROPPED:
        return None
    return ShareCard(
        kind=_("事项"),
        title=matter.title,
        when=_("%(day)s提出") % {"day": format_day(matter.begun_on)},
        sentence=matter.sentence,
        state=_("现在到了：%(stage)s") % {"stage": matter.get_stage_display()},
        url=matter.get_absolute_url(),
        asks=_("扫一扫，看这件事到什么阶段了"),
        holds=_(
            "里面只有这是什么事、到什么阶段，没有哪一家。点开链接，楼里的人直接看到，"
            "别人只看到怎么进来。"
        ),
    )


def page_of(page: PageContext, pk: int) -> str:
    """A matter that was given up has a page that says why."""
    matter = _readable(page, pk)
    return matter.get_absolute_url() if matter else ""


def _readable(page: PageContext, pk: int) -> Matter | None:
    return readable_matter_in(page.building, pk) if page.standing.member else None


SHAREABLE = {"matters.matter": Shareable(gettext_lazy("事项"), card_of, page_of)}
