"""Stories that ask a person, that wait for the leader, and that a new leader finds unfinished."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.stories.lifecycle import StoryState
from governance.stories.queries.asked import (
    questions_for,
    stories_for_leader_in,
    unfinished_stories_in,
)
from residents.rooms.context import PageContext
from residents.rooms.waiting import Waiting, WaitingList, thing_of


def duties(page: PageContext) -> Iterator[Waiting]:
    """The page shows the picture or the words, and has the buttons: nobody agrees unseen."""
    for story in questions_for(page.building, page.user):
        yield Waiting(
            story.title,
            _("这篇故事里有您，问您同不同意登出来"),
            story.get_absolute_url(),
            _("看看再答"),
            turn=True,
            about=thing_of(story),
        )


def for_leader(page: PageContext) -> Iterator[Waiting]:
    for story in stories_for_leader_in(page.building):
        if story.state == StoryState.WITHDRAWN:
            yield Waiting(story.title, _("故事撤下来了，改一改可以再发"), story.get_absolute_url())
        elif not story.unanswered:
            yield Waiting(
                story.title, _("写到的人都回话了，看看能不能发出去"), story.get_absolute_url()
            )
        elif story.to_visit:
            note = ngettext(
                "还有%(n)s位要当面问同不同意", "还有%(n)s位要当面问同不同意", story.to_visit
            )
            yield Waiting(story.title, note % {"n": story.to_visit}, story.get_absolute_url())


def unfinished(page: PageContext, most: int) -> Iterator[WaitingList]:
    items = [
        Waiting(story.title, story.get_state_display(), story.get_absolute_url())
        for story in unfinished_stories_in(page.building, most)
    ]
    url = reverse("stories:list", args=[page.building.slug])
    yield WaitingList(_("没发出去的故事"), items, url, order=36)
