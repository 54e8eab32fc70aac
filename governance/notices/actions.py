"""Every change to the notice board."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.notices.lifecycle import NOTICE, State
from governance.notices.models import Attachment, Notice, Reading, Version
from louzu.lib.errors import Refused
from louzu.lib.text import from_markdown
from louzu.lib.uploads import File, Photo, keep
from residents.actions import touch
from residents.models import Building, Office, User
from residents.rules import standing_of

MOST_ATTACHMENTS = 9
TEXT = ("title", "body", "audience", "pinned", "shows_from", "expires_at")


class Stale(Refused):
    """Somebody else changed the text since it was read. What was typed is not lost."""


@transaction.atomic
def draft_notice(
    building: Building, *, by: User, files: Iterable[File] = (), **text: Any
) -> Notice:
    """``text``: title, body, audience, pinned, shows_from (None: at once), expires_at."""
    office = standing_of(by, building).office
    committee = office == Office.Kind.STAFF
    notice = Notice(
        building=building,
        author=by,
        office=office,
        kind=Notice.Kind.COMMITTEE if committee else Notice.Kind.NOTICE,
    )
    _write(notice, text)
    notice.save()
    _attach(notice, files)
    enter(notice, "notices.drafted", by=by, audience=Audience.WRITERS)
    return notice


@transaction.atomic
def post_notice(notice: Notice, *, by: User) -> Notice:
    """Onto the board, now or when its hour comes."""
    notice = Notice.objects.locked(notice)
    NOTICE.take(notice, "post")
    now = timezone.now()
    notice.shows_from = max(notice.shows_from, now)
    if notice.expires_at and notice.expires_at <= notice.shows_from:
        raise Refused(_("撤下的时间要晚于张贴的时间。"))
    notice.announced = notice.shows_from <= now
    notice.save(update_fields=["state", "shows_from", "announced"])
    _keep_version(notice, by)
    if notice.announced:
        _announce(notice, by)
    else:
        enter(notice, "notices.scheduled", by=by, audience=Audience.WRITERS)
    return notice


@transaction.atomic
def edit_notice(
    notice: Notice, *, version: int, by: User, files: Iterable[File] = (), **text: Any
) -> Notice:
    """Change a draft freely; a posted text becomes the earlier version of a new one.

    Raises Stale when ``version`` is no longer the current one.
    """
    notice = Notice.objects.locked(notice)
    posted = notice.state == State.POSTED
    NOTICE.take(notice, "correct" if posted else "edit")
    if notice.version != version:
        raise Stale(_("您写的时候，别人已经改过这份通知。您的文字还在下面，请对照后再保存。"))
    begun = notice.due
    before = (notice.title, notice.body)
    if begun:
        text["shows_from"] = notice.shows_from
    _write(notice, text)
    notice.version += 1
    if posted and (notice.title, notice.body) != before:
        notice.corrected_at = timezone.now()
    notice.save()
    _attach(notice, files)
    if posted:
        _keep_version(notice, by)
    _enter_change(notice, by)
    return notice


@transaction.atomic
def withdraw_notice(notice: Notice, *, reason: str, by: User) -> Notice:
    """Off the board; residents see that it hung there and why it was taken down."""
    notice = Notice.objects.locked(notice)
    NOTICE.take(notice, "withdraw")
    notice.withdrawn_reason = reason
    notice.save(update_fields=["state", "withdrawn_reason"])
    audience = _audience_of(notice) if notice.due else Audience.WRITERS
    enter(notice, "notices.withdrawn", by=by, audience=audience)
    return notice


@transaction.atomic
def discard_notice(notice: Notice, *, by: User) -> Notice:
    """A draft that nobody wants; nobody but those who hold the pen ever saw it."""
    notice = Notice.objects.locked(notice)
    NOTICE.take(notice, "discard")
    notice.save(update_fields=["state"])
    enter(notice, "notices.discarded", by=by, audience=Audience.WRITERS)
    return notice


@transaction.atomic
def announce_notice(notice: Notice) -> Notice:
    """The clock's act: the hour of a scheduled notice has come, and the journal tells it."""
    notice = Notice.objects.locked(notice)
    if not notice.announced and notice.due:
        notice.announced = True
        notice.save(update_fields=["announced"])
        _announce(notice, notice.author)
    return notice


@transaction.atomic
def mark_read(notice: Notice, *, by: User) -> None:
    _reading, first = Reading.objects.get_or_create(notice=notice, user=by)
    if first:
        touch(by)


def forget_readings(user: User) -> None:
    """What somebody read is nobody's business once they are forgotten."""
    Reading.objects.filter(user=user).delete()


@transaction.atomic
def remove_attachment(notice: Notice, attachment: Attachment, *, by: User) -> None:
    notice = Notice.objects.locked(notice)
    attachment.delete()
    _enter_change(notice, by)


def _write(notice: Notice, text: dict[str, Any]) -> None:
    for name in TEXT:
        if name in text:
            setattr(notice, name, text[name])
    if text.get("shows_from") is None:
        notice.shows_from = timezone.now()
    notice.html = from_markdown(notice.body)


def _keep_version(notice: Notice, by: User) -> None:
    Version.objects.create(
        notice=notice,
        number=notice.version,
        title=notice.title,
        body=notice.body,
        html=notice.html,
        by=by,
    )


def _attach(notice: Notice, files: Iterable[File]) -> None:
    files = list(files)
    if files and notice.attachments.count() + len(files) > MOST_ATTACHMENTS:
        raise Refused(_("一份通知最多放%(most)s个附件。") % {"most": MOST_ATTACHMENTS})
    for file in files:
        attachment = Attachment(notice=notice, name=file.name[-100:])
        if isinstance(file.content, Photo):
            attachment.kind = Attachment.Kind.PHOTO
            attachment.width, attachment.height = file.content.width, file.content.height
            keep(file.content, whole=attachment.file, small=attachment.thumbnail)
        else:
            attachment.kind = Attachment.Kind.PDF
            attachment.file.save("", ContentFile(file.content.content, "file"), save=False)
        attachment.save()


def _enter_change(notice: Notice, by: User) -> None:
    """A draft's is told to those who write; what hangs, to its readers."""
    if notice.state == State.DRAFT:
        enter(notice, "notices.redrafted", by=by, audience=Audience.WRITERS)
    else:
        audience = _audience_of(notice) if notice.due else Audience.WRITERS
        enter(notice, "notices.corrected", by=by, audience=audience)


def _announce(notice: Notice, by: User) -> None:
    enter(notice, "notices.posted", by=by, audience=_audience_of(notice))


def _audience_of(notice: Notice) -> str:
    public = notice.audience == Notice.Audience.PUBLIC
    return Audience.PUBLIC if public else Audience.RESIDENTS
