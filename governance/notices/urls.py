from __future__ import annotations

from django.urls import path

from governance.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.board, name="board"),
    path("past/", views.past, name="past"),
    path("new/", views.write, name="write"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/poster/", views.poster, name="poster"),
    path("<int:pk>/versions/", views.versions, name="versions"),
    path("<int:pk>/know/", views.know, name="know"),
    path("<int:pk>/paper/", views.paper, name="paper"),
    path("<int:pk>/read/", views.mark_read, name="mark_read"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/post/", views.post, name="post"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/files/<int:number>/remove/", views.remove_attachment, name="remove_attachment"),
    path("<int:pk>/files/<int:number>/<str:size>", views.attachment, name="attachment"),
    path("<int:pk>/circular/<int:file>/<str:size>", views.circular_file, name="circular_file"),
]
