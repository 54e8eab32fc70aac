from __future__ import annotations

from django.urls import include, path

from residents import views
from residents.views import homes, numbers, slips

people = (
    [
        path("", views.neighbours, name="neighbours"),
        path("past/", views.past_offices, name="past_offices"),
        path("households/", views.households, name="households"),
        path("<int:pk>/phone/", views.phone, name="phone"),
        path("offices/", views.appoint, name="appoint"),
    ],
    "people",
)
offices = ([path("<int:pk>/end/", views.end_office, name="end")], "offices")
mine = (
    [
        path("data/", views.data, name="data"),
        path("data.json", views.data_json, name="data_json"),
        path("data.html", views.data_html, name="data_html"),
        path("files/", views.keep_file, name="keep_file"),
        path("files/<slug:token>/", views.kept_file, name="kept_file"),
        path("profile/", views.profile, name="profile"),
        path("phone/", numbers.number, name="number"),
        path("phone/code/", numbers.number_code, name="number_code"),
        path("consents/<str:kind>/", views.consent, name="consent"),
        path("forget/", views.forget, name="forget"),
    ],
    "mine",
)
"""About oneself, of no building: whoever moved out comes here too."""

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
    path("me/leave/", views.leave, name="leave"),
    path("people/", include(people)),
    path("people/offices/", include(offices)),
    path("welcome/", views.welcome, name="welcome"),
    path("people/slips/", include((of_slips, "slips"))),
    path("people/homes/", include((of_homes, "homes"))),
]
