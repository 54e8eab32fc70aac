"""Offers, attendance, support, bookmarks and wishes.

Support and attendance update the pages of the building without a journal entry, so that the journal
does not reveal who shares a concern.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.inbox.actions.reading import mark_thing_read
from governance.journal.actions import enter
from governance.lounge.actions._shared import office_of, refuse_closed_thread
from governance.lounge.lifecycle import LIFECYCLE_OF_KIND
from governance.lounge.models import Attendance, Bookmark, Offer, Support, Thread, Wish
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.actions.content_versions import bump_building, bump_user
from residents.rooms.waiting import thing_of

MAX_GUESTS = 10
"""The largest number of people that one person may announce, including themselves."""


@transaction.atomic
def offer_help(thread: Thread, *, by: User) -> None:
    """Offer help, once per person. The journal entry names nobody. Only the author of the thread
    sees who offered."""
    thread = Thread.objects.locked(thread)
    refuse_closed_thread(thread)
    LIFECYCLE_OF_KIND[thread.kind].take(thread, "offer")
    _offer, first = Offer.objects.get_or_create(
        thread=thread, author=by, defaults={"office": office_of(by, thread.building)}
    )
    if first:
        _save_and_bump(thread, "state")
        enter(thread, "lounge.offered", by=None)


@transaction.atomic
def withdraw_offer(thread: Thread, *, by: User) -> None:
    """Withdraw an offer. Without any offers the thread is open again."""
    thread = Thread.objects.locked(thread)
    Offer.objects.filter(thread=thread, author=by).delete()
    if not thread.offers.exists():
        LIFECYCLE_OF_KIND[thread.kind].take(thread, "withdraw")
    _save_and_bump(thread, "state")
    enter(thread, "lounge.offer_withdrawn", by=None)


@transaction.atomic
def attend_invitation(thread: Thread, *, people: int, by: User) -> None:
    """Set how many ``people`` come with this person, including themselves. 0 means that they don't
    come. Raises Refused if there is not enough room."""
    thread = Thread.objects.locked(thread)
    refuse_closed_thread(thread)
    LIFECYCLE_OF_KIND[thread.kind].take(thread, "change")
    if thread.past:
        raise Refused(_("约的时间已经过了。"))
    mine, _new = Attendance.objects.get_or_create(
        thread=thread, author=by, defaults={"people": 0, "office": office_of(by, thread.building)}
    )
    invitation, more = thread.invitation, min(people, MAX_GUESTS) - mine.people
    if invitation.left is not None and more > max(invitation.left, 0):
        raise _full_error(invitation.left)
    mine.people += more
    mine.save(update_fields=["people"])
    invitation.coming += more
    invitation.save(update_fields=["coming"])
    _save_and_bump(thread)


@transaction.atomic
def support_thread(thread: Thread, *, by: User) -> None:
    """Add this person's support ("我也是" or "支持"), once per person."""
    thread = Thread.objects.locked(thread)
    refuse_closed_thread(thread)
    _support, first = Support.objects.get_or_create(thread=thread, user=by)
    if first:
        thread.supports += 1
        _save_and_bump(thread, "supports")


@transaction.atomic
def withdraw_support(thread: Thread, *, by: User) -> None:
    thread = Thread.objects.locked(thread)
    taken_back, _rows = Support.objects.filter(thread=thread, user=by).delete()
    if taken_back:
        thread.supports -= 1
        _save_and_bump(thread, "supports")


@transaction.atomic
def follow_thread(thread: Thread, *, by: User) -> None:
    _follow(thread, by, follows=True)


@transaction.atomic
def unfollow_thread(thread: Thread, *, by: User) -> None:
    _follow(thread, by, follows=False)


@transaction.atomic
def mark_thread_read(thread: Thread, *, up_to: int, by: User) -> None:
    """Record that the person has read up to this post. A lower number than before has no effect."""
    up_to = min(up_to, thread.posts)
    mark, first = Bookmark.objects.get_or_create(
        thread=thread, user=by, defaults={"read_up_to": up_to}
    )
    further = Bookmark.objects.filter(pk=mark.pk, read_up_to__lt=up_to)
    if first or further.update(read_up_to=up_to):
        bump_user(by)
    if up_to == thread.posts:
        mark_thing_read(thing_of(thread), by=by)


@transaction.atomic
def add_wish(thread: Thread, *, kind: str, by: User) -> None:
    thread = Thread.objects.locked(thread)
    office = office_of(by, thread.building)
    defaults = {"author": by, "office": office}
    _wish, first = Wish.objects.get_or_create(thread=thread, kind=kind, defaults=defaults)
    if first:
        enter(thread, "lounge.wished", by=by)


@transaction.atomic
def drop_wish(thread: Thread, *, kind: str, by: User) -> None:
    thread = Thread.objects.locked(thread)
    dropped, _rows = Wish.objects.filter(thread=thread, kind=kind).delete()
    if dropped:
        enter(thread, "lounge.wish_dropped", by=by)


def forget_bookmarks(user: User) -> None:
    Bookmark.objects.filter(user=user).delete()


def _follow(thread: Thread, by: User, *, follows: bool) -> None:
    Bookmark.objects.update_or_create(thread=thread, user=by, defaults={"follows": follows})
    bump_user(by)


def _save_and_bump(thread: Thread, *changed: str) -> None:
    """Save and update the building's pages without a journal entry."""
    if changed:
        thread.save(update_fields=changed)
    bump_building(thread.building)


def _full_error(left: int) -> Refused:
    if left <= 0:
        return Refused(_("已经满员了。"))
    words = ngettext("只剩%(left)s个位子了。", "只剩%(left)s个位子了。", left)
    return Refused(words % {"left": left})
