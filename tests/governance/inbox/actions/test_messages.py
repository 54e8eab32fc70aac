from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection, transaction
from django.utils import timezone

from governance.inbox.actions.messages import create_message
from governance.inbox.models import InboxItem, Message
from governance.journal.actions import cover_lines
from governance.notices.actions import posting, writing
from residents.rooms.waiting import thing_of
from tests.factories import HouseholdFactory, MembershipFactory, NoticeFactory
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db


def post(building, leader, **fields):
    notice = writing.draft_notice(building, notice_input(title="停水", **fields), by=leader)
    return posting.post_notice(notice, by=leader)


def readers():
    return {*InboxItem.objects.values_list("user", flat=True)}


def test_a_posted_notice_is_news_for_every_member_but_its_author(building, leader, resident):
    MembershipFactory(user=leader, household=HouseholdFactory(building=building))
    former = MembershipFactory(
        household__building=building, until=timezone.localdate() - dt.timedelta(days=1)
    ).user
    notice = post(building, leader)
    assert readers() == {resident.pk}
    assert former.pk not in readers()
    message = Message.objects.get()
    assert (message.type, message.url) == ("notices.posted", notice.get_absolute_url())
    assert message.values == {"title": "停水"}


def test_a_member_of_two_households_gets_news_once(building, leader, resident):
    MembershipFactory(user=resident, household=HouseholdFactory(building=building))
    post(building, leader)
    assert [*InboxItem.objects.values_list("user", flat=True)] == [resident.pk]


def test_a_scheduled_notice_is_news_when_it_is_announced(building, leader, resident, time_machine):
    later = timezone.now() + dt.timedelta(hours=2)
    notice = post(building, leader, shows_from=later)
    assert readers() == set()
    time_machine.move_to(later + dt.timedelta(minutes=1))
    posting.announce_notice(notice)
    assert readers() == {resident.pk}


def test_a_version_may_name_the_longest_keys(building, resident):
    """In a cell of a district they have 16 digits, and a version names several."""
    thing = thing_of(NoticeFactory(building=building))
    for last in (1, 1, 2):
        version = " ".join(["9000000000000000"] * 4 + [str(last)])
        create_message("notices.posted", thing, version=version)
    assert Message.objects.count() == 2


def test_a_withdrawn_notice_is_no_longer_news(building, leader, resident):
    notice = post(building, leader)
    assert Message.objects.valid().exists()
    posting.withdraw_notice(notice, reason="不停了", by=leader)
    assert not Message.objects.valid().exists()


def test_a_message_about_a_covered_thing_is_not_valid(building, resident):
    notice = NoticeFactory(building=building)
    create_message("notices.posted", thing_of(notice))
    assert Message.objects.valid().exists()
    cover_lines(notice)
    assert not Message.objects.valid().exists()


def test_a_version_is_written_once(building, resident):
    notice = NoticeFactory(building=building)
    first = create_message("notices.posted", thing_of(notice))
    assert create_message("notices.posted", thing_of(notice)) == first
    assert InboxItem.objects.count() == 1


def waits_for_another():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_two_who_write_a_version_at_the_same_time_write_it_once():
    notice = NoticeFactory()
    MembershipFactory(household__building=notice.building)

    def write():
        with closing(connection):
            return create_message("notices.posted", thing_of(notice)).pk

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first = create_message("notices.posted", thing_of(notice)).pk
            second = other.submit(write)
            while not waits_for_another():
                assert not second.done(), second.result()
                time.sleep(0.01)
        assert second.result(timeout=30) == first
    assert (Message.objects.count(), InboxItem.objects.count()) == (1, 1)


def test_nothing_is_written_of_a_type_that_no_room_declares(building, resident):
    assert create_message("notices.drafted", thing_of(NoticeFactory(building=building))) is None


def test_nothing_is_written_that_is_over(building, resident):
    over = NoticeFactory(building=building, expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert create_message("notices.posted", thing_of(over)) is None


def test_the_queries_do_not_depend_on_the_recipients(building, django_assert_num_queries):
    counts = []
    for members in (1, 10):
        MembershipFactory.create_batch(members, household__building=building)
        notice = NoticeFactory(building=building)
        with django_assert_num_queries(7, exact=False) as found:
            create_message("notices.posted", thing_of(notice))
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert InboxItem.objects.count() == 12
