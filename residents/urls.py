from __future__ import annotations

from django.urls import include, path

from residents import views
from residents.views import homes, slips

of_slips = [
    path("", slips.listing, name="list"),
    path("new/", slips.choose, name="choose"),
    path("<int:pk>/revoke/", slips.revoke, name="revoke"),
    path("joinings/<int:joining>/undo/", slips.undo, name="undo"),
]
of_homes = [
    path("<int:pk>/", homes.home, name="home"),
    path("<int:pk>/invite/", homes.invite, name="invite"),
    path("members/<int:member>/new-key/", homes.new_key, name="new_key"),
    path("members/<int:member>/answering/", homes.answering, name="answering"),
    path("members/<int:member>/move-out/", homes.move_out, name="move_out"),
    path("enroll/", homes.enroll, name="enroll"),
    path("enroll/done/", homes.enrolled, name="enrolled"),
]
urlpatterns = [
    path("me/", views.me, name="me"),
    path("welcome/", views.welcome, name="welcome"),
    path("people/slips/", include((of_slips, "slips"))),
    path("people/homes/", include((of_homes, "homes"))),
]
