from __future__ import annotations

from django.urls import path

from governance.inbox.views import inbox

app_name = "inbox"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("open/", inbox.open_, name="open"),
    path("read/", inbox.read_all, name="read_all"),
]
