from __future__ import annotations

from django.urls import include, path

from residents import views

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
        path("profile/", views.profile, name="profile"),
        path("consents/<str:kind>/", views.consent, name="consent"),
        path("forget/", views.forget, name="forget"),
    ],
    "mine",
)
"""About oneself, of no building: whoever moved out comes here too."""

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/leave/", views.leave, name="leave"),
    path("people/", include(people)),
    path("people/offices/", include(offices)),
]
