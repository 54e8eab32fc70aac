"""The manifest of the stories room."""

from __future__ import annotations

from governance.stories.apps import StoriesConfig
from governance.stories.messages import MESSAGE_TYPES
from governance.stories.parts import part_of_matter
from governance.stories.personal_data import DATA_CATEGORIES, MENTIONS
from governance.stories.queries.lists import stories_for_front_page
from governance.stories.searchable import SEARCHABLE
from governance.stories.sharing import SHAREABLE
from governance.stories.verbs import SENTENCES
from governance.stories.waiting import duties, for_leader, unfinished
from residents.rooms.contributions import Section, Weekly
from residents.rooms.manifest import Room

ROOM = Room(
    name="stories",
    title=StoriesConfig.verbose_name,
    tabs={"stories": "matters"},
    duties=duties,
    sections=(
        Section(
            "stories/_on_front.html",
            lambda page: stories_for_front_page(page.building) or None,
            order=30,
            public=True,
        ),
    ),
    for_leader=for_leader,
    unfinished=unfinished,
    weekly=Weekly(("published", "taken_up"), order=27),
    shareable=SHAREABLE,
    thing_parts={"matters.matter": part_of_matter},
    sentences=SENTENCES,
    searchable=SEARCHABLE,
    message_types=MESSAGE_TYPES,
    data_categories=DATA_CATEGORIES,
    mentions=MENTIONS,
)
