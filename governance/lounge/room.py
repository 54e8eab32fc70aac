"""The manifest of the lounge room."""

from __future__ import annotations

from governance.lounge.apps import LoungeConfig
from governance.lounge.messages import MESSAGE_TYPES
from governance.lounge.occasions import coming, results
from governance.lounge.personal_data import DATA_CATEGORIES
from governance.lounge.queries.threads import latest_threads_in, next_change_at
from governance.lounge.queries.work_items import blocked_items
from governance.lounge.searchable import SEARCHABLE
from governance.lounge.sharing import SHAREABLE
from governance.lounge.things import THING_TYPES
from governance.lounge.verbs import SENTENCES, UNNAMED_ACTOR
from governance.lounge.waiting import duties, for_leader, unfinished
from residents.rooms.contributions import Section, SharedPage, Weekly
from residents.rooms.manifest import Room

ROOM = Room(
    name="lounge",
    title=LoungeConfig.verbose_name,
    tabs={"lounge": "lounge"},
    duties=duties,
    sections=(
        Section(
            "lounge/_on_home.html",
            lambda page: latest_threads_in(page.building, page.user, 3),
            order=40,
        ),
    ),
    for_leader=for_leader,
    unfinished=unfinished,
    weekly=Weekly(("started", "set_aside", "called_off"), order=50),
    results=results,
    coming=coming,
    shareable=SHAREABLE,
    sentences=SENTENCES,
    unnamed_actor=UNNAMED_ACTOR,
    searchable=SEARCHABLE,
    message_types=MESSAGE_TYPES,
    thing_types=THING_TYPES,
    data_categories=DATA_CATEGORIES,
    blocked_items=blocked_items,
    next_change={SharedPage.HOME: next_change_at, SharedPage.WEEK: next_change_at},
)
