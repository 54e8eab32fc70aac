"""Stories as they are forwarded to a chat group."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.stories.queries.lists import shared_story_in
from louzu.lib.time import format_day
from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    story = shared_story_in(page.building, pk)
    if story is None or not (page.standing.member or story.is_for_everybody):
        return None
    return ShareCard(
        kind=_("故事"),
        title=story.title,
        when=format_day(story.published_at) if story.published_at else "",
        state=story.took,
        url=story.get_absolute_url() if page.standing.member else story.public_url,
        asks=_("扫一扫，看这件事是怎么办成的"),
        is_for_everybody=story.is_for_everybody,
    )


SHAREABLE = {"stories.story": Shareable(gettext_lazy("故事"), card_of)}
