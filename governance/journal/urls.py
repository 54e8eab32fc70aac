from __future__ import annotations

from django.urls import path

from governance.journal import views

app_name = "journal"
urlpatterns = [path("", views.lines, name="lines")]
