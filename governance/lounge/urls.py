from __future__ import annotations

from django.urls import path

from governance.lounge import views

app_name = "lounge"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.start, name="start"),
    path("<int:pk>/", views.thread, name="thread"),
    path("<int:pk>/reply/", views.reply, name="reply"),
    path("<int:pk>/settle/", views.settle, name="settle"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
]
