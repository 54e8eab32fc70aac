"""Tell the neighbourhood how building 114 got its lift, and let building 115 begin one by it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.demo.news import told
from governance.demo.story import ARTICLES
from governance.journal.actions import happening_on
from governance.matters.actions.stages import go_on
from governance.matters.models import Matter
from governance.stories.actions import consents, publishing, writing
from governance.stories.actions.taking_up import take_up_story
from governance.stories.inputs import HeardInput, PeopleInput, StoryInput
from governance.stories.models import Story, StoryPart
from governance.stories.queries.copying import parts_on_offer
from residents.models import Building, User

Cast = dict[str, User]
DAYS_AGO = 20
RIDER = "罗永福"
"""A neighbour of the sixth floor without an account, who was asked at the door."""
ENDING = (
    "楼组长李建国说：“先听，再谈，一家一家来，不催。”\n\n"
    "六楼的罗永福第一个坐上去：“以前下楼要歇三回，现在一口气。”"
)


def publish(matter: Matter, cast: Cast) -> Story:
    leader, day = cast["leader"], timezone.localdate() - dt.timedelta(days=DAYS_AGO)
    with told(days_ago=DAYS_AGO), happening_on(day):
        story = writing.begin_story(matter, by=leader)
        story = writing.edit_story(story, _words(story), by=leader)
        for picture in story.photos.all():
            shown = PeopleInput(shows_nobody=True, caption="用上的第一天")
            writing.name_people(story, shown, photo=picture, by=leader)
        writing.name_people(story, PeopleInput(users=(leader,), names=(RIDER,)), by=leader)
        publishing.ask_people(story, by=leader)
        consents.answer(story.people.get(user=leader), agrees=True, by=leader)
        at_the_door = HeardInput(agrees=True, said_by=RIDER, said_on=day)
        consents.record_answer(story.people.get(name=RIDER), at_the_door, by=cast["volunteer"])
        return publishing.publish_story(story, by=leader)


def take_up(story: Story, building: Building, cast: Cast) -> Matter:
    """Begin a matter of another building with the steps and papers of the story."""
    with told(days_ago=2):
        leader = cast["neighbour"]
        matter = take_up_story(story, building, by=leader)
        return go_on(matter, "talk", by=leader)


def _words(story: Story) -> StoryInput:
    """The words of the record with those of two neighbours, and one article of the charter."""
    offered = parts_on_offer(story)
    careful = [one for one in offered if one.heading == ARTICLES[0][0]]
    rest = (one for one in offered if one.kind != StoryPart.Kind.ARTICLE)
    return StoryInput(
        story.title,
        f"{story.text}\n\n{ENDING}",
        Story.Audience.EVERYBODY,
        parts=(*rest, *careful),
    )
