from __future__ import annotations

from django.urls import path

from governance.inbox.views import inbox

app_name = "inbox"
urlpatterns = [path("", inbox.inbox, name="inbox")]
