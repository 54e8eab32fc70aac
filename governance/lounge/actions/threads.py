"""Start threads and change their state."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.actions import enter, link
from governance.journal.models import LinkKind
from governance.lounge.actions._shared import (
    SAME_TEXT_WITHIN,
    author_in,
    bookmark_thread,
    create_post,
    office_of,
    refuse_unless_may_post,
)
from governance.lounge.inputs import InvitationInput, ThreadInput
from governance.lounge.lifecycle import ENDED, INITIAL_STATE, LIFECYCLE_OF_KIND
from governance.lounge.models import Attendance, Invitation, Post, Thread, Unnamed
from louzu.lib.errors import Refused
from residents.models import Building, User
from residents.people.actions.content_versions import bump_user
from residents.rooms.waiting import Thing


@transaction.atomic
def start_thread(
    building: Building, data: ThreadInput, *, by: User, cause: Thing | None = None
) -> Thread:
    """Create a thread with its first post. ``cause`` is the thing it came from.

    The same text again within a minute returns the earlier thread.
    """
    bump_user(by)  # takes a row lock, so that the same text sent twice at once is handled in turn
    if again := _just_started(building, data.title, data.text, by):
        return again
    refuse_unless_may_post(building, by, starts=True)
    author = None if data.unnamed else by
    thread = Thread.objects.create(
        building=building,
        kind=data.kind,
        title=data.title,
        state=INITIAL_STATE[data.kind],
        author=author,
        office=office_of(author, building),
        starts_at=_coming(data.invitation),
    )
    if author is None:
        Unnamed.objects.create(thread=thread, user=by)
    if data.invitation:
        _invite(thread, by, data.invitation)
    create_post(thread, data.text, author, photos=data.photos)
    bookmark_thread(thread, by)
    if cause:
        link(building, cause, thread, LinkKind.CAME_FROM)
    enter(thread, "lounge.started", by=author)
    return thread


@transaction.atomic
def meet_need(thread: Thread, *, by: User) -> Thread:
    thread = _step(thread, "meet")
    enter(thread, "lounge.met", by=by)
    return thread


@transaction.atomic
def reopen_need(thread: Thread, *, by: User) -> Thread:
    """Reopen a need. Earlier offers of help stay valid."""
    thread = _step(thread, "ask_again")
    if thread.offers.exists():
        LIFECYCLE_OF_KIND[thread.kind].take(thread, "offer")
        thread.save(update_fields=["state"])
    enter(thread, "lounge.asked_again", by=by)
    return thread


@transaction.atomic
def call_off_invitation(thread: Thread, *, reason: str, by: User) -> Thread:
    """Cancel an invitation. The reason becomes a reply, and calendars get the change."""
    thread = _step(thread, "call_off", because=reason, by=by)
    invitation = thread.invitation
    invitation.sequence += 1
    invitation.changed_at = timezone.now()
    invitation.save(update_fields=["sequence", "changed_at"])
    enter(thread, "lounge.called_off", by=by)
    return thread


@transaction.atomic
def settle_thread(thread: Thread, *, by: User) -> Thread:
    thread = _step(thread, "settle")
    enter(thread, "lounge.settled", by=author_in(thread, by))
    return thread


@transaction.atomic
def reopen_thread(thread: Thread, *, by: User) -> Thread:
    thread = _step(thread, "reopen")
    enter(thread, "lounge.reopened", by=author_in(thread, by))
    return thread


@transaction.atomic
def take_up_plan(thread: Thread, *, by: User) -> Thread:
    thread = _step(thread, "take_up")
    enter(thread, "lounge.taken_up", by=by)
    return thread


@transaction.atomic
def postpone_plan(thread: Thread, *, reason: str, by: User) -> Thread:
    """Postpone a plan. The reason becomes an unread reply for its author."""
    thread = _step(thread, "postpone", because=reason, by=by)
    enter(thread, "lounge.set_aside", by=by)
    return thread


def _step(thread: Thread, step: str, *, because: str = "", by: User | None = None) -> Thread:
    """Change the state under lock. ``because`` is added as a reply by ``by``."""
    thread = Thread.objects.locked(thread)
    LIFECYCLE_OF_KIND[thread.kind].take(thread, step)
    thread.ended_at = timezone.now() if thread.state in ENDED else None
    thread.why = None
    if because and by:
        thread.posts += 1
        thread.why = thread.posts
        thread.last_post_at = max(timezone.now(), thread.last_post_at)
    thread.save(update_fields=["state", "ended_at", "why", "posts", "last_post_at"])
    if because and by:
        create_post(thread, because, by)
        bookmark_thread(thread, by)
    return thread


def _invite(thread: Thread, host: User, data: InvitationInput) -> None:
    """Create the invitation. Its host counts as coming."""
    Invitation.objects.create(
        thread=thread,
        place=data.place,
        minutes=data.minutes,
        room_for=data.room_for,
        coming=1,
    )
    Attendance.objects.create(thread=thread, author=host, office=thread.office, people=1)


def _coming(data: InvitationInput | None) -> dt.datetime | None:
    if data and data.starts_at <= timezone.now():
        raise Refused(_("约的时间要在现在以后。"))
    return data.starts_at if data else None


def _just_started(building: Building, title: str, text: str, by: User) -> Thread | None:
    """Return the thread with the same text that this person started a moment ago, anonymous or not."""
    first = Post.objects.filter(
        thread__building=building,
        thread__title=title,
        number=1,
        text=text,
        at__gt=timezone.now() - SAME_TEXT_WITHIN,
    ).select_related("thread__building")
    for post in first:
        if post.author_id == by.pk or author_in(post.thread, by) is None:
            return post.thread
    return None
