from __future__ import annotations

from django.urls import path

from governance.doors.views import answering, knocking, pages, sharing, sheets

app_name = "doors"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("sheet/", sheets.sheet, name="sheet"),
    path("sheet/enter/", sheets.enter_sheet, name="enter_sheet"),
    path("share/", sharing.share, name="share"),
    path("<int:pk>/", pages.door, name="door"),
    path("<int:pk>/knock/", knocking.knock, name="knock"),
    path("<int:pk>/told/<int:canvass>/", knocking.told, name="told"),
    path("<int:pk>/slips/", sheets.slips, name="slips"),
    path("<int:pk>/answer/", answering.answer, name="answer"),
    path("welcome/<int:household>/", knocking.welcome, name="welcome"),
    path("taken-back/<int:knock>/", knocking.take_back, name="take_back"),
]
