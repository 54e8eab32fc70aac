"""The URL configuration: one include for residents, one for the rooms, and the committee's desk."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("residents.urls")),
    path("", include("governance.urls")),
    path("admin/", admin.site.urls),
]
handler500 = "residents.access.failure_page.server_error"
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("dev.styleguide")))
