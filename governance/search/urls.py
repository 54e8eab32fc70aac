from __future__ import annotations

from django.urls import path

from governance.search import views

app_name = "search"
urlpatterns = [path("", views.page, name="page")]
