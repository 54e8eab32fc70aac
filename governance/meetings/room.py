"""The manifest of the meetings room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.meetings.apps import MeetingsConfig
from governance.meetings.messages import MESSAGE_TYPES
from governance.meetings.occasions import coming, results, soon
from governance.meetings.personal_data import DATA_CATEGORIES, MENTIONS
from governance.meetings.queries.home import leaders_list
from governance.meetings.queries.lists import (
    MAX_MEETINGS_ON_HOME,
    coming_meetings_in,
    next_change_at,
)
from governance.meetings.queries.work_items import blocked_items
from governance.meetings.searchable import SEARCHABLE
from governance.meetings.sharing import SHAREABLE
from governance.meetings.things import THING_TYPES
from governance.meetings.verbs import SENTENCES
from governance.meetings.waiting import duties, for_leader, unfinished
from residents.rooms.contributions import Button, Section, SharedPage, Weekly
from residents.rooms.manifest import Room

ROOM = Room(
    name="meetings",
    title=MeetingsConfig.verbose_name,
    tabs={"meetings": "matters", "calendar": "me"},
    duties=duties,
    sections=(
        Section(
            "meetings/_on_home.html",
            lambda page: page.once(coming_meetings_in, page.building, MAX_MEETINGS_ON_HOME),
            order=20,
        ),
        Section("meetings/_for_leader.html", leaders_list, order=10, aside=True),
    ),
    buttons=(
        Button(_("召集议事会"), "meetings:post", order=40, may=lambda standing: standing.leads),
    ),
    for_leader=for_leader,
    unfinished=unfinished,
    weekly=Weekly(("invited", "cancelled", "corrected"), order=20),
    results=results,
    coming=coming,
    soon=soon,
    shareable=SHAREABLE,
    sentences=SENTENCES,
    searchable=SEARCHABLE,
    message_types=MESSAGE_TYPES,
    thing_types=THING_TYPES,
    data_categories=DATA_CATEGORIES,
    mentions=MENTIONS,
    blocked_items=blocked_items,
    next_change={SharedPage.HOME: next_change_at, SharedPage.WEEK: next_change_at},
)
