"""Stories wait for who is asked, and for the leader when a door has to be knocked at."""

from __future__ import annotations

import pytest

from governance.inbox.models import Message
from governance.stories.actions.publishing import ask_people
from governance.stories.queries.asked import asked_people_of
from governance.stories.waiting import duties, for_leader, unfinished
from residents.rooms.context import PageContext
from tests.factories.stories import ShownPersonFactory, StoryFactory

pytestmark = pytest.mark.django_db


def page_of(building, user):
    return PageContext(building, user.standing_in(building), user)


def test_who_is_asked_has_a_duty_until_the_answer(building, resident, leader, next_door):
    asking = StoryFactory(matter__building=building, state="asking")
    person = ShownPersonFactory(story=asking, user=resident)
    ShownPersonFactory(story__matter__building=building, user=resident)  # a draft asks nobody
    ShownPersonFactory(
        story=StoryFactory(matter__building=next_door, state="asking"), user=resident
    )
    (found,) = duties(page_of(building, resident))
    assert (found.url, found.turn) == (asking.get_absolute_url(), True)
    assert list(duties(page_of(building, leader))) == []
    person.delete()
    assert list(duties(page_of(building, resident))) == []


def test_the_leader_hears_who_is_to_be_visited_and_when_all_have_answered(building, leader):
    story = StoryFactory(matter__building=building, state="asking")
    person = ShownPersonFactory(story=story, user=None, name="小明")
    (found,) = for_leader(page_of(building, leader))
    assert "还有1位要当面问" in found.note
    person.delete()
    (found,) = for_leader(page_of(building, leader))
    assert "都回话了" in found.note
    ((item,),) = [one.items for one in unfinished(page_of(building, leader), 5)]
    assert item.url == story.get_absolute_url()


def test_asking_writes_to_each_who_has_an_account(building, leader, resident):
    story = StoryFactory(matter__building=building)
    ShownPersonFactory(story=story, user=resident)
    ShownPersonFactory(story=story, user=None, name="小明")
    ask_people(story, by=leader)
    message = Message.objects.get(type="stories.asked")
    assert (message.thing_id, message.building) == (story.pk, building)
    assert [one.user_id for one in asked_people_of(story)] == [resident.pk]
