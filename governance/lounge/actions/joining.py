"""What neighbours do with a thread besides talking.

Supporting and coming are quiet: they stir the building's pages and leave no line in the journal, so
that nobody reads there who feels the same.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.journal.actions import enter
from governance.lounge.actions._shared import office_of, refuse_closed_thread
from governance.lounge.lifecycle import OF_KIND
from governance.lounge.models import Attendance, Bookmark, Offer, Support, Thread, Wish
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.actions.content_versions import bump_building
from residents.people.actions.preferences import bump_user

MAX_GUESTS = 10
"""Heads that one person may bring, their own included."""


@transaction.atomic
def offer_help(thread: Thread, *, by: User) -> None:
    """Once a person. The line names nobody: whoever asked sees in the thread who it is."""
    thread = Thread.objects.locked(thread)
    refuse_closed_thread(thread)
    OF_KIND[thread.kind].take(thread, "offer")
    _offer, first = Offer.objects.get_or_create(
        thread=thread, author=by, defaults={"office": office_of(by, thread.building)}
    )
    if first:
        _save_quietly(thread, "state")
        enter(thread, "lounge.offered", by=None)


@transaction.atomic
def withdraw_offer(thread: Thread, *, by: User) -> None:
    """With the last helper the need stands open again."""
    thread = Thread.objects.locked(thread)
    Offer.objects.filter(thread=thread, author=by).delete()
    if not thread.offers.exists():
        OF_KIND[thread.kind].take(thread, "withdraw")
    _save_quietly(thread, "state")
    enter(thread, "lounge.offer_withdrawn", by=None)


@transaction.atomic
def attend_invitation(thread: Thread, *, people: int, by: User) -> None:
    """``people`` come with this person, themselves included; none: they do not come.

    Raises Refused where there is not room for so many.
    """
    thread = Thread.objects.locked(thread)
    refuse_closed_thread(thread)
    OF_KIND[thread.kind].take(thread, "change")
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
    _save_quietly(thread)


@transaction.atomic
def support_thread(thread: Thread, *, by: User) -> None:
    """ "我也是" to a worry or a need, "支持" to a plan: once a person."""
    thread = Thread.objects.locked(thread)
    refuse_closed_thread(thread)
    _support, first = Support.objects.get_or_create(thread=thread, user=by)
    if first:
        thread.supports += 1
        _save_quietly(thread, "supports")


@transaction.atomic
def withdraw_support(thread: Thread, *, by: User) -> None:
    thread = Thread.objects.locked(thread)
    taken_back, _rows = Support.objects.filter(thread=thread, user=by).delete()
    if taken_back:
        thread.supports -= 1
        _save_quietly(thread, "supports")


@transaction.atomic
def follow_thread(thread: Thread, *, by: User) -> None:
    _follow(thread, by, follows=True)


@transaction.atomic
def unfollow_thread(thread: Thread, *, by: User) -> None:
    _follow(thread, by, follows=False)


@transaction.atomic
def mark_thread_read(thread: Thread, *, up_to: int, by: User) -> None:
    """They saw the posts up to this number; a smaller one than before changes nothing."""
    up_to = min(up_to, thread.posts)
    mark, first = Bookmark.objects.get_or_create(
        thread=thread, user=by, defaults={"read_up_to": up_to}
    )
    further = Bookmark.objects.filter(pk=mark.pk, read_up_to__lt=up_to)
    if first or further.update(read_up_to=up_to):
        bump_user(by)


@transaction.atomic
def add_wish(thread: Thread, *, kind: str, by: User) -> None:
    """The leader wants it on the agenda, asked at every door, or done by the team."""
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
    """What a person who is forgotten read and followed."""
    Bookmark.objects.filter(user=user).delete()


def _follow(thread: Thread, by: User, *, follows: bool) -> None:
    Bookmark.objects.update_or_create(thread=thread, user=by, defaults={"follows": follows})
    bump_user(by)


def _save_quietly(thread: Thread, *changed: str) -> None:
    """Seen by all at once, and told in no journal."""
    if changed:
        thread.save(update_fields=changed)
    bump_building(thread.building)


def _full_error(left: int) -> Refused:
    if left <= 0:
        return Refused(_("已经满员了。"))
    words = ngettext("只剩%(left)s个位子了。", "只剩%(left)s个位子了。", left)
    return Refused(words % {"left": left})
