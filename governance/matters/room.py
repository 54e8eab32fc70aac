"""The manifest of the matters room."""

from __future__ import annotations

from itertools import chain

from django.utils.translation import gettext_lazy as _

from governance.matters.apps import MattersConfig
from governance.matters.late_milestones import blocked_milestones, late_for_leader
from governance.matters.messages import MESSAGE_TYPES
from governance.matters.personal_data import DATA_CATEGORIES
from governance.matters.queries.lists import MAX_ON_HOME, matters_under_way_in
from governance.matters.queries.work_items import blocked_items
from governance.matters.searchable import SEARCHABLE
from governance.matters.sharing import SHAREABLE
from governance.matters.things import THING_TYPES
from governance.matters.verbs import SENTENCES
from governance.matters.waiting import duties, for_leader, unfinished
from residents.rooms.contributions import Button, Section, Weekly
from residents.rooms.manifest import Room

ROOM = Room(
    name="matters",
    title=MattersConfig.verbose_name,
    tabs={"matters": "matters"},
    duties=duties,
    sections=(
        Section(
            "matters/_on_home.html",
            lambda page: page.once(matters_under_way_in, page.building)[:MAX_ON_HOME],
            order=25,
        ),
    ),
    buttons=(
        Button(_("立一件事"), "matters:begin", order=45, may=lambda standing: standing.leads),
    ),
    for_leader=lambda page: chain(for_leader(page), late_for_leader(page)),
    unfinished=unfinished,
    weekly=Weekly(
        (
            "begun",
            "talked",
            "asked",
            "decided",
            "being_done",
            "done",
            "kept",
            "dropped",
            "milestone_reached",
        ),
        order=25,
    ),
    shareable=SHAREABLE,
    sentences=SENTENCES,
    searchable=SEARCHABLE,
    message_types=MESSAGE_TYPES,
    thing_types=THING_TYPES,
    data_categories=DATA_CATEGORIES,
    blocked_items=lambda buildings, now: chain(
        blocked_items(buildings, now), blocked_milestones(buildings, now)
    ),
)
