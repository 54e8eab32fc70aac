"""The rooms of a building: /b/<slug>/…, one include each."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("governance.home.urls")),
    path("", include("governance.today.urls")),
    path("journal/", include("governance.journal.urls")),
    path("search/", include("governance.search.urls")),
    path("notices/", include("governance.notices.urls")),
    path("lounge/", include("governance.lounge.urls")),
    path("canvass/", include("governance.canvass.urls")),
    path("charter/", include("governance.charters.urls")),
    path("meetings/", include("governance.meetings.urls")),
]
