from __future__ import annotations

from django.urls import path

from residents import views

urlpatterns = [path("me/", views.me, name="me")]
