"""Notices that ask something of a person, of the leader and for the handover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.models import Canvass
from governance.canvass.queries.lists import canvasses_waiting_for
from governance.inbox.links import landing_path
from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice
from governance.notices.queries import (
    canvassed_notices_in,
    postings_ending_in,
    unpublished_notices_in,
)
from louzu.lib.quoting import quoted
from louzu.lib.time import format_moment, local_datetime
from residents.rooms.context import PageContext
from residents.rooms.waiting import AnswerButton, Heading, Waiting, WaitingList, thing_of


def duties(page: PageContext) -> Iterator[Waiting]:
    """Yield notices whose canvass waits for an answer, in place of the canvass."""
    canvassed = canvassed_notices_in(page.building)
    for canvass in page.once(canvasses_waiting_for, page.building, page.standing, page.user):
        if notice := canvassed.get(canvass.pk):
            yield _canvass_item(notice, canvass)


def for_leader(page: PageContext) -> Iterator[Waiting]:
    tomorrow = local_datetime(timezone.localdate() + dt.timedelta(days=1))
    for notice in postings_ending_in(page.building, before=tomorrow):
        if notice.canvass_id is None and notice.announced:
            yield _uncarried(notice)
            continue
        message = _("公示“%(what)s”今天截止，有意见的邻居请今天提。") % {
            "what": quoted(notice.title)
        }
        url = notice.get_absolute_url()
        share = f"{message}\n{page.root}{landing_path(page.building, thing_of(notice))}"
        note = _("公示今天期满")
        at = notice.expires_at
        yield Waiting(notice.title, note, url, heading=Heading.ENDING, at=at, share=share)


def unfinished(page: PageContext, most: int) -> Iterator[WaitingList]:
    items = [
        Waiting(notice.title, _unpublished_note(notice), notice.get_absolute_url())
        for notice in unpublished_notices_in(page.building)[:most]
    ]
    url = reverse("notices:board", args=[page.building.slug])
    yield WaitingList(_("没贴出去的通知"), items, url, order=10)


def _canvass_item(notice: Notice, canvass: Canvass) -> Waiting:
    note, choices = _("公示中，有意见可以提"), tuple[AnswerButton, ...]()
    if not notice.is_posting:
        url = reverse("notices:acknowledge", args=[notice.building.slug, notice.pk])
        note = _("请替您家说一声“我家知道了”")
        choices = (AnswerButton(_("我家知道了"), url, "do", "acknowledge"),)
    return Waiting(
        notice.title,
        note,
        notice.get_absolute_url(),
        _("去看看"),
        at=notice.happens_from or canvass.closes_at,
        at_is="at" if notice.happens_from else "until",
        choices=choices,
        about=thing_of(notice),
        replaces=thing_of(canvass),
    )


def _uncarried(notice: Notice) -> Waiting:
    note = _("公示还没有送到各家：名册上没有住户")
    if notice.expired:
        note = _("公示没有送到过各家，不能算没有人提意见。请撤下，重新公示")
    url, at = notice.get_absolute_url(), notice.expires_at
    return Waiting(notice.title, note, url, heading=Heading.OVERDUE, at=at)


def _unpublished_note(notice: Notice) -> str:
    if notice.state == NoticeState.POSTED:
        return _("%(when)s贴出") % {"when": format_moment(notice.shows_from)}
    return _("草稿")
