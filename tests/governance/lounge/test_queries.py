from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone

from governance.lounge.models import page_start
from governance.lounge.queries import latest_threads, talk_of, threads_of
from residents.models import Membership
from tests.factories import OfficeFactory
from tests.factories.lounge import PostFactory, ThreadFactory


def said_ago(building, minutes, **more):
    at = timezone.now() - dt.timedelta(minutes=minutes)
    return ThreadFactory(building=building, last_post_at=at, **more)


def test_the_last_word_comes_first_and_the_house_next_door_does_not(building, next_door):
    older, newer = said_ago(building, 9), said_ago(building, 1)
    said_ago(next_door, 0)
    assert threads_of(building).rows == [newer, older]
    assert latest_threads(building, 1) == [newer]


def test_pages_go_on_where_the_last_one_ended_and_keep_the_kind(building):
    same = timezone.now()
    plans = [ThreadFactory(building=building, kind="plan", last_post_at=same) for _ in range(27)]
    ThreadFactory(building=building, kind="need", last_post_at=same)
    first = threads_of(building, kind="plan")
    assert first.next_url.endswith("&kind=plan")
    after = first.next_url.removeprefix("?after=").removesuffix("&kind=plan")
    second = threads_of(building, kind="plan", after=after)
    assert first.rows + second.rows == plans[::-1]
    assert second.next_url == ""


def test_a_name_is_said_with_the_office_then_and_the_flat_now(building, leader):
    thread = ThreadFactory(building=building, author=leader, office="leader")
    room = leader.memberships.get().household.flat.room
    (row,) = threads_of(building).rows
    assert row.byline == f"楼组长 {leader} {room}室"
    Membership.objects.update(until=timezone.localdate())
    assert talk_of(thread).posts[0].byline == str(leader)


def test_a_flat_elsewhere_is_not_told(building, neighbour):
    OfficeFactory(user=neighbour, kind="volunteer", building=building)
    ThreadFactory(building=building, author=neighbour)
    (row,) = threads_of(building).rows
    assert row.byline == str(neighbour)


def long_thread(building, posts):
    thread = ThreadFactory(building=building, posts=posts)
    for number in range(2, posts + 1):
        PostFactory(thread=thread, number=number, author=thread.author)
    return thread


def test_a_thread_is_read_by_pages_of_twenty_five(building):
    thread = long_thread(building, 52)
    first, second, last = talk_of(thread), talk_of(thread, first=26), talk_of(thread, first=51)
    assert [len(page.posts) for page in (first, second, last)] == [25, 25, 2]
    assert (first.previous_url, first.next_url, first.last_url) == ("", "?from=26", "?from=51")
    assert (second.previous_url, second.next_url, second.last_url) == (
        "?from=1", "?from=51", "?from=51",
    )  # fmt: skip
    assert (last.previous_url, last.next_url, last.last_url) == ("?from=26", "", "")
    assert talk_of(thread, first=900).posts == first.posts


def test_a_post_has_one_address_on_whichever_page(building):
    thread = ThreadFactory.build(building=building, pk=7)
    assert [page_start(n) for n in (1, 25, 26, 51)] == [1, 1, 26, 51]
    here = thread.get_absolute_url()
    assert thread.url_of(25) == f"{here}#p25"
    assert thread.url_of(26) == f"{here}?from=26#p26"


def test_the_list_is_read_from_its_index(building):
    ThreadFactory(building=building)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    for kind, index in (("", "lounge_order"), ("plan", "lounge_order_of_a_kind")):
        rows = ThreadFactory._meta.model.objects.of(building).about(kind)
        plan = rows.order_by("-last_post_at", "-pk")[:26].explain()
        assert f"using {index} " in plan
        assert "Sort" not in plan
