"""The manifest of the charters room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.charters.apps import ChartersConfig
from governance.charters.messages import MESSAGE_TYPES
from governance.charters.occasions import coming, results
from governance.charters.personal_data import DATA_CATEGORIES
from governance.charters.queries.work_items import blocked_items
from governance.charters.searchable import SEARCHABLE
from governance.charters.sharing import SHAREABLE
from governance.charters.things import THING_TYPES
from governance.charters.verbs import SENTENCES
from governance.charters.waiting import duties, for_leader
from residents.rooms.contributions import Button, Weekly
from residents.rooms.manifest import Room

ROOM = Room(
    name="charters",
    title=ChartersConfig.verbose_name,
    tabs={"charters": "matters"},
    duties=duties,
    buttons=(
        Button(_("楼组公约"), "charters:charter", order=50, may=lambda standing: standing.leads),
    ),
    for_leader=for_leader,
    weekly=Weekly(
        ("begun", "put_out", "signing", "sent_back", "reviewed", "kept", "lapsed"), order=40
    ),
    results=results,
    coming=coming,
    shareable=SHAREABLE,
    sentences=SENTENCES,
    searchable=SEARCHABLE,
    message_types=MESSAGE_TYPES,
    thing_types=THING_TYPES,
    data_categories=DATA_CATEGORIES,
    blocked_items=blocked_items,
)
