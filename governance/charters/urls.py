from __future__ import annotations

from django.urls import path

from governance.charters import views

app_name = "charters"
urlpatterns = [
    path("", views.charter, name="charter"),
    path("write/", views.write, name="write"),
    path("editions/", views.history, name="history"),
    path("editions/<int:number>/", views.edition, name="edition"),
    path("editions/<int:number>/print/", views.sheet, name="print"),
]
