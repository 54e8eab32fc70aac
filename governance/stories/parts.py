"""What the pages of matters show of stories."""

from __future__ import annotations

from governance.stories.queries.page import on_matter_for
from residents.rooms.context import PageContext
from residents.rooms.contributions import ThingPart


def part_of_matter(page: PageContext, pk: int) -> ThingPart | None:
    content = on_matter_for(page.building, page.standing, pk)
    return ThingPart("stories/_on_matter.html", content) if content else None
