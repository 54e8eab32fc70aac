"""The manifest of the ledger room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.ledger.apps import LedgerConfig
from governance.ledger.messages import MESSAGE_TYPES
from governance.ledger.personal_data import DATA_CATEGORIES
from governance.ledger.queries.posting import blocked_items
from governance.ledger.searchable import SEARCHABLE
from governance.ledger.sharing import SHAREABLE
from governance.ledger.things import THING_TYPES
from governance.ledger.verbs import DAY_SUMS, SENTENCES
from governance.ledger.waiting import duties, for_leader, unfinished
from residents.rooms.contributions import Button, Weekly
from residents.rooms.manifest import Room

ROOM = Room(
    name="ledger",
    title=LedgerConfig.verbose_name,
    tabs={"ledger": "matters"},
    duties=duties,
    buttons=(Button(_("记账"), "ledger:board", order=60, may=lambda standing: standing.treasurer),),
    for_leader=for_leader,
    unfinished=unfinished,
    weekly=Weekly(("opened", "closed"), order=45),
    shareable=SHAREABLE,
    sentences=SENTENCES,
    day_sums=DAY_SUMS,
    searchable=SEARCHABLE,
    message_types=MESSAGE_TYPES,
    thing_types=THING_TYPES,
    data_categories=DATA_CATEGORIES,
    blocked_items=blocked_items,
)
