"""The manifest of the journal room."""

from __future__ import annotations

from governance.journal.apps import JournalConfig
from governance.journal.news import news_lines_in
from governance.journal.personal_data import DATA_CATEGORIES
from governance.journal.queries import anchors_of, history_of, lines_by_week
from residents.rooms.contributions import Section
from residents.rooms.manifest import Room

ROOM = Room(
    name="journal",
    title=JournalConfig.verbose_name,
    tabs={"journal": "home"},
    sections=(
        Section(
            "journal/_on_home.html",
            lambda page: news_lines_in(page.building, page.standing, count=6),
            order=20,
            aside=True,
        ),
    ),
    data_categories=DATA_CATEGORIES,
    activity_counts=lines_by_week,
    history_of=history_of,
    anchors_of=anchors_of,
)
