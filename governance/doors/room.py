"""The manifest of the round."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.doors.apps import DoorsConfig
from governance.doors.at_home import household_parts
from governance.doors.personal_data import DATA_CATEGORIES, MENTIONS
from governance.doors.verbs import SENTENCES
from governance.doors.waiting import duties
from residents.rooms.contributions import Button
from residents.rooms.manifest import Room

ROOM = Room(
    name="doors",
    title=DoorsConfig.verbose_name,
    tabs={"doors": "matters"},
    duties=duties,
    household_parts=household_parts,
    buttons=(
        Button(
            _("去敲门"),
            "doors:list",
            order=25,
            may=lambda standing: standing.helper or standing.staff,
        ),
    ),
    sentences=SENTENCES,
    data_categories=DATA_CATEGORIES,
    mentions=MENTIONS,
)
