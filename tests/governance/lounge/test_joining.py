"""Attendance, offers, support, following and reading."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from governance.journal.models import Line
from governance.lounge.actions import joining
from governance.lounge.models import Attendance, Bookmark, Invitation, Support
from governance.lounge.queries.people import joiners_of
from louzu.lib.errors import Refused
from residents.models import Building, User
from tests.factories import BuildingFactory, MembershipFactory
from tests.factories.lounge import ThreadFactory


def invitation(building, **more):
    return ThreadFactory(building=building, invitation=True, **more)


def coming(thread):
    return Invitation.objects.get(thread=thread).coming


def test_coming_with_how_many_and_not_coming_after_all(building, resident):
    thread = invitation(building, room_for=6)
    for people, heads in ((3, 4), (5, 6), (0, 1)):
        joining.attend_invitation(thread, people=people, by=resident)
        assert coming(thread) == heads
    assert Attendance.objects.get(thread=thread, author=resident).people == 0
    assert [row.author for row in joiners_of(thread, resident).rows] == [thread.author]


def test_no_more_come_than_there_is_room_for(building, resident, volunteer):
    thread = invitation(building, room_for=4)
    joining.attend_invitation(thread, people=2, by=resident)
    with pytest.raises(Refused, match="只剩1个位子"):
        joining.attend_invitation(thread, people=2, by=volunteer)
    joining.attend_invitation(thread, people=1, by=volunteer)
    with pytest.raises(Refused, match="满员"):
        joining.attend_invitation(thread, people=3, by=resident)
    joining.attend_invitation(thread, people=1, by=resident)
    assert coming(thread) == 3


def test_nobody_comes_to_what_is_over(building, resident):
    thread = invitation(building, starts_at=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(Refused, match="已经过了"):
        joining.attend_invitation(thread, people=1, by=resident)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once():
    building = BuildingFactory()
    thread = invitation(building, room_for=4)
    people = [MembershipFactory(household__building=building).user for _ in range(8)]

    def come(user_pk):
        try:
            joining.attend_invitation(thread, people=1, by=User.objects.get(pk=user_pk))
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(people)) as pool:
        came = list(pool.map(come, [user.pk for user in people]))
    assert (sum(came), coming(thread)) == (3, 4)


def test_attendees_are_shown_only_to_the_inviter(enter, building, resident, volunteer):
    User.objects.filter(pk=volunteer.pk).update(shows_name=False, shown_name="小周")
    thread = invitation(building, author=resident)
    joining.attend_invitation(thread, people=2, by=volunteer)
    room = volunteer.memberships.get().household.flat.room
    assert f"小周 {room}室" in enter("resident").get(thread.get_absolute_url()).text
    assert "小周" not in enter("leader").get(thread.get_absolute_url()).text


def test_helpers_are_shown_only_to_the_person_who_asked(enter, building, resident, volunteer):
    User.objects.filter(pk=volunteer.pk).update(shows_name=False, shown_name="小周")
    thread = ThreadFactory(building=building, author=resident)
    joining.offer_help(thread, by=volunteer)
    assert "小周" in enter("resident").get(thread.get_absolute_url()).text
    page = enter("leader").get(thread.get_absolute_url()).text
    assert ("小周" in page, "1 位邻居愿意帮忙" in page) == (False, True)
    assert Line.objects.get(verb="lounge.offered").actor is None


def test_a_support_counts_once_and_is_listed_nowhere(building, resident):
    thread = ThreadFactory(building=building, worry=True)
    before = Building.objects.get(pk=building.pk).content_version
    for _ in range(2):
        joining.support_thread(thread, by=resident)
    thread.refresh_from_db()
    assert (thread.supports, Line.objects.count()) == (1, 0)
    assert Building.objects.get(pk=building.pk).content_version > before
    for _ in range(2):
        joining.withdraw_support(thread, by=resident)
    thread.refresh_from_db()
    assert (thread.supports, Support.objects.count()) == (0, 0)


def test_a_support_shows_at_once_on_a_remembered_page(enter, building, resident, volunteer):
    thread = ThreadFactory(building=building, plan=True)
    client = enter("volunteer")
    client.get(thread.get_absolute_url())
    known = {"If-None-Match": client.get(thread.get_absolute_url())["ETag"]}
    assert client.get(thread.get_absolute_url(), headers=known).status_code == 304
    joining.support_thread(thread, by=resident)
    assert "1 位邻居支持" in client.get(thread.get_absolute_url(), headers=known).text


def test_reading_goes_forward_only(building, resident):
    thread = ThreadFactory(building=building, posts=9)
    for up_to, read in ((4, 4), (2, 4), (99, 9)):
        joining.mark_thread_read(thread, up_to=up_to, by=resident)
        assert Bookmark.objects.get(thread=thread, user=resident).read_up_to == read


def test_following_keeps_what_was_read(building, resident):
    thread = ThreadFactory(building=building, posts=9)
    joining.mark_thread_read(thread, up_to=4, by=resident)
    joining.follow_thread(thread, by=resident)
    mark = Bookmark.objects.get(thread=thread, user=resident)
    assert (mark.read_up_to, mark.follows) == (4, True)
    joining.unfollow_thread(thread, by=resident)
    mark.refresh_from_db()
    assert (mark.read_up_to, mark.follows) == (4, False)
