"""Threads of the crowd in the lounge, with reports and hidden posts."""

from __future__ import annotations

import datetime as dt

from governance.demo.crowd._shared import (
    CrowdBuilding,
    add_journal_lines,
    bulk_create,
    random_times,
)
from governance.lounge.models import Hiding, Post, Report, Thread

TALK = ("谁家有梯子借一下", "晚上声音轻一点", "三楼想放几盆花", "一起去买菜吗", "门禁坏了")


def create_threads(places: list[CrowdBuilding], years: int) -> None:
    threads = [
        Thread(
            building=p.building, author=p.dice.choice(p.people), kind="need", posts=1 + round(p.life),
            title=p.dice.choice(TALK), last_post_at=at, **_result(p, at),
        )
        for p in places for at in random_times(p, years, 0.3)
    ]  # fmt: skip
    bulk_create(threads)
    posts = bulk_create([
        Post(thread=t, number=n, author_id=t.author_id, text="说的话", html="<p>说的话</p>",
             at=t.last_post_at)
        for t in threads for n in range(1, t.posts + 1)
    ])  # fmt: skip
    add_journal_lines(places, threads, "lounge.started", lambda thread: thread.last_post_at)
    again = [t for t in threads for _reply in range(t.posts - 1)]
    add_journal_lines(places, again, "lounge.replied", lambda thread: thread.last_post_at)
    spoken = {p.building.pk: p for p in places}
    replies = [post for post in posts if post.number > 1 and post.pk % 97 == 0]
    bulk_create([
        Report(post=post, by=spoken[post.thread.building_id].people[-1], reason="不合适", at=post.at,
               state="open" if n % 4 == 0 else "dismissed")
        for n, post in enumerate(replies)
    ])  # fmt: skip
    hidden = replies[::7]
    Post.objects.filter(pk__in=[post.pk for post in hidden]).update(hidden=True)
    bulk_create([
        Hiding(post=post, author=spoken[post.thread.building_id].voice_of_the_house, office="leader",
               reason="写了别人家的电话", at=post.at, state="appealed", appeal="没有写")
        for post in hidden
    ])  # fmt: skip


def _result(place: CrowdBuilding, at: dt.datetime) -> dict[str, object]:
    met = place.dice.random() < 0.8  # noqa: PLR2004 -- share of needs that were met
    return {"state": "met", "ended_at": at} if met else {"state": "open"}
