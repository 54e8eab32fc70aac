"""The manifest of the places and people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from residents.desk.actions import EXPORTING, KEPT
from residents.desk.long_export import end_export, export_next_rows
from residents.desk.queries.work_items import blocked_items
from residents.joining.at_doors import at_doors
from residents.neighbours.messages import MESSAGE_TYPES
from residents.neighbours.sharing import SHAREABLE
from residents.neighbours.things import THING_TYPES
from residents.neighbours.verbs import SENTENCES
from residents.neighbours.waiting import duties, news
from residents.people.queries.people import contacts_in
from residents.privacy.personal_data import DATA_CATEGORIES, MENTIONS
from residents.rooms.contributions import Button, Section, Weekly
from residents.rooms.long_jobs import LongJobKind
from residents.rooms.manifest import Room

ROOM = Room(
    name="residents",
    title=_("邻里之家"),
    tabs={
        "people": "home",
        "offices": "home",
        "homes": "me",
        "slips": "me",
        "mine": "me",
        "me": "me",
        "leave": "me",
        "welcome": "me",
    },
    duties=duties,
    news=news,
    sections=(
        Section(
            "residents/_on_home.html",
            lambda page: page.once(contacts_in, page.building),
            order=30,
            aside=True,
        ),
    ),
    buttons=(
        Button(_("入户条"), "slips:list", order=60, may=lambda standing: standing.leads),
        Button(_("帮邻居开户"), "homes:enroll", order=70, may=lambda standing: standing.helper),
    ),
    at_doors=at_doors,
    weekly=Weekly(("appointed", "office_ended"), order=60),
    shareable=SHAREABLE,
    sentences=SENTENCES,
    message_types=MESSAGE_TYPES,
    thing_types=THING_TYPES,
    data_categories=DATA_CATEGORIES,
    mentions=MENTIONS,
    blocked_items=blocked_items,
    long_jobs=(
        LongJobKind(EXPORTING, _("导出清单"), export_next_rows, end_export, file_kept_for=KEPT),
    ),
)
