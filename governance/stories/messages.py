"""Messages about stories: to those who are asked whether they may be shown."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from governance.inbox.models import Reason
from governance.stories.lifecycle import StoryState
from governance.stories.models import Story
from governance.stories.queries.asked import (
    asked_people_of,
    latest_line_about,
    told_answers_of,
    told_of_the_end,
    waits_for,
)
from governance.stories.rules import ANSWERABLE
from residents.models import User
from residents.rooms.messages import MessageContent, MessageKind, Topic
from residents.rooms.recipients import ForSome


def _answerable(pk: int) -> Story | None:
    found = Story.objects.filter(pk=pk, state__in=ANSWERABLE)
    return found.select_related("building").first()


def _story(pk: int) -> Story | None:
    found = Story.objects.filter(pk=pk, state=StoryState.ASKING)
    return found.select_related("building").first()


def _taken_down(pk: int) -> Story | None:
    """Return the story of the matter. No message is about a story whose title is covered."""
    found = Story.objects.filter(matter=pk, state=StoryState.WITHDRAWN, refused=True)
    return found.select_related("building", "matter").first()


def _content(story: Story) -> MessageContent:
    """Each asking has a message of its own."""
    return _content_since(story, "stories.asked")


def _content_of_the_answer(story: Story) -> MessageContent:
    return _content_since(story, "stories.answer_recorded")


def _content_of_the_end(story: Story) -> MessageContent:
    """The title is that of the matter: that of the story may have a name."""
    content = _content_since(story, "stories.withdrawn")
    return replace(content, values={"title": story.matter.title})


def _content_since(story: Story, verb: str) -> MessageContent:
    line = latest_line_about(story, verb)
    return MessageContent(
        building_id=story.building_id,
        values={"title": story.title},
        url=story.get_absolute_url(),
        version=f"{line.number}" if line else "",
    )


def _answered(story: Story, user: User) -> str:
    return "" if waits_for(story, user) else Reason.ANSWERED


MESSAGE_TYPES = (
    ForSome(
        code="stories.asked",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("有一篇故事写到了您，问您同不同意：%(title)s"),
        long=_("故事“%(title)s”里写到了您，或者照片上有您。发出去以前，问您同不同意。"),
        load=_story,
        content_of=_content,
        recipients=asked_people_of,
        why_not=_answered,
        withdrawn_by=("stories.rewritten",),
    ),
    ForSome(
        code="stories.answer_recorded",
        topic=Topic.MINE,
        short=_("有人替您记下了回话，请看看对不对：%(title)s"),
        long=_("故事“%(title)s”里有您，有人替您记下了同不同意。不对的，请自己改过来。"),
        load=_answerable,
        content_of=_content_of_the_answer,
        recipients=told_answers_of,
        withdrawn_by=("stories.rewritten",),
    ),
    ForSome(
        code="stories.came_down",
        topic=Topic.MINE,
        short=_("写这件事的故事撤下来了：%(title)s"),
        long=_("写“%(title)s”的故事撤下来了，别人看不到了。改一改可以再发。"),
        load=_taken_down,
        content_of=_content_of_the_end,
        recipients=told_of_the_end,
    ),
)
