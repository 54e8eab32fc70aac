"""Ask the people of a story, publish it and take it down."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.inbox.actions.messages import create_message
from governance.journal.actions import acting_day, cover_lines, enter, uncover_lines
from governance.journal.models import Audience
from governance.stories.lifecycle import STORY, ConsentState
from governance.stories.models import FIGURES, Story
from governance.stories.queries.facts import figures_of
from governance.stories.queries.missing import missing_for_asking, missing_for_publishing
from louzu.lib.errors import Refused
from residents.models import User
from residents.rooms.waiting import thing_of


@transaction.atomic
def ask_people(story: Story, *, by: User) -> Story:
    """Ask everybody who has not answered. The words stay as they are meanwhile."""
    story = Story.objects.locked(story)
    STORY.take(story, "ask")
    _refuse_if(missing_for_asking(story))
    if not story.people.filter(state=ConsentState.WAITING).exists():
        raise Refused(_("没有要问的人，可以直接发出去。"))
    story.asked_on = acting_day()
    story.save(update_fields=["state", "asked_on"])
    enter(story, "stories.asked", by=by, audience=Audience.LEADERS)
    return story


@transaction.atomic
def rewrite_story(story: Story, *, by: User) -> Story:
    """Make it a draft again."""
    story = Story.objects.locked(story)
    STORY.take(story, "rewrite")
    story.refused = False
    story.save(update_fields=["state", "refused"])
    enter(story, "stories.rewritten", by=by, audience=Audience.LEADERS)
    return story


@transaction.atomic
def publish_story(story: Story, *, by: User) -> Story:
    """Publish it with the figures of today. Raises Refused while somebody has not agreed."""
    story = Story.objects.locked(story)
    STORY.take(story, "publish")
    _refuse_if(missing_for_publishing(story))
    told = figures_of(story.matter).without(story.left_out)
    for name in FIGURES:
        setattr(story, name, getattr(told, name))
    story.published_at = timezone.now()
    story.save(update_fields=["state", "published_at", *FIGURES])
    uncover_lines(story)
    enter(story, "stories.published", by=by)
    return story


@transaction.atomic
def withdraw_story(story: Story, *, by: User | None) -> Story:
    """Take it down at once, with its title. What others copied stays. ``by`` is None if somebody who
    is named in it does not agree any longer: leader and writer are told, and nobody learns who."""
    story = Story.objects.locked(story)
    STORY.take(story, "withdraw")
    story.refused = by is None
    story.save(update_fields=["state", "refused"])
    cover_lines(story)
    enter(story, "stories.withdrawn", by=by)
    if story.refused:
        create_message("stories.came_down", thing_of(story.matter))
    return story


def _refuse_if(missing: list[str]) -> None:
    if missing:
        raise Refused("".join(missing))
