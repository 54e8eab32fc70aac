from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from governance.lounge.actions import joining
from governance.lounge.models import Bookmark, Thread, page_start
from governance.lounge.queries.posts import thread_page_of
from governance.lounge.queries.reminders import invitations_attended_by
from governance.lounge.queries.threads import (
    calendar_of,
    latest_threads_in,
    next_change_at,
    threads_for_page,
    threads_in,
)
from residents.models import Membership, User
from tests.factories import OfficeFactory
from tests.factories.lounge import PostFactory, ThreadFactory


def said_ago(building, minutes, **more):
    at = timezone.now() - dt.timedelta(minutes=minutes)
    return ThreadFactory(building=building, last_post_at=at, **more)


def ahead(building, hours, **more):
    at = timezone.now() + dt.timedelta(hours=hours)
    return ThreadFactory(building=building, invitation=True, starts_at=at, **more)


def test_the_last_word_comes_first_and_the_house_next_door_does_not(building, next_door, resident):
    older, newer = said_ago(building, 9), said_ago(building, 1)
    said_ago(next_door, 0)
    assert threads_in(building, resident).rows == [newer, older]
    assert latest_threads_in(building, resident, 1) == [newer]


def test_pages_go_on_where_the_last_one_ended_and_keep_what_was_chosen(building, resident):
    same = timezone.now()
    plans = [ThreadFactory(building=building, plan=True, last_post_at=same) for _ in range(27)]
    ThreadFactory(building=building, kind="need", last_post_at=same)
    first = threads_in(building, resident, kind="plan", show="open")
    assert first.next_url.endswith("&kind=plan&show=open")
    after = first.next_url.removeprefix("?after=").partition("&")[0]
    second = threads_in(building, resident, kind="plan", show="open", after=after)
    assert first.rows + second.rows == plans[::-1]
    assert second.next_url == ""


def test_what_is_chosen(building, resident, volunteer):
    open_one, settled = (
        ThreadFactory(building=building),
        ThreadFactory(building=building, settled=True),
    )
    mine = ThreadFactory(building=building, author=resident, hidden=True)
    unnamed = ThreadFactory(building=building, worry=True, author=None, unnamed=resident)
    Bookmark.objects.create(thread=settled, user=resident, follows=True)
    Bookmark.objects.create(thread=open_one, user=resident, read_up_to=1)

    def shown(show, who=resident):
        return set(threads_in(building, who, show=show).rows)

    assert shown("") == shown("nonsense") == {open_one, settled, unnamed}
    assert (shown("open"), shown("ended")) == ({open_one, unnamed}, {settled})
    assert (shown("mine"), shown("followed")) == ({mine, unnamed}, {settled})
    assert (shown("mine", volunteer), shown("followed", volunteer)) == (set(), set())


def test_invitations_are_listed_soonest_first_until_their_hour(building, resident):
    later, sooner, over, long_over = (ahead(building, hours) for hours in (9, 3, -1, -50))
    assert threads_in(building, resident, kind="invitation").rows == [sooner, later]
    assert set(threads_in(building, resident).rows) == {later, sooner}
    assert threads_in(building, resident, show="past").rows == [over, long_over]


def test_the_tide_is_the_soonest_hour_of_an_invitation(building, time_machine):
    assert next_change_at(building) is None
    ahead(building, 3)
    soonest = ahead(building, 1)
    assert next_change_at(building) == soonest.starts_at
    time_machine.move_to(timezone.now() + dt.timedelta(hours=4))
    assert next_change_at(building) is None


def test_unread_is_what_was_said_since(building, resident):
    thread = ThreadFactory(building=building, posts=30)
    (row,) = threads_in(building, resident).rows
    assert (row.read_up_to, row.unread_url) == (None, thread.url_of(1))
    joining.mark_thread_read(thread, up_to=27, by=resident)
    (row,) = threads_in(building, resident).rows
    assert (row.unread, row.unread_url) == (3, thread.url_of(28))
    assert row.unread_url.endswith("?from=26#p28")


def test_a_name_is_said_with_the_office_then_and_the_flat_now(building, leader, resident):
    thread = ThreadFactory(building=building, author=leader, office="leader")
    room = leader.memberships.get().household.flat.room
    (row,) = threads_in(building, resident).rows
    assert row.byline == f"楼组长 {leader} {room}室"
    Membership.objects.filter(user=leader).update(until=timezone.localdate())
    assert thread_page_of(thread).posts[0].byline == str(leader)


def test_a_flat_elsewhere_is_not_told(building, neighbour, resident):
    OfficeFactory(user=neighbour, kind="volunteer", building=building)
    ThreadFactory(building=building, author=neighbour)
    (row,) = threads_in(building, resident).rows
    assert row.byline == str(neighbour)


def test_who_does_not_show_their_name_does_not_show_their_flat(building, resident, volunteer):
    User.objects.filter(pk=resident.pk).update(shows_name=False)
    ThreadFactory(building=building, author=resident)
    (row,) = threads_in(building, volunteer).rows
    assert row.byline == "一位邻居"


def long_thread(building, posts):
    thread = ThreadFactory(building=building, posts=posts)
    for number in range(2, posts + 1):
        PostFactory(thread=thread, number=number, author=thread.author)
    return thread


def test_a_thread_is_read_by_pages_of_twenty_five(building):
    thread = long_thread(building, 52)
    first, second, last = (
        thread_page_of(thread),
        thread_page_of(thread, first=26),
        thread_page_of(thread, first=51),
    )
    assert [len(page.posts) for page in (first, second, last)] == [25, 25, 2]
    assert (first.previous_url, first.next_url, first.last_url) == ("", "?from=26", "?from=51")
    assert (second.previous_url, second.next_url, second.last_url) == (
        "?from=1",
        "?from=51",
        "?from=51",
    )
    assert (last.previous_url, last.next_url, last.last_url) == ("?from=26", "", "")
    assert thread_page_of(thread, first=900).posts == first.posts


def test_a_post_has_one_address_on_whichever_page(building):
    thread = ThreadFactory.build(building=building, pk=7)
    assert [page_start(n) for n in (1, 25, 26, 51)] == [1, 1, 26, 51]
    here = thread.get_absolute_url()
    assert thread.url_of(25) == f"{here}#p25"
    assert thread.url_of(26) == f"{here}?from=26#p26"


@pytest.mark.parametrize(
    ("rows", "order", "index"),
    [
        (lambda t: t.shown(), ("-last_post_at", "-pk"), "lounge_order"),
        (lambda t: t.shown().about("plan"), ("-last_post_at", "-pk"), "lounge_order_of_a_kind"),
        (lambda t: t.shown().open(), ("-last_post_at", "-pk"), "lounge_order_open"),
        (lambda t: t.shown().ended(), ("-last_post_at", "-pk"), "lounge_order_ended"),
        (lambda t: t.shown().past(), ("-starts_at", "-pk"), "lounge_invitations"),
        (lambda t: t.shown().coming(), ("starts_at", "pk"), "lounge_invitations"),
    ],
    ids=["all", "kind", "open", "ended", "past", "coming"],
)
def test_each_list_is_read_from_its_index(building, resident, rows, order, index):
    """Half of the threads have ended, or else the index of all would do for the open ones as well."""
    of_all = {"building": building, "author": resident}
    many = ThreadFactory.build_batch(200, **of_all)
    Thread.objects.bulk_create([*many, *ThreadFactory.build_batch(200, settled=True, **of_all)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE lounge_thread")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = rows(building.thread_set).order_by(*order)[:26].explain()
    assert f"{index} on" in plan
    assert "Sort" not in plan


def test_one_is_reminded_of_the_invitations_that_one_attends_soon(building, resident):
    soon, far, other = ahead(building, 24), ahead(building, 24 * 5), ahead(building, 5)
    for thread in (soon, far):
        joining.attend_invitation(thread, people=1, by=resident)
    joining.attend_invitation(other, people=0, by=resident)
    assert invitations_attended_by(resident, building) == [soon]


def test_the_calendar_file_says_when_and_where(building, resident):
    thread = ahead(building, 30, title="看菊花")
    thread = threads_for_page(resident).get(pk=thread.pk)
    (event,) = Calendar.from_ical(
        calendar_of(thread, "https://x.org/", text="走得慢也没关系")
    ).walk("VEVENT")
    assert (event["SUMMARY"], event["LOCATION"], event["STATUS"]) == ("看菊花", "楼下", "CONFIRMED")
    assert event.decoded("DTSTART") == thread.starts_at.replace(microsecond=0)
    assert event.decoded("DTEND") - event.decoded("DTSTART") == dt.timedelta(minutes=120)
    assert event["DESCRIPTION"] == "走得慢也没关系"
    thread.state = "called_off"
    (event,) = Calendar.from_ical(calendar_of(thread, "https://x.org/", text="")).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
