"""Search entries of stories."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from governance.search.models import Passage
from governance.stories.models import Story
from residents.rooms.contributions import Searchable


def passages_of(pk: int) -> Iterator[Passage]:
    for story in Story.objects.published().filter(pk=pk).select_related("building"):
        if story.published_at:
            yield Passage(
                title=story.title,
                text=story.text,
                url=story.get_absolute_url(),
                at=story.published_at,
            )


SEARCHABLE = (Searchable("stories.story", _("故事"), passages_of),)
