from __future__ import annotations

import pytest
from django.urls import reverse

from governance.canvass.actions.visiting import record_visit
from governance.canvass.queries.reach import reach_of
from governance.inbox.actions.ways import stop_way
from governance.inbox.models import ContactWay, Delivery
from governance.notices.actions import posting, reading, writing
from louzu.lib.jobs import Queue
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import voice_of
from tests.factories.inbox import ContactWayFactory, NoticeMessageFactory
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db


def test_rooms_that_an_urgent_message_cannot_reach_are_doors_to_knock_at(building, enter, leader):
    for room in ("101", "102", "103"):
        home = HouseholdFactory(building=building, flat__room=room)
        MembershipFactory(household=home)
    ContactWayFactory(user=home.memberships.get().user)
    HouseholdFactory(building=building, flat__room="104", occupancy="empty", aged_18_59=0)
    client, url = enter("leader"), reverse("today:today", args=["114"])
    assert "没有选怎样告诉" not in client.get(url).text
    NoticeMessageFactory(building=building, urgent=True)
    building.content_version += 1
    building.save(update_fields=["content_version"])
    page = client.get(url).text
    line = page.partition(DOORS)[2].partition("<")[0]
    assert all(room in line for room in ("101", "102"))
    assert "103" not in line
    assert "104" not in line


DOORS = "没有选怎样告诉"
INBOX, TODAY = (reverse(name, args=["114"]) for name in ("inbox:inbox", "today:today"))


@pytest.fixture
def homes(building, leader, volunteer):
    """Three households: two without a way of being told, and one with a mailbox."""
    rooms = ("101", "102", "103")
    made = {room: HouseholdFactory(building=building, flat__room=room) for room in rooms}
    for home in made.values():
        MembershipFactory(household=home)
    ContactWayFactory(user=made["103"].memberships.get().user)
    return made


def post_urgent(building, leader, **fields):
    data = notice_input(title="停水", urgent=True, **fields)
    return posting.post_notice(writing.draft_notice(building, data, by=leader), by=leader)


def doors_on(client, url):
    """Return which of the three rooms are listed to knock at."""
    page = client.get(url).text
    line = page.partition(DOORS)[2].partition("<")[0]  # without keys in addresses behind it
    return {room for room in ("101", "102", "103") if room in line}


def test_helpers_see_the_doors_and_the_others_do_not(building, leader, homes, enter, resident):
    post_urgent(building, leader)
    assert doors_on(enter("volunteer"), INBOX) == {"101", "102"}
    assert doors_on(enter("leader"), TODAY) == {"101", "102"}
    for client, url in (("leader", INBOX), ("resident", INBOX)):
        assert doors_on(enter(client), url) == set()


def test_a_knock_takes_the_door_off_the_list(building, leader, homes, enter, volunteer):
    notice = post_urgent(building, leader, asks=True)
    voice = voice_of(notice.canvass, homes["101"])
    record_visit(notice.canvass, voice, outcome="not_in", by=volunteer)
    assert doors_on(enter("volunteer"), INBOX) == {"101", "102"}
    record_visit(notice.canvass, voice, outcome="told", by=volunteer)
    assert doors_on(enter("volunteer"), INBOX) == {"102"}
    assert doors_on(enter("leader"), TODAY) == {"102"}


def test_a_household_that_read_it_is_not_knocked_at(building, leader, homes, enter):
    notice = post_urgent(building, leader)
    assert doors_on(enter("leader"), TODAY) == {"101", "102"}
    reading.mark_notice_read(notice, by=homes["102"].memberships.get().user)
    assert doors_on(enter("leader"), TODAY) == {"101"}


def test_sent_is_never_counted_as_told(building, leader, homes, enter, run_jobs):
    notice = post_urgent(building, leader, asks=True)
    run_jobs(Queue.ONCE)
    assert Delivery.objects.get().state == "sent"
    assert reach_of([notice.canvass_id])[notice.canvass_id].told == 0
    stop_way(ContactWay.objects.get())
    assert doors_on(enter("leader"), TODAY) == {"101", "102", "103"}
