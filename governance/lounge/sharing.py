"""Threads as they are forwarded to a chat group: what it is about, never who began it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.lounge.models import Thread
from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    """Without the first post, which may tell of somebody's health or home."""
    threads = page.building.thread_set.shown().select_related("invitation")
    thread = threads.filter(pk=pk).first() if page.standing.member else None
    if thread is None:
        return None
    thread.building = page.building
    return ShareCard(
        kind=thread.get_kind_display(),
        title=thread.title,
        when=thread.invitation.when_and_where if thread.starts_at else "",
        state=_state(thread),
        url=thread.get_absolute_url(),
        asks=_asks(thread),
    )


def _state(thread: Thread) -> str:
    """The number of replies tells that one need not be the first. A worry is not counted."""
    if thread.ended:
        return thread.state_label
    if thread.starts_at:
        return _room_left(thread)
    if thread.kind == Thread.Kind.WORRY:
        return ""
    if not thread.replies:
        return _("还没有人回应")
    return ngettext("%(n)s条回应", "%(n)s条回应", thread.replies) % {"n": thread.replies}


def _room_left(thread: Thread) -> str:
    if thread.past:
        return _("已经过了")
    coming, left = thread.invitation.coming, thread.invitation.left
    words = {"coming": coming, "left": left}
    if left is None:
        return ngettext("%(n)s位来", "%(n)s位来", coming) % {"n": coming} if coming else ""
    if not left:
        return _("%(coming)s位来，满了") % words
    return _("%(coming)s位来，还可以来%(left)s位") % words


def _asks(thread: Thread) -> str:
    return {
        Thread.Kind.NEED: _("扫一扫，看看能不能帮上忙"),
        Thread.Kind.INVITATION: _("扫一扫，说来不来"),
        Thread.Kind.WORRY: _("扫一扫，一起想想办法"),
        Thread.Kind.PLAN: _("扫一扫，说说您的想法"),
    }[Thread.Kind(thread.kind)]


SHAREABLE = {"lounge.thread": Shareable(gettext_lazy("话题"), card_of)}
