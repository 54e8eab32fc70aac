"""Messages about threads of the lounge.

Short texts name no title, because a worry must not stand on a lock screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.inbox.models import Reason
from governance.lounge.models import Attendance, Bookmark, Offer, Post, Thread
from residents.models import User
from residents.rooms.messages import Because, MessageContent, MessageType, Recipient, Topic
from residents.rooms.recipients import ForOne, ForSome

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

USEFUL_FOR = dt.timedelta(days=14)
SHORT_NOTICE = dt.timedelta(days=2)
"""An invitation that is called off later than this before it begins is urgent."""


def _thread(pk: int) -> Thread:
    return Thread.objects.select_related("building", "unnamed_author").get(pk=pk)


def _last_post(thread: int) -> Post | None:
    """Return the last post, unless it was hidden or deleted."""
    last = Post.objects.filter(thread=thread, number=F("thread__posts"))
    post = last.select_related("thread__building").first()
    return post if post and post.readable else None


def _content(thread: Thread) -> MessageContent | None:
    if thread.hidden:
        return None
    return MessageContent(
        building_id=thread.building_id,
        values={"title": thread.title},
        url=thread.url_of(thread.posts),
        useful_until=timezone.now() + USEFUL_FOR,
        version=f"{thread.posts} {thread.ended_at or ''}",
    )


def _content_of_the_reply(post: Post) -> MessageContent | None:
    return _content(post.thread)


def _content_of_the_offer(thread: Thread) -> MessageContent | None:
    content = _content(thread)
    return content and replace(content, version=f"{Offer.objects.filter(thread=thread).count()}")


def _content_of_the_called_off(thread: Thread) -> MessageContent | None:
    content = _content(thread)
    if content is None or thread.starts_at is None or thread.past:
        return None
    return replace(
        content,
        happens_at=thread.starts_at,
        useful_until=thread.starts_at,
        urgent=thread.starts_at - timezone.now() < SHORT_NOTICE,
    )


def _followers_who_have_not_read(post: Post) -> Iterator[Recipient]:
    unread = Bookmark.objects.filter(read_up_to__lt=post.number)
    return _followers_among(unread, post.thread)


def _followers(thread: Thread) -> Iterator[Recipient]:
    return _followers_among(Bookmark.objects.all(), thread)


def _followers_among(bookmarks: QuerySet[Bookmark], thread: Thread) -> Iterator[Recipient]:
    """Yield those who follow the thread. Authors do, also those who stay unnamed."""
    following = bookmarks.filter(thread=thread, follows=True)
    for user in following.values_list("user", flat=True):
        yield Recipient(user, Because.FOLLOWS)


def _author_or_unnamed(thread: Thread) -> Iterable[Recipient]:
    """Return the author. Those who stay unnamed get it as followers."""
    if thread.author_id:
        return [Recipient(thread.author_id, Because.AUTHOR)]
    return [Recipient(thread.unnamed_author.user_id, Because.FOLLOWS)]


def _author(thread: Thread) -> int | None:
    return thread.author_id


def _attendants(thread: Thread) -> Iterator[Recipient]:
    coming = Attendance.objects.filter(thread=thread, people__gt=0)
    for user in coming.values_list("author", flat=True):
        yield Recipient(user, Because.FOLLOWS)


def _read(post: Post, user: User) -> str:
    bookmarks = Bookmark.objects.filter(thread=post.thread_id, user=user)
    return Reason.READ if bookmarks.filter(read_up_to__gte=post.number).exists() else ""


def _outcome(verb: str, short: StrOrPromise, long: StrOrPromise) -> MessageType[Thread]:
    """Return the type of a step that everybody who follows the thread learns of."""
    return ForSome(
        code=f"lounge.{verb}",
        topic=Topic.MINE,
        short=short,
        long=long,
        load=_thread,
        content_of=_content,
        recipients=_followers,
    )


def _what_came_of_it(
    code: str, follows: tuple[str, ...], short: StrOrPromise, long: StrOrPromise
) -> MessageType[Thread]:
    """Return a type by which the author learns of a step of what came of the thread."""
    return ForSome(
        code=code,
        topic=Topic.MINE,
        short=short,
        long=long,
        load=_thread,
        content_of=_content,
        recipients=_author_or_unnamed,
        follows=follows,
        thing_type="lounge.thread",
    )


MESSAGE_TYPES = (
    ForSome(
        code="lounge.replied",
        topic=Topic.LOUNGE,
        short=_("您关注的话题有人回应了"),
        long=_("您关注的“%(title)s”有人回应了。"),
        several=_("您关注的“%(title)s”有新的回应。"),
        load=_last_post,
        content_of=_content_of_the_reply,
        recipients=_followers_who_have_not_read,
        why_not=_read,
    ),
    ForOne(
        code="lounge.offered",
        topic=Topic.MINE,
        short=_("有邻居愿意帮您的忙"),
        long=_("有邻居愿意帮忙：“%(title)s”。"),
        several=_("有%(count)s位邻居愿意帮忙：“%(title)s”。"),
        load=_thread,
        content_of=_content_of_the_offer,
        person_of=_author,
    ),
    ForSome(
        code="lounge.called_off",
        topic=Topic.LOUNGE,
        short=_("有一次相约取消了，请看一看"),
        long=_("相约“%(title)s”取消了，原来约的是%(when)s。"),
        load=_thread,
        content_of=_content_of_the_called_off,
        recipients=_attendants,
    ),
    _outcome("met", _("您关注的需求解决了"), _("“%(title)s”解决了。")),
    _outcome("settled", _("您关注的话题有了结果"), _("“%(title)s”已经解决。")),
    _outcome("taken_up", _("您关注的计划采纳了"), _("计划“%(title)s”采纳了，接下来去办。")),
    _outcome(
        "set_aside", _("您关注的计划先放一放"), _("计划“%(title)s”先放一放，原因写在页面上。")
    ),
    _outcome("wished", _("您关注的话题记进了要办的事"), _("“%(title)s”记进了要办的事。")),
    _what_came_of_it(
        "lounge.became_matter",
        ("matters.begun",),
        _("您提起的事立成了事项"),
        _("您提起的“%(title)s”立成了事项，以后到什么阶段都看得到。"),
    ),
    _what_came_of_it(
        "lounge.on_agenda",
        ("meetings.on_agenda",),
        _("您提起的事列进了会议议程"),
        _("您提起的“%(title)s”列进了会议议程。"),
    ),
    _what_came_of_it(
        "lounge.asked_at_every_door",
        ("canvass.opened",),
        _("您提起的事正在问每一户"),
        _("您提起的“%(title)s”，正在挨家挨户问大家的意见。"),
    ),
    _what_came_of_it(
        "lounge.has_result",
        ("canvass.published", "canvass.published_by_clock"),
        _("您提起的事有了征询结果"),
        _("您提起的“%(title)s”，征询的结果公布了。"),
    ),
    _what_came_of_it(
        "lounge.decided",
        ("meetings.decided",),
        _("您提起的事，会上定了"),
        _("您提起的“%(title)s”，会上有了决议。"),
    ),
    _what_came_of_it(
        "lounge.being_done",
        ("meetings.asked_to_do",),
        _("您提起的事有人去办了"),
        _("您提起的“%(title)s”，已经请人去办了。"),
    ),
    _what_came_of_it(
        "lounge.done",
        ("meetings.done",),
        _("您提起的事办好了"),
        _("您提起的“%(title)s”，交代的事办好了。"),
    ),
    _what_came_of_it(
        "lounge.given_up",
        ("meetings.given_up",),
        _("您提起的事有了变化"),
        _("您提起的“%(title)s”，交代的事不办了，原因写在页面上。"),
    ),
)
