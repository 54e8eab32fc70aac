from __future__ import annotations

from django.urls import path

from governance.notices.views import pages, writing

app_name = "notices"
urlpatterns = [
    path("", pages.board, name="board"),
    path("past/", pages.past, name="past"),
    path("new/", writing.write, name="write"),
    path("<int:pk>/", pages.page, name="page"),
    path("<int:pk>/poster/", pages.poster, name="poster"),
    path("<int:pk>/calendar.ics", pages.calendar, name="calendar"),
    path("<int:pk>/versions/", pages.versions, name="versions"),
    path("<int:pk>/know/", pages.acknowledge, name="acknowledge"),
    path("<int:pk>/paper/", writing.add_paper_photo, name="add_paper_photo"),
    path("<int:pk>/read/", pages.mark_read, name="mark_read"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/post/", writing.post, name="post"),
    path("<int:pk>/discard/", writing.discard, name="discard"),
    path("<int:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path(
        "<int:pk>/files/<int:number>/remove/", writing.remove_attachment, name="remove_attachment"
    ),
    path("<int:pk>/files/<int:number>/<str:size>", pages.attachment, name="attachment"),
    path("<int:pk>/circular/<int:file>/<str:size>", pages.circular_file, name="circular_file"),
]
