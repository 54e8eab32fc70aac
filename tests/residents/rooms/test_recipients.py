from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from residents.rooms.messages import Because, Recipient, Topic
from residents.rooms.recipients import ForEverybody, ForOne, ForSome
from tests.factories import MembershipFactory, NoticeFactory

TEXTS = {
    "code": "wall.pinned",
    "topic": Topic.LOUNGE,
    "short": "有新留言",
    "long": "有新留言。",
    "load": NoticeFactory,
    "content_of": lambda _notice: None,
}


@pytest.mark.django_db
def test_everybody_is_every_member_of_the_building_today_and_its_groups(building, household):
    MembershipFactory()
    MembershipFactory(household=household, until=timezone.localdate() - dt.timedelta(days=1))
    here = MembershipFactory(household=household, may_answer=False)
    kind = ForEverybody(**TEXTS, because=Because.ASKED)
    told = [*kind.recipients_of(NoticeFactory(building=building))]
    assert told == [Recipient(here.user_id, Because.ASKED, household.pk)]
    assert kind.to_groups


@pytest.mark.parametrize(("person", "told"), [(7, [Recipient(7, Because.AUTHOR)]), (None, [])])
def test_one_learns_of_it_or_nobody_and_no_group(person, told):
    kind = ForOne(**TEXTS, person_of=lambda thing: thing)
    assert [*kind.recipients_of(person)] == told
    assert not kind.to_groups


def test_what_a_function_finds_is_no_matter_for_groups():
    some = [Recipient(3, Because.FOLLOWS)]
    kind = ForSome(**TEXTS, recipients=lambda _thing: some)
    assert [*kind.recipients_of(None)] == some
    assert not kind.to_groups
