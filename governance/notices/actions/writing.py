"""Write, change and discard notices."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.actions.opening import extend_canvass
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import RewordInput
from governance.journal.actions import cover_lines, enter, link, uncover_lines
from governance.journal.models import Audience, LinkKind
from governance.notices.actions._shared import (
    audience_of,
    create_version,
    lock_notice,
    set_posting_period,
)
from governance.notices.inputs import NoticeInput
from governance.notices.lifecycle import NOTICE, NoticeState
from governance.notices.models import Attachment, Circular, Notice
from louzu.lib.attachments import attach, detach
from louzu.lib.errors import Refused, Stale
from louzu.lib.stored import stored
from louzu.lib.text import from_markdown
from louzu.lib.uploads import CleanPhoto, File
from residents.models import Building, Office, User
from residents.people.rules import standing_of
from residents.rooms.waiting import Thing

TOLD_FIELDS = ("title", "body", "happens_from", "happens_until")
"""Fields whose earlier values a correction keeps as a ``Version``."""


@transaction.atomic
def draft_notice(
    building: Building,
    data: NoticeInput,
    *,
    by: User,
    circular: Circular | None = None,
    cause: Thing | None = None,
) -> Notice:
    """``circular`` is the text sent to many buildings that this notice belongs to, ``cause`` the
    thing of which it tells."""
    office = standing_of(by, building).office
    notice = Notice(building=building, author=by, office=office, circular=circular)
    _write(notice, data)
    if notice.period:
        notice.kind = Notice.Kind.POSTING
    elif office == Office.Kind.STAFF:
        notice.kind = Notice.Kind.COMMITTEE
    notice.save()
    attach(notice.attachments.all(), data.files, notice=notice)
    if cause:
        link(building, cause, notice, LinkKind.TOLD_IN)
    if circular:
        link(building, circular, notice, LinkKind.TOLD_IN)
    enter(notice, "notices.drafted", by=by, audience=Audience.WRITERS)
    return notice


@transaction.atomic
def edit_notice(notice: Notice, data: NoticeInput, *, version: int, by: User) -> Notice:
    """Change a draft, or replace a posted text, which is kept as a version.

    Raises Stale if ``version`` is outdated.
    """
    notice = lock_notice(notice)
    posted = notice.state == NoticeState.POSTED
    NOTICE.take(notice, "correct" if posted else "edit")
    if notice.version != version:
        raise Stale(_("您写的时候，别人已经改过这份通知。您的文字还在下面，请对照后再保存。"))
    begun = notice.was_shown
    before = copy(notice)
    _write(notice, replace(data, shows_from=notice.shows_from) if begun else data)
    _refuse_frozen_changes(notice, before, begun=begun)
    changed = any(getattr(notice, name) != getattr(before, name) for name in TOLD_FIELDS)
    notice.version += 1
    if posted:
        set_posting_period(notice, notice.shows_from)
        notice.corrected_at = timezone.now() if changed else notice.corrected_at
    notice.save()
    attach(notice.attachments.all(), data.files, notice=notice)
    if posted:
        create_version(notice, by)
        _reword_canvass(notice, by)
        _extend_canvass(notice, before.happens_from, by)
    if notice.audience != before.audience:
        _take_title_from_visitors(notice)
    _add_journal_line(notice, by)
    return notice


@transaction.atomic
def discard_notice(notice: Notice, *, by: User) -> Notice:
    """Discard a draft. Only those who may post have seen it."""
    notice = Notice.objects.locked(notice)
    NOTICE.take(notice, "discard")
    notice.save(update_fields=["state"])
    enter(notice, "notices.discarded", by=by, audience=Audience.WRITERS)
    return notice


@transaction.atomic
def remove_attachment(notice: Notice, attachment: Attachment, *, by: User) -> None:
    notice = Notice.objects.locked(notice)
    if attachment.seen_on:
        raise Refused(_("贴在墙上的照片是凭据，不能拿掉。"))
    detach(attachment)
    _add_journal_line(notice, by)


@transaction.atomic
def add_paper_photo(notice: Notice, file: File, *, seen_on: dt.date, by: User) -> Notice:
    notice = Notice.objects.locked(notice)
    NOTICE.take(notice, "correct")
    if not isinstance(file.content, CleanPhoto):
        raise Refused(_("请放一张照片，拍下墙上贴着的纸。"))
    if not timezone.localdate(notice.shows_from) <= seen_on <= timezone.localdate():
        raise Refused(_("拍照的日子要在张贴以后、今天以前。"))
    attach(notice.attachments.all(), [file], notice=notice, seen_on=seen_on)
    enter(notice, "notices.papered", by=by, audience=audience_of(notice))
    return notice


def _refuse_frozen_changes(notice: Notice, before: Notice, *, begun: bool) -> None:
    """Raises Refused for changes of what residents or helpers rely on, such as a posting's text."""
    text, text_before = ((one.title, one.body, one.period) for one in (notice, before))
    if notice.frozen and text != text_before:
        raise Refused(_("公示开始以后，文字不能改。要改，请撤下以后重新公示。"))
    if notice.frozen and notice.expires_at != before.expires_at:
        raise Refused(_("公示开始以后，日子不能缩短；要延长，请到挨家挨户的页面上写明原因。"))
    if notice.canvass_id and notice.title != before.title:
        raise Refused(_("已经在挨家告知了，标题不能改；正文可以改。"))
    if begun and notice.state == NoticeState.POSTED and notice.asks != before.asks:
        raise Refused(_("贴出去以后，不能再改要不要每家说一声。"))
    if bool(notice.period) != notice.is_posting:
        raise Refused(_("公示和通知不能互相改，请另写一份。"))


def _reword_canvass(notice: Notice, by: User) -> None:
    """Copy the text to the canvass as an immaterial change, so that nobody has to answer again."""
    canvass = notice.canvass
    if canvass and canvass.taking_answers and canvass.body != notice.body:
        reword_canvass(
            canvass,
            RewordInput(
                version=canvass.version,
                body=notice.body,
                material=False,
                reason=stored(gettext_lazy("公示栏上的通知改过了")),
            ),
            by=by,
        )


def _extend_canvass(notice: Notice, event_before: dt.datetime | None, by: User) -> None:
    """Extend a canvass that ends with the event, if the event was put off."""
    canvass, event = notice.canvass, notice.happens_from
    if not (canvass and event and canvass.taking_answers and canvass.closes_at == event_before):
        return
    if event > canvass.closes_at and not canvass.extended_from:
        reason = stored(gettext_lazy("通知里写的时间改了"))
        extend_canvass(canvass, until=event, reason=reason, by=by)


def _write(notice: Notice, data: NoticeInput) -> None:
    notice.title, notice.body = data.title, data.body
    notice.audience, notice.pinned = data.audience, data.pinned
    notice.shows_from = data.shows_from or timezone.now()
    notice.expires_at = data.expires_at
    notice.happens_from, notice.happens_until = data.happens_from, data.happens_until
    notice.urgent, notice.asks, notice.period = data.urgent, data.asks, data.period
    notice.html = from_markdown(notice.body)


def _take_title_from_visitors(notice: Notice) -> None:
    """Show public lines about a notice that is for residents now without its title to visitors, and
    with it again once it is for everybody."""
    if notice.audience == Notice.Audience.PUBLIC:
        uncover_lines(notice)
    else:
        cover_lines(notice, from_visitors=True)


def _add_journal_line(notice: Notice, by: User) -> None:
    """Append a line for writers if the notice is a draft, or else for its readers."""
    if notice.state == NoticeState.DRAFT:
        enter(notice, "notices.redrafted", by=by, audience=Audience.WRITERS)
    else:
        audience = audience_of(notice) if notice.was_shown else Audience.WRITERS
        enter(notice, "notices.corrected", by=by, audience=audience)
