"""The URLs of the rooms: ``/b/<slug>/…`` with one include for each room, the calendar feed, and
what links and paper lead to."""

from __future__ import annotations

from django.urls import include, path

from governance.canvass.urls import of_texts
from governance.inbox.urls import of_committee_robots, of_deliveries, of_messages, of_ways
from governance.meetings.urls import of_calendar
from governance.stories.urls import of_public

rooms = [
    path("", include("governance.home.urls")),
    path("", include("governance.today.urls")),
    path("journal/", include("governance.journal.urls")),
    path("search/", include("governance.search.urls")),
    path("inbox/", include("governance.inbox.urls")),
    path("notices/", include("governance.notices.urls")),
    path("lounge/", include("governance.lounge.urls")),
    path("canvass/", include("governance.canvass.urls")),
    path("doors/", include("governance.doors.urls")),
    path("charter/", include("governance.charters.urls")),
    path("meetings/", include("governance.meetings.urls")),
    path("matters/", include("governance.matters.urls")),
    path("stories/", include("governance.stories.urls")),
    path("ledger/", include("governance.ledger.urls")),
]
urlpatterns = [
    path("b/<slug:slug>/", include(rooms)),
    path("", include((of_calendar, "calendar"))),
    path("", include((of_ways, "ways"))),
    path("", include((of_deliveries, "deliveries"))),
    path("", include((of_committee_robots, "committee_robots"))),
    path("", include(of_public)),
    path("", include(of_messages)),
    path("", include(of_texts)),
]
