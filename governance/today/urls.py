from __future__ import annotations

from django.urls import path

from governance.today import views

app_name = "today"
urlpatterns = [
    path("today/", views.today, name="today"),
    path("weeks/", views.weeks, name="weeks"),
    path("weeks/<str:name>/", views.week, name="week"),
]
