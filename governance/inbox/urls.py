from __future__ import annotations

from django.urls import path

from governance.inbox.views import inbox, robots

app_name = "inbox"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("open/", inbox.open_, name="open"),
    path("read/", inbox.read_all, name="read_all"),
    path("robots/", robots.listing, name="robots"),
    path("robots/add/", robots.add, name="add_robot"),
    path("robots/<int:pk>/remove/", robots.remove, name="remove_robot"),
]
