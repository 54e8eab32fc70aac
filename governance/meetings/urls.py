from __future__ import annotations

from django.urls import path

from governance.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.post, name="post"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/print/", views.sheet, name="print"),
    path("<int:pk>/calendar.ics", views.calendar, name="calendar"),
]
