"""Create threads of all kinds and states in the lounge of building 114."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from governance.demo.pictures import building_with_lift
from governance.demo.story import THREADS, DemoThread
from governance.lounge.actions import joining, moderation, posts
from governance.lounge.actions import threads as threads_actions
from governance.lounge.inputs import InvitationInput, ReplyInput, ThreadInput
from governance.lounge.models import Thread
from governance.lounge.queries.posts import post_of
from louzu.lib.time import local_datetime
from residents.models import Building, User

Cast = dict[str, User]
END: dict[str, Callable[[Thread, DemoThread, Cast], object]] = {
    "met": lambda thread, talk, cast: threads_actions.meet_need(thread, by=cast[talk.by]),
    "settled": lambda thread, talk, cast: threads_actions.settle_thread(thread, by=cast[talk.by]),
    "taken_up": lambda thread, _talk, cast: threads_actions.take_up_plan(thread, by=cast["leader"]),
    "set_aside": lambda thread, talk, cast: threads_actions.postpone_plan(
        thread, reason=talk.reason, by=cast["leader"]
    ),
}


def talk(building: Building, cast: Cast) -> None:
    threads = {one.title: start(building, one, cast) for one in THREADS}
    _quarrel(threads["晚上十点以后还有人拖椅子"], cast)
    _set_right(threads["一起去顾村公园看菊花"], cast)


def start(building: Building, talk: DemoThread, cast: Cast) -> Thread:
    """Let neighbours talk in a thread to its end."""
    data = ThreadInput(
        kind=talk.kind,
        title=talk.title,
        text=talk.text,
        unnamed=talk.unnamed,
        photos=(building_with_lift(),) if talk.days_ahead < 0 else (),
        invitation=_invitation(talk),
    )
    thread = threads_actions.start_thread(building, data, by=cast[talk.by])
    _join(thread, talk, cast)
    for number, (who, text) in enumerate(talk.answers, start=1):
        quotes = number if number > 1 else None
        posts.add_reply(thread, ReplyInput(text=text, quotes=quotes), by=cast[who])
    if talk.end:
        END[talk.end](thread, talk, cast)
    if talk.wish:
        joining.add_wish(thread, kind=talk.wish, by=cast["leader"])
    if talk.days_ahead < 0:
        Thread.objects.filter(pk=thread.pk).update(starts_at=_at(talk.days_ahead))
    return Thread.objects.locked(thread)


def _invitation(talk: DemoThread) -> InvitationInput | None:
    if talk.kind != Thread.Kind.INVITATION:
        return None
    return InvitationInput(
        starts_at=_at(abs(talk.days_ahead)),
        place=talk.place,
        minutes=180,
        room_for=talk.room_for,
    )


def _join(thread: Thread, talk: DemoThread, cast: Cast) -> None:
    for who, people in talk.joining:
        if talk.kind == Thread.Kind.INVITATION:
            joining.attend_invitation(thread, people=people, by=cast[who])
        else:
            joining.offer_help(thread, by=cast[who])
    for who in talk.supporting:
        joining.support_thread(thread, by=cast[who])


def _quarrel(thread: Thread, cast: Cast) -> None:
    """Add two insulting posts: one is hidden, with an appeal, the other is reported."""
    hasty = posts.add_reply(
        thread, ReplyInput(text="不就拖了一次椅子，至于吗？"), by=cast["volunteer"]
    )
    posts.add_reply(thread, ReplyInput(text="年纪轻的只顾自己。"), by=cast["elder"])
    moderation.hide_post(hasty, reason="说事情，不说人", by=cast["leader"])
    moderation.appeal_hiding(hasty, text="我说的是气话，不过没有说谁。", by=cast["volunteer"])
    if last := post_of(thread, thread.posts + 2):
        moderation.report_post(last, reason="在说邻居，看了难过", by=cast["resident"])


def _set_right(thread: Thread, cast: Cast) -> None:
    first = post_of(thread, 1)
    if first is None or thread.starts_at is None:
        return
    data = ThreadInput(
        kind=thread.kind,
        title=thread.title,
        text=f"{first.text}带好老年卡和水。",
        invitation=InvitationInput(
            starts_at=thread.starts_at, place="楼下大门口", minutes=180, room_for=12
        ),
    )
    posts.edit_post(first, data, by=cast["resident"])


def _at(days: int) -> dt.datetime:
    """Return 14:00 on that day."""
    day = timezone.localdate() + dt.timedelta(days=days)
    return local_datetime(day, 14)
