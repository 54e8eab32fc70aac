"""Messages about stories: to those who are asked whether they may be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.inbox.models import Reason
from governance.stories.lifecycle import StoryState
from governance.stories.models import Story
from governance.stories.queries.asked import asked_people_of, waits_for
from residents.models import User
from residents.rooms.messages import MessageContent, MessageKind, Topic
from residents.rooms.recipients import ForSome


def _story(pk: int) -> Story | None:
    found = Story.objects.filter(pk=pk, state=StoryState.ASKING)
    return found.select_related("building").first()


def _content(story: Story) -> MessageContent:
    """A changed text is asked about again."""
    return MessageContent(
        building_id=story.building_id,
        values={"title": story.title},
        url=story.get_absolute_url(),
        version=f"{story.version}",
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
)
