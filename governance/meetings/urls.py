from __future__ import annotations

from django.urls import path

from governance.meetings.views import (
    agenda,
    attachments,
    feeds,
    holding,
    minutes,
    noting,
    planning,
    tasks,
)

app_name = "meetings"
urlpatterns = [
    path("", planning.listing, name="list"),
    path("new/", planning.post, name="post"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/new/", tasks.give, name="give"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/edit/", tasks.change_task, name="change_task"),
    path("tasks/<int:pk>/settle/", tasks.settle, name="settle"),
    path("tasks/<int:pk>/reopen/", tasks.reopen, name="reopen"),
    path(
        "tasks/<int:pk>/files/<int:file>/remove/", tasks.remove_task_file, name="remove_task_file"
    ),
    path("tasks/<int:pk>/files/<int:file>/<str:size>", tasks.task_file, name="task_file"),
    path("<int:pk>/", planning.page, name="page"),
    path("<int:pk>/edit/", planning.edit, name="edit"),
    path("<int:pk>/invite/", planning.invite, name="invite"),
    path("<int:pk>/cancel/", planning.cancel, name="cancel"),
    path("<int:pk>/print/", planning.sheet, name="print"),
    path("<int:pk>/calendar.ics", planning.calendar, name="calendar"),
    path("<int:pk>/propose/", agenda.propose, name="propose"),
    path("<int:pk>/proposals/<int:proposal>/", agenda.decide, name="decide"),
    path("<int:pk>/proposals/<int:proposal>/take-back/", agenda.take_back, name="take_back"),
    path("<int:pk>/wishes/<int:wish>/", agenda.take_up, name="take_up"),
    path("<int:pk>/come/", holding.come, name="come"),
    path("<int:pk>/invitation/", holding.invitation, name="invitation"),
    path("<int:pk>/hold/", holding.hold, name="hold"),
    path("<int:pk>/attendance/", holding.attendance, name="attendance"),
    path("<int:pk>/sign-in/", holding.sign_in, name="sign_in"),
    path("<int:pk>/photos/", holding.keep_sheet, name="keep_sheet"),
    path("<int:pk>/photos/<int:photo>/<slug:size>/", holding.photo, name="photo"),
    path("<int:pk>/items/", noting.add_item, name="add_item"),
    path("<int:pk>/items/<int:item>/", noting.note, name="note"),
    path("<int:pk>/items/<int:item>/resolve/", noting.resolve, name="resolve"),
    path("<int:pk>/resolutions/<int:resolution>/", noting.change, name="change"),
    path("<int:pk>/resolutions/<int:resolution>/remove/", noting.remove, name="remove"),
    path("<int:pk>/resolutions/<int:resolution>/ask/", noting.ask_everybody, name="ask_everybody"),
    path(
        "<int:pk>/files/<int:file>/remove/", attachments.remove_attachment, name="remove_attachment"
    ),
    path("<int:pk>/files/<int:file>/<str:size>", attachments.attachment, name="attachment"),
    path(
        "<int:pk>/results/<int:result>/remove/",
        attachments.remove_resolution_attachment,
        name="remove_resolution_attachment",
    ),
    path(
        "<int:pk>/results/<int:result>/<str:size>",
        attachments.resolution_attachment,
        name="resolution_attachment",
    ),
    path("<int:pk>/close/", noting.close, name="close"),
    path("<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("<int:pk>/minutes/open/", minutes.open_, name="open"),
    path("<int:pk>/minutes/publish/", minutes.publish, name="publish"),
    path("<int:pk>/minutes/print/", minutes.print_minutes, name="print_minutes"),
    path("<int:pk>/minutes/<int:number>/", minutes.edition, name="edition"),
    path("<int:pk>/corrections/", minutes.ask, name="ask"),
    path("<int:pk>/corrections/<int:correction>/", minutes.correct, name="correct"),
]
of_calendar = [
    path("me/calendar/", feeds.mine, name="mine"),
    path("me/calendar/new/", feeds.make, name="make"),
    path("me/calendar/take-back/", feeds.take_back, name="take_back"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
]
"""URLs outside of any building: a person's meetings in all buildings."""
