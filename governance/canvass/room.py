"""The manifest of the canvass room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.canvass.apps import CanvassConfig
from governance.canvass.at_doors import at_doors
from governance.canvass.for_leader import for_leader, unfinished
from governance.canvass.messages import MESSAGE_TYPES
from governance.canvass.occasions import coming, results
from governance.canvass.personal_data import DATA_CATEGORIES, MENTIONS
from governance.canvass.queries.lists import canvasses_under_way_in, next_change_at
from governance.canvass.queries.reach import doors_of
from governance.canvass.queries.rolls import open_canvass_titles_for
from governance.canvass.queries.work_items import blocked_items
from governance.canvass.sharing import SHAREABLE
from governance.canvass.things import THING_TYPES
from governance.canvass.verbs import SENTENCES
from governance.canvass.waiting import done_duties, duties, news
from residents.rooms.contributions import Button, Section, SharedPage, Weekly
from residents.rooms.manifest import Room

ROOM = Room(
    name="canvass",
    title=CanvassConfig.verbose_name,
    tabs={"canvass": "matters"},
    duties=duties,
    done_duties=done_duties,
    news=news,
    sections=(
        Section(
            "canvass/_on_home.html", lambda page: canvasses_under_way_in(page.building), order=10
        ),
    ),
    buttons=(
        Button(_("挨家挨户征询"), "canvass:draft", order=30, may=lambda standing: standing.leads),
    ),
    at_doors=at_doors,
    for_leader=for_leader,
    unfinished=unfinished,
    weekly=Weekly(("announced", "opened", "extended", "reworded", "withdrawn"), order=30),
    results=results,
    coming=coming,
    shareable=SHAREABLE,
    sentences=SENTENCES,
    thing_types=THING_TYPES,
    message_types=MESSAGE_TYPES,
    data_categories=DATA_CATEGORIES,
    mentions=MENTIONS,
    blocked_items=blocked_items,
    reach_counts=doors_of,
    open_rosters=open_canvass_titles_for,
    next_change=dict.fromkeys(SharedPage, next_change_at),
)
